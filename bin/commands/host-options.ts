import { type Command, InvalidArgumentError, Option } from 'commander';
import type { HostCommand, HostOption } from '../../lib/runner/settings/host-option.ts';
import { type OptionValue, readOption } from '../../lib/runner/settings/read-option.ts';

/** What commander made of the options: by their names in camel case. */
export type ReadOptions = Readonly<Record<string, OptionValue | undefined>>;

/** Gives the command every option of its table. */
export function addHostOptions(command: Command, { groups }: HostCommand): Command {
  const heading = `${groups[0]?.heading}:`;
  command.addOption(new Option('--config <file>', 'YAML file with these options').helpGroup(heading));
  for (const { heading, options } of groups) {
    for (const option of options) command.addOption(commanderOption(option).helpGroup(`${heading}:`));
  }
  return command;
}

/** The name that commander files an option under. */
export function fieldOf(name: string): string {
  return name.replace(/-[a-z]/g, (part) => part.charAt(1).toUpperCase());
}

function commanderOption({ name, kind, value, means }: HostOption): Option {
  const option = new Option(kind === 'flag' ? `--${name}` : `--${name} <${value}>`, means);
  // Of --no-retry-on, commander would make the opposite of --retry-on.
  option.negate = false;
  if (kind === 'flag') return option;
  return option.argParser((text: string, before?: OptionValue) => {
    const reading = readOption(kind, text);
    if (!reading.ok) throw new InvalidArgumentError(reading.message);
    return Array.isArray(before) && Array.isArray(reading.value) ? [...before, ...reading.value] : reading.value;
  });
}

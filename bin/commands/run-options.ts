import { type Command, InvalidArgumentError, Option } from 'commander';
import { type OptionValue, readOption } from '../../lib/runner/settings/read-option.ts';
import { OPTION_GROUPS, type RunOption } from '../../lib/runner/settings/run-option.ts';

/** What commander made of the options of `run`: by their names in camel case. */
export type ReadRunOptions = Readonly<Record<string, OptionValue | undefined>>;

const EXAMPLES = `
What can be repeated is a list. Sizes are written 350MB or 1.5GiB, times 90s, 15m, 4h or 2d.

Examples:
  sentinel run orders-db --verify '/backups/orders/*' --at-least 100MB --retries 3 -- backup-orders.sh
  sentinel run orders-db --config /etc/backup-sentinel/orders-db.yaml

Exit status: 0 done, or there already; 65 what landed is not right; 69 the destination cannot be looked at;
75 another run of the job is at it; 76 said to be there already, and is not; 78 not started, with what to do;
124 timed out; 128 + n died of signal n; else the command's own (1 where that is one of these).
`;

/** Gives the command every option of a run, from their table. */
export function addRunOptions(command: Command): Command {
  command.addOption(
    new Option('--config <file>', 'YAML file with these options and the command').helpGroup(
      `${OPTION_GROUPS[0].heading}:`,
    ),
  );
  for (const { heading, options } of OPTION_GROUPS) {
    for (const option of options) command.addOption(commanderOption(option).helpGroup(`${heading}:`));
  }
  return command.usage('<job> [options] -- COMMAND [ARG...]').addHelpText('after', EXAMPLES);
}

/** The name that commander files an option under. */
export function fieldOf(name: string): string {
  return name.replace(/-[a-z]/g, (part) => part.charAt(1).toUpperCase());
}

function commanderOption({ name, kind, value, means }: RunOption): Option {
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

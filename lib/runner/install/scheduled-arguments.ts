/** An option as it was typed, with its value. */
interface Typed {
  readonly name: string;
  readonly words: readonly string[];
  readonly value: string | null;
}

/** What the words of a command line leave for a scheduled run. */
export interface ScheduledArguments {
  /** Behind `run`: job, options, `--`, command. */
  readonly run: readonly string[];
  /** The same job and its notifications. */
  readonly alert: readonly string[];
  /** Variables in place of the options whose values are secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Of the installing itself. */
const INSTALLING: ReadonlySet<string> = new Set(['install', 'schedule', 'install-to']);
/** Addresses that are keys: arguments are shown to every user of a host. */
const SECRET: Readonly<Record<string, string>> = {
  heartbeat: 'SENTINEL_PING_URL',
  'alert-webhook': 'SENTINEL_ALERT_WEBHOOK',
};
/** The options that the notification of a failed unit needs, with those that name the place of reports. */
const NOTIFYING: ReadonlySet<string> = new Set([
  'config',
  'node',
  'state',
  'verify',
  'report-to',
  'alert-command',
  // Of a proof: what it cannot be read without, and where it may have left something.
  'recipe',
  'copy-from',
  'rules',
  'scratch',
]);

/**
 * Takes what was typed behind `run` apart. `isFlag`: whether an option has no value; the words were
 * parsed before, so they are valid.
 */
export function scheduledArguments(words: readonly string[], isFlag: (name: string) => boolean): ScheduledArguments {
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  const command = end < 0 ? [] : words.slice(end);
  const typed = [...optionsAmong(options, isFlag)];
  const kept = typed.filter(({ name }) => !INSTALLING.has(name) && SECRET[name] === undefined);
  const secrets = typed.flatMap(({ name, value }) => {
    const variable = SECRET[name];
    return variable === undefined ? [] : [[variable, value ?? ''] as const];
  });
  const notifying = kept.filter(({ name }) => name === '' || NOTIFYING.has(name));
  return {
    run: [...kept.flatMap((option) => option.words), ...command],
    // The job is the first word that belongs to no option; what else there is would be the command.
    alert: notifying
      .filter(({ name }, index) => name !== '' || notifying.findIndex((one) => one.name === '') === index)
      .flatMap((option) => option.words),
    environment: Object.fromEntries(secrets),
  };
}

/** Each option with its value; a word that belongs to none has no name. */
function* optionsAmong(words: readonly string[], isFlag: (name: string) => boolean): Generator<Typed> {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [, name = '', value] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === '' || value !== undefined || isFlag(name)) {
      yield { name, words: [word], value: value ?? null };
    } else {
      index += 1;
      const next = words[index] ?? '';
      yield { name, words: [word, next], value: next };
    }
  }
}

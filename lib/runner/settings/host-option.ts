/** How the value of an option is read. `pairs` and `texts-or-pairs` have two words each: a query and what is wanted. */
export type OptionKind =
  | 'flag'
  | 'text'
  | 'path'
  | 'duration'
  | 'size'
  | 'size-or-percent'
  | 'percent'
  | 'count'
  | 'statuses'
  | 'statuses-or-none'
  | 'texts'
  | 'pairs'
  | 'texts-or-pairs'
  | 'address';

export interface HostOption {
  /** `retry-delay`: `--retry-delay` on the command line, `retry-delay:` in the file. */
  readonly name: string;
  readonly kind: OptionKind;
  /** Placeholder of the value in the help; empty for a flag. */
  readonly value: string;
  /** What the help says, and docs/command-line.md. */
  readonly means: string;
}

export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly HostOption[];
}

export const NODE_OPTION = {
  name: 'node',
  kind: 'text',
  value: 'name',
  means: 'the id of this node in a cluster; fills {node} in places',
} as const satisfies HostOption;

export const STATE_OPTION = {
  name: 'state',
  kind: 'path',
  value: 'folder',
  means:
    'folder for state between runs (default /var/lib/backup-sentinel for root, else ~/.local/state/backup-sentinel)',
} as const satisfies HostOption;

export const NEED_ENV_OPTION = {
  name: 'need-env',
  kind: 'texts',
  value: 'name',
  means: 'environment variable that must be set: RESTIC_PASSWORD',
} as const satisfies HostOption;

/** How every end is reported besides by its report: by `run` and by `prove` alike. */
export const ALERT_OPTIONS = [
  {
    name: 'heartbeat',
    kind: 'address',
    value: 'url',
    means: "the job's ping URL (sentinel key show JOB); or set SENTINEL_PING_URL",
  },
  {
    name: 'alert-webhook',
    kind: 'address',
    value: 'url',
    means: 'URL that gets JSON about a failure; a Slack webhook works too; or set SENTINEL_ALERT_WEBHOOK',
  },
  {
    name: 'alert-command',
    kind: 'text',
    value: 'command',
    means: 'command that the shell runs on a failure, with the report on standard input',
  },
] as const satisfies readonly HostOption[];

/** A command of the host: what its command line, its file of settings and its help are made from. */
export interface HostCommand {
  readonly verb: 'run' | 'prove';
  readonly groups: readonly OptionGroup[];
  readonly options: ReadonlyMap<string, HostOption>;
  /** What a file of settings holds at least, as an example. */
  readonly example: string;
  readonly keys: string;
}

/** The options of a command by their names. */
export function optionsByName(groups: readonly OptionGroup[]): ReadonlyMap<string, HostOption> {
  return new Map(groups.flatMap(({ options }) => options.map((option) => [option.name, option] as const)));
}

export interface ValueOfKind {
  readonly flag: boolean;
  readonly text: string;
  readonly path: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Bytes. */
  readonly size: number;
  readonly 'size-or-percent': FreeSpace;
  readonly percent: number;
  readonly count: number;
  readonly statuses: readonly number[];
  /** None is the empty list. */
  readonly 'statuses-or-none': readonly number[];
  readonly texts: readonly string[];
  /** Each two words. */
  readonly pairs: readonly (readonly string[])[];
  /** Each one word or two. */
  readonly 'texts-or-pairs': readonly (readonly string[])[];
  readonly address: string;
}

export type FreeSpace = { readonly bytes: number } | { readonly percent: number };

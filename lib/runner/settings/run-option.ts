/** How the value of an option is read. */
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
  | 'texts'
  | 'address';

export interface RunOption {
  /** `retry-delay`: `--retry-delay` on the command line, `retry-delay:` in the file. */
  readonly name: string;
  readonly kind: OptionKind;
  /** What stands for the value in the help; the empty string for a flag. */
  readonly value: string;
  /** What the help says, and docs/command-line.md. */
  readonly means: string;
}

export interface OptionGroup {
  readonly heading: string;
  readonly options: readonly RunOption[];
}

/**
 * Every option of `sentinel run` but for --config: the command line, backup.yaml and the help are made of this table
 * (runner page).
 */
export const OPTION_GROUPS = [
  {
    heading: 'The run',
    options: [
      { name: 'node', kind: 'text', value: 'name', means: 'the node of a cluster this is; fills {node} in places' },
      {
        name: 'state',
        kind: 'path',
        value: 'folder',
        means:
          'what is kept between runs: /var/lib/backup-sentinel for root, else ~/.local/state/backup-sentinel, unless given',
      },
      { name: 'quiet', kind: 'flag', value: '', means: 'say nothing of a run that went well' },
    ],
  },
  {
    heading: 'Before the backup starts',
    options: [
      {
        name: 'need-free',
        kind: 'size-or-percent',
        value: 'size',
        means: 'space that must be free on the staging path: 20GB or 20%',
      },
      {
        name: 'staging',
        kind: 'path',
        value: 'path',
        means: 'where the backup is made; the folder of --verify, else that of temporary files, unless given',
      },
      { name: 'need-env', kind: 'texts', value: 'name', means: 'a variable that must be set: RESTIC_PASSWORD' },
      { name: 'need-file', kind: 'texts', value: 'path', means: 'a file that must be readable, such as one of keys' },
      { name: 'preflight', kind: 'texts', value: 'command', means: 'a check of your own, run by the shell' },
      {
        name: 'preflight-write',
        kind: 'flag',
        value: '',
        means: 'also write and remove a file under .sentinel/ at the destination',
      },
    ],
  },
  {
    heading: 'The backup',
    options: [
      { name: 'retries', kind: 'count', value: 'n', means: 'tries after the first one that failed (0 unless given)' },
      {
        name: 'retry-delay',
        kind: 'duration',
        value: 'time',
        means: 'before the first of them (30s unless given); doubled each time, and up to twice that by chance',
      },
      { name: 'retry-max-delay', kind: 'duration', value: 'time', means: 'the longest such wait (15m unless given)' },
      { name: 'retry-on', kind: 'statuses', value: 'list', means: 'only these exit statuses are tried again: 1,5' },
      { name: 'no-retry-on', kind: 'statuses', value: 'list', means: 'these exit statuses are not tried again' },
      { name: 'timeout', kind: 'duration', value: 'time', means: 'the longest one try may take: 4h' },
      { name: 'deadline', kind: 'duration', value: 'time', means: 'the longest all of it may take' },
      {
        name: 'already-done-exit',
        kind: 'statuses',
        value: 'list',
        means: 'exit statuses that say the backup is there already',
      },
      {
        name: 'already-done-match',
        kind: 'texts',
        value: 'text',
        means: 'text on standard error that says so, with a status other than 0',
      },
    ],
  },
  {
    heading: 'What has to be there afterwards',
    options: [
      {
        name: 'verify',
        kind: 'text',
        value: 'place',
        means: 'where it lands: a path or s3://bucket/key; {run} {node} {yyyy} {MM} {dd} {HH} * as in the rules doc',
      },
      {
        name: 'window',
        kind: 'duration',
        value: 'time',
        means: 'how old one that was there already may be (20h unless given)',
      },
      { name: 'verify-any-age', kind: 'flag', value: '', means: 'any age will do: the tool keeps old times' },
      { name: 'at-least', kind: 'size', value: 'size', means: 'the smallest size that can be right: 350MB' },
      {
        name: 'shrink',
        kind: 'percent',
        value: 'percent',
        means: 'how much smaller than the last verified one it may be: 50%',
      },
      {
        name: 'verify-read',
        kind: 'size',
        value: 'size',
        means: 'the most to read of kinds without an end mark (1GiB on a path, 64MiB in S3 unless given)',
      },
      {
        name: 'verify-deep',
        kind: 'flag',
        value: '',
        means: "read it whole, with the tool's own test where it has one",
      },
      {
        name: 'verify-command',
        kind: 'texts',
        value: 'command',
        means: 'a check of your own, run by the shell; SENTINEL_ARTIFACT names what was found',
      },
    ],
  },
  {
    heading: 'Who is told',
    options: [
      {
        name: 'report-to',
        kind: 'text',
        value: 'place',
        means: 'a file for the report, or a folder/ for all of them; .sentinel/ beside what was verified unless given',
      },
      {
        name: 'heartbeat',
        kind: 'address',
        value: 'url',
        means: "the job's ping address (sentinel key show JOB), or SENTINEL_PING_URL",
      },
      {
        name: 'alert-webhook',
        kind: 'address',
        value: 'url',
        means: 'is sent JSON about a failure; also a Slack URL; or SENTINEL_ALERT_WEBHOOK',
      },
      {
        name: 'alert-command',
        kind: 'text',
        value: 'command',
        means: 'is run by the shell on a failure, with the report on its standard input',
      },
    ],
  },
] as const satisfies readonly OptionGroup[];

type Known = (typeof OPTION_GROUPS)[number]['options'][number];

/** The name of an option, as it stands in the file. */
export type OptionName = Known['name'];

export const OPTIONS: ReadonlyMap<string, RunOption> = new Map(
  OPTION_GROUPS.flatMap(({ options }) => options.map((option) => [option.name, option] as const)),
);

interface ValueOfKind {
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
  readonly texts: readonly string[];
  readonly address: string;
}

export type FreeSpace = { readonly bytes: number } | { readonly percent: number };

/** What was given, read: by name, each of its own type. */
export type RunOptionValues = {
  readonly [Option in Known as Option['name']]?: ValueOfKind[Option['kind']];
};

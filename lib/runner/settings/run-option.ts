import {
  ALERT_OPTIONS,
  type HostCommand,
  NEED_ENV_OPTION,
  NODE_OPTION,
  type OptionGroup,
  optionsByName,
  STATE_OPTION,
  type ValueOfKind,
} from './host-option.ts';

/**
 * Every option of `sentinel run` except --config. The command line, backup.yaml and the help are made from this table
 * (docs/design/runner.md#options).
 */
export const OPTION_GROUPS = [
  {
    heading: 'The run',
    options: [
      NODE_OPTION,
      STATE_OPTION,
      { name: 'quiet', kind: 'flag', value: '', means: 'print nothing when the run succeeds' },
    ],
  },
  {
    heading: 'Preflight',
    options: [
      {
        name: 'need-free',
        kind: 'size-or-percent',
        value: 'size',
        means: 'free space that the staging path must have: 20GB or 20%',
      },
      {
        name: 'staging',
        kind: 'path',
        value: 'path',
        means: 'where the backup is made (default: the folder of --verify, else the temporary folder)',
      },
      NEED_ENV_OPTION,
      { name: 'need-file', kind: 'texts', value: 'path', means: 'file that must be readable, such as a key file' },
      { name: 'preflight', kind: 'texts', value: 'command', means: 'your own check, run by the shell' },
      {
        name: 'preflight-write',
        kind: 'flag',
        value: '',
        means: 'also write and delete a probe file under .sentinel/ at the destination',
      },
    ],
  },
  {
    heading: 'The backup',
    options: [
      { name: 'retries', kind: 'count', value: 'n', means: 'more tries after a failed first one (default 0)' },
      {
        name: 'retry-delay',
        kind: 'duration',
        value: 'time',
        means: 'wait before the first retry (default 30s); doubled each time, with a random factor of 1 to 2',
      },
      { name: 'retry-max-delay', kind: 'duration', value: 'time', means: 'the longest such wait (default 15m)' },
      { name: 'retry-on', kind: 'statuses', value: 'list', means: 'retry only these exit statuses: 1,5' },
      { name: 'no-retry-on', kind: 'statuses', value: 'list', means: 'do not retry these exit statuses' },
      {
        name: 'warn-exit',
        kind: 'statuses-or-none',
        value: 'list',
        means:
          'more exit statuses that mean done, with warnings (those of restic, borg, rsync, tar, rclone are known); none: no status does',
      },
      { name: 'timeout', kind: 'duration', value: 'time', means: 'time limit of one try: 4h' },
      { name: 'deadline', kind: 'duration', value: 'time', means: 'time limit of the whole run' },
      {
        name: 'already-done-exit',
        kind: 'statuses',
        value: 'list',
        means: 'exit statuses that mean that the backup is already there',
      },
      {
        name: 'already-done-match',
        kind: 'texts',
        value: 'text',
        means: 'text on standard error that means the same, with a status other than 0',
      },
    ],
  },
  {
    heading: 'Verification',
    options: [
      {
        name: 'verify',
        kind: 'text',
        value: 'place',
        means:
          'where the backup lands: a path or s3://bucket/key; {run} {node} {yyyy} {MM} {dd} {HH} * as in the rules doc',
      },
      {
        name: 'window',
        kind: 'duration',
        value: 'time',
        means: 'how old a backup that is already there may be (default 20h)',
      },
      { name: 'verify-any-age', kind: 'flag', value: '', means: 'accept any age, for tools that keep old times' },
      { name: 'at-least', kind: 'size', value: 'size', means: 'the smallest valid size: 350MB' },
      {
        name: 'shrink',
        kind: 'percent',
        value: 'percent',
        means: 'how much smaller than the last verified backup it may be: 50%',
      },
      {
        name: 'verify-read',
        kind: 'size',
        value: 'size',
        means: 'how much to read of formats without an end mark (default 1GiB on a path, 64MiB in S3)',
      },
      { name: 'no-look', kind: 'flag', value: '', means: 'do not look inside what landed' },
      {
        name: 'clock-slack',
        kind: 'duration',
        value: 'time',
        means: 'how much the clock of the storage may differ (default 2s, at most 1h)',
      },
      {
        name: 'verify-deep',
        kind: 'flag',
        value: '',
        means: "read all of it, with the tool's own test where it has one",
      },
      {
        name: 'verify-command',
        kind: 'texts',
        value: 'command',
        means: 'your own check, run by the shell; SENTINEL_ARTIFACT is the path of the backup',
      },
    ],
  },
  {
    heading: 'Notifications',
    options: [
      {
        name: 'report-to',
        kind: 'text',
        value: 'place',
        means: 'file for the report, or a folder/ for one file a run (default .sentinel/ beside what was verified)',
      },
      ...ALERT_OPTIONS,
    ],
  },
] as const satisfies readonly OptionGroup[];

type Known = (typeof OPTION_GROUPS)[number]['options'][number];

/** The name of an option, as it stands in the file. */
export type OptionName = Known['name'];

export const OPTIONS = optionsByName(OPTION_GROUPS);

export const RUN_COMMAND: HostCommand = {
  verb: 'run',
  groups: OPTION_GROUPS,
  options: OPTIONS,
  example: 'command: [pg_dump, orders] and verify: /backups/',
  keys: 'command: and verify:',
};

/** What was given, read: by name, each of its own type. */
export type RunOptionValues = {
  readonly [Option in Known as Option['name']]?: ValueOfKind[Option['kind']];
};

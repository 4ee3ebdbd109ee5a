import { RECIPES } from '../../core/model/proof.ts';
import {
  ALERT_OPTIONS,
  type HostCommand,
  NEED_ENV_OPTION,
  NODE_OPTION,
  type OptionGroup,
  optionsByName,
  STATE_OPTION,
  type ValueOfKind,
} from '../../runner/settings/host-option.ts';

/**
 * Every option of `sentinel prove` except --config. The command line, the file, the help and docs/command-line.md are
 * made from this table (docs/design/prove.md#options).
 */
const PROVE_GROUPS = [
  {
    heading: 'The copy',
    options: [
      {
        name: 'recipe',
        kind: 'text',
        value: 'name',
        means: `what it is restored with: ${RECIPES.join(', ')}`,
      },
      {
        name: 'copy-from',
        kind: 'text',
        value: 'place',
        means: 'where copies lie: a path or s3://bucket/key as in --verify; of restic and borg, the repository',
      },
      {
        name: 'rules',
        kind: 'text',
        value: 'place',
        means: 'instead: the rules doc, a path or s3://bucket/key, whose job names the place; its newest good copy',
      },
      { name: 'copy', kind: 'count', value: 'n', means: 'the n-th newest copy (default 1)' },
      { name: 'random', kind: 'flag', value: '', means: 'one of the newest 30 copies' },
      { name: 'in-place', kind: 'flag', value: '', means: 'fetch nothing: the tool reads the place itself' },
      { name: 'at-most', kind: 'size', value: 'size', means: 'the largest copy that is fetched: 200GB' },
      { name: 'snapshot', kind: 'text', value: 'id', means: 'of restic and borg, which one (default the newest)' },
      NEED_ENV_OPTION,
    ],
  },
  {
    heading: 'The proof',
    options: [
      NODE_OPTION,
      STATE_OPTION,
      { name: 'quiet', kind: 'flag', value: '', means: 'print nothing when it is proven' },
      { name: 'timeout', kind: 'duration', value: 'time', means: 'time limit of the whole proof: 4h' },
      {
        name: 'scratch',
        kind: 'path',
        value: 'folder',
        means: 'where it is restored; a folder made in it is removed at the end (default /var/tmp)',
      },
      {
        name: 'scratch-factor',
        kind: 'count',
        value: 'n',
        means: 'how many times the size of the copy must be free there (default by recipe)',
      },
      {
        name: 'as',
        kind: 'text',
        value: 'user',
        means: 'the user that restores, where root runs this (default `nobody`)',
      },
      {
        name: 'trust-copy',
        kind: 'flag',
        value: '',
        means: 'restore also where this host cannot isolate what is in the copy',
      },
      { name: 'readable', kind: 'texts', value: 'path', means: 'path outside /usr that the tools may read as well' },
      { name: 'tools', kind: 'path', value: 'folder', means: 'where the tools are: /usr/lib/postgresql/15/bin' },
      {
        name: 'database',
        kind: 'text',
        value: 'name',
        means: 'the database that is asked, where the dump holds several',
      },
      { name: 'sample', kind: 'count', value: 'n', means: 'of a mirror, how many files are read (default 100)' },
      {
        name: 'read-subset',
        kind: 'percent',
        value: 'percent',
        means: 'of restic, restore nothing and check this share of the repository: 5%',
      },
    ],
  },
  {
    heading: 'What is asked',
    options: [
      {
        name: 'expect',
        kind: 'pairs',
        value: 'query> <wanted',
        means: "a query with one value, and what is wanted: 'SELECT count(*) FROM orders' '>= 100000'",
      },
      {
        name: 'fresh',
        kind: 'pairs',
        value: 'query> <age',
        means: "a query with one time, and how much older than the copy it may be: 'SELECT max(at) FROM orders' 26h",
      },
      { name: 'fresh-zone', kind: 'text', value: 'zone', means: 'the zone of times that name none: Europe/Berlin' },
      {
        name: 'expect-file',
        kind: 'texts-or-pairs',
        value: 'path> [size',
        means: "a file that must be there, and its size: etc/passwd '>= 1KB'",
      },
      { name: 'expect-files', kind: 'text', value: 'wanted', means: "how many files must be there: '>= 1000'" },
      {
        name: 'expect-command',
        kind: 'texts',
        value: 'command',
        means: 'your own check, run by the shell where the copy was restored; SENTINEL_SCRATCH is the folder',
      },
      { name: 'empty-is-fine', kind: 'flag', value: '', means: 'a database without rows, or an archive without files' },
      {
        name: 'leave-out-unsafe',
        kind: 'flag',
        value: '',
        means: 'leave out members of an archive that are refused, instead of refuting the copy',
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
        means: 'file for the report, or a folder/ for one file a proof',
      },
      ...ALERT_OPTIONS,
    ],
  },
] as const satisfies readonly OptionGroup[];

type Known = (typeof PROVE_GROUPS)[number]['options'][number];

export type ProveOptionName = Known['name'];

export const PROVE_COMMAND: HostCommand = {
  verb: 'prove',
  groups: PROVE_GROUPS,
  options: optionsByName(PROVE_GROUPS),
  example: 'recipe: postgres and copy-from: /backups/*.dump',
  keys: 'recipe: and copy-from:',
};

/** What was given, read: by name, each of its own type. */
export type ProveOptionValues = {
  readonly [Option in Known as Option['name']]?: ValueOfKind[Option['kind']];
};

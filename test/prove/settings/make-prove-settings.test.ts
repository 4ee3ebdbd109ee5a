import { describe, expect, test } from 'vitest';
import { makeProveSettings } from '../../../lib/prove/settings/make-prove-settings.ts';
import { type GivenOption, RunSettingsError } from '../../../lib/runner/settings/given-option.ts';

const given = (options: Record<string, GivenOption['value']>) =>
  new Map(Object.entries(options).map(([name, value]) => [name, { value, folder: '/srv', where: `--${name}` }]));
const settingsOf = (options: Record<string, GivenOption['value']>, command: [string] | null = null) =>
  makeProveSettings('orders-db', command, given(options), { STATE_DIRECTORY: '/state' });
const problemsOf = (...words: Parameters<typeof settingsOf>): readonly string[] => {
  try {
    settingsOf(...words);
    return [];
  } catch (error) {
    return error instanceof RunSettingsError ? error.problems : [String(error)];
  }
};
const POSTGRES = { recipe: 'postgres', 'copy-from': 'copies/*.dump' };

describe('the settings of a proof', () => {
  test('have defaults, and absolute paths', () => {
    expect(settingsOf({ ...POSTGRES, scratch: 'scratch' })).toMatchObject({
      jobId: 'orders-db',
      stateFolder: '/state',
      from: { kind: 'place', place: { template: '/srv/copies/*.dump' } },
      pick: { kind: 'nth', nth: 1 },
      scratch: '/srv/scratch',
      isInPlace: false,
      trustsCopy: false,
      deadlineMs: null,
    });
  });

  test('take a repository as its tool names it', () => {
    expect(settingsOf({ recipe: 'restic', 'copy-from': 'rest:https://h/' }).from).toEqual({
      kind: 'repository',
      repository: 'rest:https://h/',
    });
    expect(settingsOf({ recipe: 'borg', 'copy-from': 'repo' })).toMatchObject({
      from: { kind: 'repository', repository: '/srv/repo' },
      isInPlace: true,
    });
  });

  test('hold what is asked, read', () => {
    const { asked } = settingsOf({
      ...POSTGRES,
      expect: [['SELECT 1', '>= 1']],
      fresh: [['SELECT now()', '26h']],
      'fresh-zone': 'Europe/Berlin',
    });
    expect(asked).toMatchObject({
      queries: [{ query: 'SELECT 1', wanted: { sign: '>=', value: '1' } }],
      fresh: [{ query: 'SELECT now()', text: '26h', withinMs: 93_600_000 }],
      freshZone: 'Europe/Berlin',
    });
  });

  const refused: readonly [string, Record<string, GivenOption['value']>, RegExp, ([string] | null)?][] = [
    ['no recipe', { 'copy-from': '/b/' }, /^name a recipe with --recipe: postgres, /],
    ['an unknown recipe', { recipe: 'oracle', 'copy-from': '/b/' }, /^--recipe: write one of postgres, /],
    ['no place', { recipe: 'tar' }, /^name where the copies are: either --copy-from PLACE or --rules PLACE$/],
    ['two places', { ...POSTGRES, rules: 'r.yaml' }, /^name where the copies are: either/],
    ['a command that is not asked for', POSTGRES, /^the recipe postgres takes no command/, ['true']],
    [
      'no command where one is needed',
      { recipe: 'command', 'copy-from': '/b/' },
      /^the recipe command needs a command/,
    ],
    [
      'a query where no database is restored',
      { recipe: 'tar', 'copy-from': '/b/', expect: [['a', '1']] },
      /^--expect: the recipe tar restores no database/,
    ],
    [
      'a file where a database is restored',
      { ...POSTGRES, 'expect-files': '1' },
      /^--expect-files: the recipe postgres restores a database/,
    ],
    [
      'an expectation that is none',
      { ...POSTGRES, expect: [['a', '> many']] },
      /^--expect: "> many" is not understood; write/,
    ],
    [
      'an age without a unit',
      { ...POSTGRES, fresh: [['a', '26']] },
      /^--fresh: 26 has no unit|^--fresh: "26" has no unit/,
    ],
    ['a zone that is none', { ...POSTGRES, 'fresh-zone': 'Berlin' }, /^--fresh-zone: "Berlin" is no time zone/],
    ['a random copy with a number', { ...POSTGRES, copy: 2, random: true }, /^--copy and --random exclude each other/],
    [
      'reading a dump in place',
      { ...POSTGRES, 'in-place': true },
      /^--in-place: the recipe postgres needs a copy of its own/,
    ],
    ['{node} without a node', { recipe: 'tar', 'copy-from': '/b/{node}/' }, /contains \{node\}; add --node NAME/],
  ];
  test.each(refused)('with %s are refused', (_, options, message, command = null) => {
    expect(problemsOf(options, command)).toEqual([expect.stringMatching(message)]);
  });
});

import { describe, expect, test } from 'vitest';
import { JOB_ID } from '../../../lib/rules-doc/sections/read-ids.ts';
import type { GivenOption } from '../../../lib/runner/settings/given-option.ts';
import { ID_PATTERN } from '../../../lib/runner/settings/job-ids.ts';
import { makeSettings } from '../../../lib/runner/settings/make-settings.ts';
import type { OptionName } from '../../../lib/runner/settings/run-option.ts';

/** Settings of a job of these options, in the folder /srv. */
function settings(options: Partial<Record<OptionName, GivenOption['value']>>, jobId = 'orders-db', env = {}) {
  const given = Object.entries(options).map(
    ([name, value]) => [name, { value, folder: '/srv', where: `--${name}` }] as const,
  );
  return makeSettings(jobId, ['true'], new Map(given), env);
}

describe('the settings of a run', () => {
  test('without options try once, verify nothing and take addresses from the environment', () => {
    expect(settings({})).toMatchObject({
      node: null,
      retry: { retries: 0, delayMs: 30_000, maxDelayMs: 900_000, on: null },
      timeoutMs: null,
      deadlineMs: null,
      verify: null,
      notify: { reportTo: null, heartbeatUrl: null, alertWebhook: null, alertCommand: null },
    });
  });

  test('start relative paths from the folder that they were written in', () => {
    const made = settings({ verify: 'backups/{run}', state: 'kept', 'need-file': ['key'], 'report-to': 'reports/' });
    expect(made.verify?.place.template).toBe('/srv/backups/{run}/');
    expect(made.preflight).toMatchObject({ staging: '/srv/backups/', needFiles: ['/srv/key'] });
    expect(made).toMatchObject({ stateFolder: '/srv/kept', notify: { reportTo: '/srv/reports/' } });
    expect(settings({ 'report-to': 'file:///srv/my reports/' }).notify.reportTo).toBe('/srv/my reports/');
  });

  test('keep the state where the scheduled run and the one by hand both find it', () => {
    expect(settings({}, 'orders-db', { STATE_DIRECTORY: '/var/lib/one:/var/lib/two' }).stateFolder).toBe(
      '/var/lib/one',
    );
    const isRoot = process.getuid?.() === 0;
    const own = settings({}, 'orders-db', { XDG_STATE_HOME: '/home/dana/.state' }).stateFolder;
    expect(own).toBe(isRoot ? '/var/lib/backup-sentinel' : '/home/dana/.state/backup-sentinel');
  });

  test('may keep what is never taken for a backup beside the backups', () => {
    settings({ verify: 'backups/*.gz', state: 'backups/state', 'report-to': 'backups/reports/' });
    settings({ verify: 'backups/', state: 'backups/.sentinel/state', 'report-to': 'backups/.sentinel/' });
  });

  test('a node in capitals is the one of small letters, and that is said', () => {
    expect(settings({ node: 'DB-Host1' })).toMatchObject({
      node: 'db-host1',
      notes: ['the node DB-Host1 is called db-host1 here: ids have small letters'],
    });
  });

  test('fill the node in', () => {
    const { verify, node } = settings({ verify: 's3://acme/{node}/{run}', node: 'n1' });
    expect(node).toBe('n1');
    expect(verify?.place).toEqual({ scheme: 's3', container: 's3://acme/', bucket: 'acme', template: 'n1/{run}/' });
  });

  const problems: readonly (readonly [string, Parameters<typeof settings>, RegExp])[] = [
    ['a job of no name', [{}, 'Orders DB'], /"Orders DB" is not a valid job id; use a-z/],
    ['a node behind the job', [{}, 'orders/n1'], /write the job alone, and its node with --node NAME/],
    ['a node with a number for an id', [{ node: '3' }], /--node: a node id cannot be a number.* write n3, for example/],
    ['a node called start', [{ node: 'start' }], /has a meaning in a ping/],
    ['{node} without a node', [{ verify: '/b/{node}/' }], /--verify: the place contains \{node\}; add --node NAME/],
    [
      'a placeholder that is none',
      [{ verify: '/b/{ruin}/' }],
      /--verify: "\{ruin\}" is no placeholder; did you mean \{run\}/,
    ],
    ['a size of nothing', [{ 'at-least': 5 }], /--at-least: it has no effect without a place; add --verify PLACE/],
    ['there already without a place', [{ 'already-done-exit': [3] }], /this needs --verify PLACE/],
    [
      'a report to an address',
      [{ 'report-to': 'https://reports.example/secret' }],
      /--report-to: write a path or s3:\/\/bucket\/folder\/; to send failures to a URL, use --alert-webhook$/,
    ],
    ['a status on both lists', [{ 'retry-on': [1, 5], 'no-retry-on': [5] }], /--no-retry-on: 5 is in retry-on as well/],
  ];
  test.each(problems)('refuse %s', (_name, args, message) => {
    expect(() => settings(...args)).toThrow(message);
  });

  test('name every problem, one a line', () => {
    expect(() => settings({ node: 'Ü', 'at-least': 5 }, '?')).toThrow(/^"\?" is .*\n--node: .*\n--at-least: /);
  });

  test('take the ids that the rules doc takes', () => {
    expect(ID_PATTERN.source).toBe(JOB_ID.source);
  });
});

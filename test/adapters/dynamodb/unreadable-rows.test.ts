import { readdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STORED_KINDS } from '../../../lib/adapters/dynamodb/stored-kinds.ts';
import type { TableNames } from '../../../lib/adapters/dynamodb/tables.ts';
import { DynamoUnreadableRows } from '../../../lib/adapters/dynamodb/unreadable-rows.ts';
import { formatInstant } from '../../../lib/core/instant.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { fullRow, NOW } from '../../contracts/sample-row.ts';
import { type DynamoSetting, SETTINGS } from './setting.ts';

const AT = formatInstant(NOW);

describe.each(SETTINGS)('rows that cannot be read, in %s', (_, open) => {
  let setting: DynamoSetting;
  let rows: DynamoUnreadableRows;
  beforeEach(async () => {
    setting = await open(() => NOW);
    rows = new DynamoUnreadableRows(setting.tables);
  });
  afterEach(() => setting.close());

  const cases: readonly [
    kind: string,
    table: keyof TableNames,
    item: Readonly<Record<string, unknown>>,
    says: string,
  ][] = [
    [
      'what is remembered of the last pass',
      'state',
      { job_id: '#sentinel', schema: 1, last_pass: { at: 'lately' } },
      'last_pass.at: "lately" is not an instant',
    ],
    ['the state of a job', 'state', { job_id: 'a', schema: 1, version: 'x' }, 'version: Invalid input'],
    ['the state of a job', 'state', { job_id: 'a', version: 1 }, 'schema: no number'],
    [
      'a day of a job',
      'audit',
      { job_id: 'a', at_id: 'day#2026-11-20', schema: 1, state: 'purple' },
      'state: Invalid option',
    ],
    ['a delivery', 'audit', { job_id: 'a', at_id: 'claim#1#sam', schema: 1 }, 'Invalid input'],
    [
      'a row of the history',
      'audit',
      { job_id: 'a', at_id: 'a#1', schema: 1, at: 'x', content: {} },
      'at: "x" is not an instant',
    ],
    [
      'a row of the history',
      'audit',
      { job_id: 'a', at_id: 't#1', schema: 1, at: AT, content: { kind: 'transition', to: 'purple' } },
      'no transition that this version knows',
    ],
    [
      'a row of the history',
      'audit',
      { job_id: '#keys', at_id: 'a#1', schema: 1, at: 'x', content: {} },
      'at: "x" is not an instant',
    ],
    ['a failure of a channel', 'audit', { job_id: '#channels', at_id: 'sam#email', schema: 1 }, 'Invalid input'],
    ['a drill', 'audit', { job_id: '#drill', at_id: 'd1', schema: 1, drilled_job: 7 }, 'drilled_job: Invalid input'],
    ['a heartbeat', 'evidence', { job_id: 'a', run_id: `${AT}#1`, schema: 1, kind: 'hum' }, 'Invalid'],
    ['the members of a job', 'evidence', { job_id: '#members', run_id: 'a', schema: 1 }, 'whole: Invalid input'],
    ['a member of a job', 'evidence', { job_id: '#members', run_id: 'a/n1', schema: 1 }, 'value: Invalid input'],
    ['the counts of a mirror', 'evidence', { job_id: '#mirror', run_id: 'a', schema: 1 }, 'place: Invalid input'],
    ['a proposal', 'evidence', { job_id: '#proposal', run_id: 'x', schema: 1 }, 'Invalid input'],
    [
      'the series that no job watches',
      'evidence',
      { job_id: '#unwatched', run_id: 'newest', schema: 1 },
      'Invalid input',
    ],
    ['a ping key for all jobs', 'evidence', { job_id: '#ping-key', run_id: 'all#1', schema: 1 }, 'Invalid input'],
    [
      'the generation of a ping address',
      'evidence',
      { job_id: '#ping-key', run_id: 'job#a', schema: 1, generation: 0 },
      'generation: Too small',
    ],
    ['an API token', 'evidence', { job_id: '#token', run_id: 'x', schema: 1 }, 'Invalid input'],
    [
      'the generation of sessions',
      'evidence',
      { job_id: '#session', run_id: 'sam', schema: 1, generation: null },
      'generation: Invalid input',
    ],
  ];

  it.each(cases)('%s, in %s, is found and taken out (%j)', async (kind, table, item, says) => {
    await setting.putItem(table, item);
    const [found, ...more] = await rows.find();
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind, isNewer: false, message: expect.stringContaining(says) });
    expect(found?.jobId).toBe(String(item.job_id).startsWith('#') ? null : item.job_id);
    expect(found && (await rows.takeOut(found))).toBe(true);
    expect(await rows.find()).toEqual([]);
  });

  it('are of every partition that an adapter keeps and reads', async () => {
    const folder = 'lib/adapters/dynamodb';
    const sources = await Promise.all((await readdir(folder)).map((name) => readFile(`${folder}/${name}`, 'utf8')));
    const partitions = sources.flatMap((source) => /^const PARTITION = '(.*)';/m.exec(source)?.[1] ?? []);
    expect(partitions.length).toBeGreaterThan(5);
    const held = partitions.filter((partition) =>
      STORED_KINDS.some(({ holds }) => holds(partition, 'all#x') || holds(partition, 'x')),
    );
    // A used link is only looked for, never read.
    expect(partitions.filter((partition) => !held.includes(partition))).toEqual(['#used-link']);
  });

  it('of a newer version are found as such', async () => {
    await setting.putItem('state', { job_id: 'a', schema: 2 });
    expect(await rows.find()).toMatchObject([
      { isNewer: true, message: 'written by a newer version of the sentinel (schema 2)' },
    ]);
  });

  it('are not taken out when they were changed meanwhile, nor twice', async () => {
    const item = { job_id: 'a', schema: 1, version: 'x', list: [1, { deep: true }], none: null };
    await setting.putItem('state', item);
    const [found] = await rows.find();
    await setting.putItem('state', { ...item, list: [1, { deep: true }, 3] });
    expect(found && (await rows.takeOut(found))).toBe(false);
    expect(await setting.getItem('state', { job_id: 'a' })).toMatchObject({ list: [1, { deep: true }, 3] });
    const [again] = await rows.find();
    expect(again && [await rows.takeOut(again), await rows.takeOut(again)]).toEqual([true, false]);
  });

  it('are none of those that the stores write and read', async () => {
    const { state, audit, apiTokens, usedLinks, sessions, summaries, drills, proposals, unwatched } = setting.stores;
    await state.write(newRow('a'), { ...fullRow('a'), outbox: [] }, null);
    await audit.put([{ jobId: 'a', atId: `a#${AT}`, at: NOW, content: { kind: 'mute' } }]);
    await apiTokens.add({
      id: 'ab',
      hash: 'a'.repeat(64),
      personId: 'sam',
      mayWrite: true,
      createdAt: NOW,
      until: null,
    });
    await usedLinks.use('n', NOW, NOW + 1);
    await sessions.end('sam', 0);
    await summaries.take({ scheduledAt: NOW, personId: 'sam' }, NOW, 1);
    await drills.ask({ id: 'd1', jobId: 'a', personId: null, atOnce: false, askedAt: NOW });
    await drills.noteSeen('d2', { personId: 'sam', at: NOW });
    await proposals.add({ parentId: 'new', node: null, at: NOW, signal: 'success' });
    await unwatched.keep({
      at: NOW,
      triedAt: NOW,
      isWhole: true,
      series: [{ container: 's3://b/', key: 'a', yaml: 'a' }],
      cut: [],
    });
    expect(await rows.find()).toEqual([]);
  });
});

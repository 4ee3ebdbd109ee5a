import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { gatherSummary } from '../../../lib/app/summary/summarise.ts';
import { publishable } from '../../../lib/core/event/publishable.ts';
import { dateAfter } from '../../../lib/core/history/today.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import type { Delivery } from '../../../lib/core/routing/delivery.ts';
import type { RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import type { LastPass } from '../../../lib/ports/state-store.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';
import { transition } from '../../contracts/sample-row.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const RULES = `
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example }, sam: { email: sam@acme.example } }
jobs:
  orders: { name: Orders, owner: sam, backup: "s3://acme-backups/orders/", rule: "every 24 hours, allow 26" }
  medusa: { heartbeat: true, nodes: [n1, n2], rule: "every 24 hours, allow 26" }
`;

let folder: string;
let store: EmbeddedStore;
beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  store = await openEmbeddedStore(folder, { now: () => NOW });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Of each read of rows since the test began, the ids. */
let asked: (readonly string[])[];

function gather(tickS: number | null = 3600, withTrends = true, rules = RULES) {
  const { document } = readRulesDocument(rules, { name: 'rules.yaml', folder: null, now: NOW });
  const loosened = [{ at: '2026-11-21T07:00:00Z', job: 'orders', what: 'at_least', from: '350 MB', to: '100 MB' }];
  const loaded = { document, used: 'current', lastGood: { loosened } } as unknown as LoadedRules;
  const { state, audit, days, deliveries, proposals, unwatched, record } = store;
  const counted = {
    read: (jobIds: readonly string[]) => {
      asked.push(jobIds);
      return state.read(jobIds);
    },
    readLooks: (until: number | null) => state.readLooks(until),
    readLastPass: () => state.readLastPass(),
  };
  const ports = { store: counted, audit, days, deliveries, proposals, unwatched, record };
  const reader = { personId: 'dana', isAdmin: true, timezone: 'UTC', since: NOW - DAY_MS, withTrends };
  return gatherSummary(loaded, ports, { now: NOW, tickS, readers: [reader] });
}

async function row(jobId: string, change: Partial<JobRow>): Promise<void> {
  const after = { ...newRow(jobId), since: NOW - 40 * DAY_MS, ...change };
  expect(await store.state.write(newRow(jobId), after, null)).toBe(true);
}

async function happened(...transitions: readonly Transition[]): Promise<void> {
  await store.audit.put(
    transitions.map((each) => ({
      jobId: each.jobId,
      atId: `t#${new Date(each.at).toISOString()}#${each.eventId}`,
      at: each.at,
      content: { kind: 'transition', ...publishable(each) },
    })),
  );
}

describe('what a summary is made of', () => {
  it('says what no job watches once a week, and not of what the document has by now', async () => {
    const seriesAt = (key: string) => ({ container: 's3://acme-backups/', key, yaml: `  # ${key}\n` });
    const seen = {
      at: NOW - DAY_MS,
      triedAt: NOW,
      isWhole: true,
      series: [seriesAt('orders/a.dump'), seriesAt('web/a.dump')],
      cut: [],
    };
    await store.unwatched.keep(seen);
    expect((await gather()).unwatched?.series).toEqual([seriesAt('web/a.dump')]);
    expect((await gather(3600, false)).unwatched).toBeNull();
  });

  it('says since when a job is broken, not since when it stands as it does', async () => {
    await happened(
      transition('orders', 3, { at: NOW - 9 * HOUR_MS, to: 'warn' }),
      transition('orders', 4, { at: NOW - 2 * HOUR_MS, from: 'warn', breakSeq: 3 }),
    );
    await row('orders', {
      state: 'alert',
      since: NOW - 2 * HOUR_MS,
      seq: 4,
      breakSeq: 3,
      changedAt: NOW - 2 * HOUR_MS,
    });
    expect((await gather()).broken).toMatchObject([
      { job: { jobId: 'orders', owner: 'sam' }, state: 'alert', since: NOW - 9 * HOUR_MS, atRiskSeconds: null },
    ]);
  });

  const found = (lastGood: RenderedVerdict['lastGood']): RenderedVerdict => {
    const test = { result: 'pass' as const, reason: 'fine', measured: null, threshold: null, at: 'rules.yaml:7' };
    const tests = { finished: test, recent: { ...test, result: 'hard' as const, reason: 'it is gone' }, size: test };
    return { worst: 'hard', tests, latest: null, lastGood, running: null, dataAtRiskSeconds: null };
  };

  it('says when the reasons were found, and that there is no good backup', async () => {
    const at = NOW - 5 * HOUR_MS;
    await happened(transition('orders', 1, { at, verdict: found(null) }));
    await row('orders', { state: 'alert', since: at, seq: 1, breakSeq: 1, changedAt: at, lastGood: null });
    expect((await gather()).broken).toMatchObject([{ reasons: ['it is gone'], foundAt: at, atRiskSeconds: null }]);
  });

  it('tells a job whose snooze has run out as what it would have been, until the next check says more', async () => {
    const until = NOW - MINUTE_MS;
    await happened(
      transition('orders', 1, { at: NOW - 50 * HOUR_MS }),
      transition('orders', 2, { at: NOW - 26 * HOUR_MS, from: 'alert', to: 'escalate', breakSeq: 1 }),
    );
    await row('orders', {
      seq: 3,
      breakSeq: 1,
      snoozed: { by: 'sam', at: NOW - DAY_MS, reason: null, until },
      wouldBe: { state: 'alert', since: NOW - 26 * HOUR_MS },
    });
    const { broken, quieted } = await gather();
    expect(quieted).toEqual([]);
    expect(broken).toMatchObject([{ job: { jobId: 'orders' }, state: 'alert', since: NOW - 50 * HOUR_MS }]);
  });

  it('says how long a snoozed job has failed, not since when it stood as it did', async () => {
    await happened(
      transition('orders', 1, { at: NOW - 50 * HOUR_MS }),
      transition('orders', 2, { at: NOW - 26 * HOUR_MS, from: 'alert', to: 'escalate', breakSeq: 1 }),
    );
    await row('orders', {
      seq: 3,
      breakSeq: 1,
      muted: { by: 'sam', at: NOW - DAY_MS, reason: null },
      wouldBe: { state: 'alert', since: NOW - 26 * HOUR_MS },
    });
    expect((await gather()).quieted).toMatchObject([{ wouldBe: { state: 'alert', since: NOW - 50 * HOUR_MS } }]);
  });

  it('claims nothing of a job that was resumed until a check has judged it', async () => {
    await row('orders', { seq: 3, breakSeq: 1, resumed: true });
    const { unknown } = await gather();
    expect(unknown).toContainEqual(expect.objectContaining({ message: 'resumed, and not checked since' }));
  });

  it('names all of many that recover in one night', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `job-${index}`);
    const jobs = names.map((name) => `  ${name}: { backup: "s3://acme-backups/${name}/", rule: daily }`).join('\n');
    const at = NOW - HOUR_MS;
    for (const name of names) {
      await row(name, { since: at, seq: 2, changedAt: at });
      await happened(
        transition(name, 1, { at: at - HOUR_MS }),
        transition(name, 2, { at, from: 'alert', to: 'green', reason: 'passed', breakSeq: 1 }),
      );
    }
    const { recovered } = await gather(3600, false, RULES.replace(/jobs:.*/s, `jobs:\n${jobs}\n`));
    expect(recovered).toHaveLength(250);
  });

  it('names nobody as missing an owner where there is but one person', async () => {
    const alone = RULES.replace(', sam: { email: sam@acme.example }', '').replace('owner: sam, ', '');
    expect((await gather(3600, false, alone)).unowned).toEqual([]);
  });

  it('tells breaks that are over with their worst state, and whether anybody was told of them', async () => {
    const at = (hours: number) => NOW - hours * HOUR_MS;
    await happened(
      transition('orders', 1, { at: at(30), to: 'warn' }),
      transition('orders', 2, { at: at(28), from: 'warn', to: 'green', reason: 'passed', breakSeq: 1 }),
      transition('orders', 3, { at: at(20), to: 'warn' }),
      transition('orders', 4, { at: at(15), from: 'warn', to: 'alert', breakSeq: 3 }),
      transition('orders', 5, { at: at(14), from: 'alert', to: 'green', reason: 'passed', breakSeq: 3 }),
      transition('orders', 6, { at: at(5), to: 'warn' }),
      transition('orders', 7, { at: at(4), from: 'warn', to: 'green', reason: 'passed', breakSeq: 6 }),
    );
    await row('orders', { since: at(4), seq: 7, changedAt: at(4) });
    const delivery: Delivery = {
      personId: 'sam',
      insteadOf: null,
      breakSeq: 3,
      eventId: transition('orders', 4).eventId,
      seq: 4,
      state: 'alert',
      claimedAt: at(15),
      attempts: 1,
      outcome: 'accepted',
      retryAt: null,
      error: null,
      address: { channel: 'email', to: 'sam@acme.example' },
      receipt: null,
      jobIds: ['orders'],
    };
    expect(await store.deliveries.claim('orders', delivery, null)).toBe(true);
    expect((await gather()).recovered).toMatchObject([
      { worst: 'warn', began: at(5), ended: at(4), wasNotified: false },
      { worst: 'alert', began: at(20), ended: at(14), wasNotified: true },
    ]);
  });

  it('finds what changes slowly in the days of the log and of the row', async () => {
    const today = { day: '2026-11-21', state: 'green' as const, sizeBytes: 2e9, ageSeconds: 86_400 };
    for (let ago = 29; ago > 0; ago -= 1) {
      const sizeBytes = Math.round(2e9 + ago * 5e7);
      await store.days.put('orders', { ...today, day: dateAfter(today.day, -ago), sizeBytes });
    }
    await row('orders', { days: { today, before: 'g'.repeat(29) } });
    expect((await gather()).trends).toMatchObject([{ job: { jobId: 'orders' }, trend: { kind: 'shrinking' } }]);
    expect((await gather(3600, false)).trends).toEqual([]);
    await store.state.write(
      (await store.state.read(['orders'])).rows.get('orders') as JobRow,
      { ...newRow('orders'), since: NOW, state: 'warn', days: { today, before: 'g'.repeat(29) } },
      null,
    );
    expect((await gather()).trends).toEqual([]);
  });

  it('says what quieted jobs would be, who owns none, what is proposed, what was loosened', async () => {
    const sign = { by: 'sam', at: NOW - HOUR_MS, reason: null };
    await row('orders', { muted: sign, wouldBe: { state: 'alert', since: NOW - 2 * HOUR_MS } });
    await store.proposals.add({ parentId: 'medusa', node: 'n3', at: NOW - MINUTE_MS, signal: 'success' });
    await store.proposals.add({ parentId: 'medusa', node: 'n1', at: NOW - MINUTE_MS, signal: 'success' });
    const facts = await gather();
    expect(facts.quieted).toMatchObject([
      { how: 'muted', by: 'sam', since: NOW - HOUR_MS, wouldBe: { state: 'alert', since: NOW - 2 * HOUR_MS } },
    ]);
    expect(facts.unowned.map(({ jobId }) => jobId)).toEqual(['medusa/n1', 'medusa/n2']);
    expect(facts.proposals).toEqual({ count: 1, yaml: expect.stringContaining('add n3 to its nodes') });
    expect(facts.loosened).toMatchObject([{ parentId: 'orders', what: 'at_least' }]);
    expect(facts.unknown.map(({ job }) => job.name)).toEqual(['medusa, n1', 'medusa, n2']);
  });

  const pass = (days: LastPass['days']): LastPass => ({
    id: 'x',
    at: NOW - MINUTE_MS,
    durationMs: 1,
    configured: 3,
    due: 3,
    judged: 3,
    unknown: 0,
    rulesVersion: '1',
    coveredUntil: null,
    resumeFrom: null,
    days,
    clock: null,
    bootedAt: null,
    comparedAt: null,
  });
  const day = (ago: number, passes: number) => ({ day: dateAfter('2026-11-21', -ago), passes, complete: passes });
  it.each([
    ['an hourly schedule, after more than two ticks', 3600, 121, true],
    ['an hourly schedule, within two ticks', 3600, 119, false],
    ['no schedule, after more than a day', null, 27 * 60, true],
    ['no schedule, within a day', null, 24 * 60, false],
  ])('of %s the next pass is overdue, or not', async (_, tickS, minutesAgo, isOverdue) => {
    await store.state.writeLastPass({ ...pass([day(0, 1)]), at: NOW - minutesAgo * MINUTE_MS });
    expect((await gather(tickS)).passes.isOverdue).toBe(isOverdue);
  });

  it.each([
    ['none are missed when each tick had its pass', [day(0, 8), day(1, 24), day(2, 24)], 3600, 0],
    ['one fewer is the edge of midnight', [day(0, 8), day(1, 23), day(2, 24)], 3600, 0],
    ['others are missed', [day(0, 8), day(1, 20), day(2, 3)], 3600, 4],
    ['a whole day is', [day(0, 8), day(2, 3)], 3600, 24],
    ['the first day was not there from its beginning', [day(0, 8), day(1, 5)], 3600, 0],
    ['nobody can say without a schedule', [day(0, 8), day(1, 5), day(2, 3)], null, 0],
  ])('of the passes of yesterday, %s', async (_, days, tickS, missed) => {
    await store.state.writeLastPass(pass(days));
    const { passes } = await gather(tickS);
    expect(passes.missed).toBe(missed);
    expect(passes.passes).toBe(
      days.filter(({ day: each }) => each >= '2026-11-20').reduce((sum, d) => sum + d.passes, 0),
    );
  });
});

describe('the rows that a summary reads', () => {
  const FORTY = Array.from({ length: 40 }, (_, index) => `job-${String(index).padStart(2, '0')}`);
  const RULES_OF_FORTY = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
${FORTY.map((id) => `  ${id}: { heartbeat: true, rule: "every 24 hours, allow 26" }`).join('\n')}
`;
  const sign = { by: 'sam', at: NOW - DAY_MS, reason: null };
  const changedAt = NOW - 2 * HOUR_MS;
  const rows: Readonly<Record<string, Partial<JobRow> | null>> = {
    'job-03': { state: 'alert', since: NOW - HOUR_MS, seq: 1, breakSeq: 1, changedAt: NOW - HOUR_MS },
    'job-05': { muted: sign },
    'job-06': { snoozed: { ...sign, until: NOW - HOUR_MS }, wouldBe: { state: 'warn', since: NOW - DAY_MS } },
    'job-07': { resumed: true },
    'job-08': { since: changedAt, seq: 4, handledSeq: 4, changedAt },
    'job-09': { unreadable: { count: 1, since: NOW - HOUR_MS, error: 'away', isRefused: false } },
    'job-10': null,
    // What no pass could judge.
    'job-11': { nextLook: { at: NOW - 1, mark: 'm' } },
    'job-12': { since: NOW - 3 * DAY_MS, seq: 2, handledSeq: 2, changedAt: NOW - 3 * DAY_MS },
  };
  beforeEach(async () => {
    const nextLook = { at: NOW + HOUR_MS, mark: 'm' };
    for (const id of FORTY) if (rows[id] !== null) await row(id, { nextLook, ...rows[id] });
    // The index keeps a row open until the write after the one that was handled.
    for (const id of ['job-08', 'job-12']) {
      await store.state.noteHandled(id, 9);
      const before = (await store.state.read([id])).rows.get(id) as JobRow;
      await store.state.write(before, before, null);
    }
  });

  const spoken = ['job-03', 'job-05', 'job-06', 'job-07', 'job-08', 'job-09', 'job-10', 'job-11'];

  it('are those of which it says something, and those of which the index cannot speak: 8 of 40', async () => {
    const facts = await gather(3600, false, RULES_OF_FORTY);
    expect(asked).toEqual([spoken]);
    expect(facts.jobs).toHaveLength(40);
  });

  it('are all of them on a day of trends, and then it says the same', async () => {
    const { trends: _, ...all } = await gather(3600, true, RULES_OF_FORTY);
    expect(asked[0]).toEqual(FORTY);
    const { trends: __, ...some } = await gather(3600, false, RULES_OF_FORTY);
    expect(some).toEqual(all);
    expect(all.broken.map(({ job }) => job.jobId)).toEqual(['job-03', 'job-06']);
    expect(all.quieted.map(({ job }) => job.jobId)).toEqual(['job-05']);
    expect(all.unknown.map(({ job }) => job.jobId)).toEqual(['job-09', 'job-10', 'job-07']);
  });
});

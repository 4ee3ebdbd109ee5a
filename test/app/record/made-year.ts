import { flushEntries } from '../../../lib/app/check/flush-outbox.ts';
import { nextHeads } from '../../../lib/app/record/next-heads.ts';
import { recordDeliveries } from '../../../lib/app/record/record-deliveries.ts';
import { recorded } from '../../../lib/app/record/recorded.ts';
import { act } from '../../../lib/core/acting/act.ts';
import { clearedEntry } from '../../../lib/core/decision/cleared-entry.ts';
import type { JudgedDay } from '../../../lib/core/history/day.ts';
import { inParallel } from '../../../lib/core/in-parallel.ts';
import { DAY_MS, formatInstant, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type AuditEntry, type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { nextTransition, type Transition } from '../../../lib/core/model/transition.ts';
import { proofEntry } from '../../../lib/core/proof/proof-entry.ts';
import { proofIdOf } from '../../../lib/core/proof/proof-job.ts';
import { newClaim } from '../../../lib/core/routing/delivery.ts';
import type { SentinelStores } from '../../../lib/ports/stores.ts';

export const YEAR_BEGINS = Date.parse('2026-01-01T00:00:00Z');
const DAYS = 365;

type Made = Parameters<typeof recorded>[1];

/** A year of one job, as checks, people, proofs and dispatch would have written it: a break a month. */
export async function makeYear(jobId: string, stores: SentinelStores): Promise<void> {
  for (let month = 0; month < 12; month += 1) {
    const at = Date.UTC(2026, month, 5 + (month % 9), 7, 30);
    await breakAt(jobId, at, (3 + 7 * month) % 29, stores);
    await proveAt(proofIdOf(jobId), Date.UTC(2026, month, 2, 4), month === 7, stores);
  }
  const days = Array.from({ length: DAYS }, (_, day) => dayAt(YEAR_BEGINS + day * DAY_MS));
  await inParallel(days, 32, (day) => stores.days.put(jobId, day));
}

/** The hashes over the record, one a month; the newest last. */
export async function publishYear(stores: SentinelStores, at: Instant): Promise<string> {
  const heads = nextHeads((await stores.state.readAll()).rows.values(), await stores.record.heads(), at);
  for (const head of heads) await stores.record.addHead(head);
  return heads.at(-1)?.hash ?? '';
}

async function breakAt(jobId: string, at: Instant, hours: number, stores: SentinelStores): Promise<void> {
  const began = await write(jobId, stores, (row) => {
    const change = { to: 'alert', reason: 'worsened', at, verdict: VERDICT } as const;
    const transition = nextTransition({ ...row, breakSeq: row.seq + 1 }, change);
    const { seq } = transition;
    return { row: { ...row, state: 'alert', seq, breakSeq: seq, since: at, changedAt: at }, transition, audit: [] };
  });
  if (began !== null) await notify(jobId, began, at + MINUTE_MS, stores);
  if (hours % 4 !== 0)
    await write(jobId, stores, (row) => {
      const by = { by: 'sam', at: at + hours * 10 * MINUTE_MS, reason: 'disk was full' };
      const done = act(row, { verb: 'fixed' }, by);
      if (!done.done) throw new Error(done.message);
      return done;
    });
  await write(jobId, stores, (row) => {
    const ended = at + (hours + 1) * HOUR_MS;
    const transition = nextTransition(row, { to: 'green', reason: 'passed', at: ended });
    const next: JobRow = {
      ...row,
      state: 'green',
      seq: transition.seq,
      breakSeq: null,
      since: ended,
      pendingFixed: null,
    };
    return { row: next, transition, audit: [clearedEntry(row, ended)] };
  });
}

async function notify(jobId: string, trigger: Transition, at: Instant, stores: SentinelStores): Promise<void> {
  const { eventId, seq, breakSeq, to: state } = trigger;
  const claim = newClaim({ personId: 'sam', insteadOf: null, breakSeq, eventId, seq, state }, null, at);
  await stores.deliveries.claim(jobId, claim, null);
  const address = { channel: 'slack', to: 'U0SAM' } as const;
  const delivery = { ...claim, outcome: 'accepted', address, jobIds: [jobId] } as const;
  await stores.deliveries.settle(jobId, delivery);
  const { state: store, audit, record } = stores;
  await recordDeliveries([{ trigger, deliveries: [delivery] }], { store, audit, record });
}

async function proveAt(jobId: string, at: Instant, isRefuted: boolean, stores: SentinelStores): Promise<void> {
  const entry: AuditEntry = proofEntry({
    id: formatInstant(at),
    at,
    verdict: isRefuted ? 'refuted' : 'proven',
    copy: {
      location: `s3://acme-backups/${jobId.split('#')[0]}/${formatInstant(at).slice(0, 10)}.dump`,
      ts: at - 2 * HOUR_MS,
      sizeBytes: 4_200_000_000,
    },
    restoreMs: 1_380_000,
    by: null,
    words: isRefuted
      ? 'SELECT count(*) FROM orders: 12, expected >= 100000'
      : 'the copy was restored in 23 minutes; 2 questions were answered as wanted',
    answers: [
      {
        asked: 'SELECT count(*) FROM orders',
        wanted: '>= 100000',
        found: isRefuted ? '12' : '1204311',
        holds: !isRefuted,
      },
      {
        asked: 'SELECT max(created_at) FROM orders',
        wanted: 'at most 26h',
        found: '3 hours before the copy',
        holds: true,
      },
    ],
  });
  await write(jobId, stores, (row) => ({ row: { ...row, since: row.since ?? at }, transition: null, audit: [entry] }));
}

async function write(jobId: string, stores: SentinelStores, make: (row: JobRow) => Made): Promise<Transition | null> {
  const before = (await stores.state.read([jobId])).rows.get(jobId) ?? newRow(jobId);
  const { row, entry } = recorded(before, make(before));
  if (!(await stores.state.write(before, row, entry)) || entry === null) throw new Error('written meanwhile');
  const sink = { publish: async () => new Set([entry.transition?.eventId ?? '']) };
  await flushEntries(jobId, [entry], { store: stores.state, audit: stores.audit, sink });
  return entry.transition;
}

/** Every day but those of the breaks is met. */
export function dayAt(at: Instant): JudgedDay {
  const date = new Date(at);
  const isBroken = date.getUTCDate() === 5 + (date.getUTCMonth() % 9);
  const sizeBytes = 4_000_000_000 + 1_000_000 * Math.floor((at - YEAR_BEGINS) / DAY_MS);
  return {
    day: formatInstant(at).slice(0, 10),
    state: isBroken ? 'alert' : date.getUTCMonth() === 6 && date.getUTCDate() > 25 ? 'quiet' : 'green',
    sizeBytes,
    ageSeconds: isBroken ? 118_800 : 90_000,
    runs: isBroken ? [] : [{ ts: at + 90 * MINUTE_MS, sizeBytes, finding: 'good' }],
  };
}

const PASS = { result: 'pass', reason: 'finished', measured: null, threshold: null, at: 'rules.yaml:9' } as const;
const VERDICT = {
  worst: 'hard',
  tests: {
    finished: PASS,
    recent: {
      result: 'hard',
      reason: 'the newest good backup is 33 hours old; at most 26 hours allowed',
      measured: 118_800,
      threshold: 93_600,
      at: 'rules.yaml:9',
    },
    size: PASS,
  },
  latest: null,
  lastGood: null,
  running: null,
  dataAtRiskSeconds: 118_800,
} as const;

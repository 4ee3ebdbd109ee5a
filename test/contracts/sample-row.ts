import { type JobRow, newRow, type OutboxEntry } from '../../lib/core/model/job-row.ts';
import { eventId, type Transition } from '../../lib/core/model/transition.ts';
import type { RenderedVerdict } from '../../lib/core/wording/rendered-verdict.ts';

/** With milliseconds, which must survive. */
export const NOW = Date.parse('2026-11-21T08:00:00.123Z');

const by = { by: 'ana@example.com', at: NOW, reason: 'moving house' };
const run = {
  ts: NOW - 1,
  sizeBytes: 2 ** 53 - 1,
  location: 's3://b/ключ 1',
  key: 'ключ 1',
  looked: { finding: 'hollow', words: 'gzip of no bytes', isDeep: true } as const,
};

const test = {
  result: 'hard',
  reason: 'ends "in" <words> & 😀',
  measured: 0.5,
  threshold: null,
  at: 'r.yaml:1',
} as const;

const verdict: RenderedVerdict = {
  worst: 'hard',
  tests: { finished: test, recent: test, size: test },
  latest: { ts: NOW, sizeBytes: null, location: '/var/backups/x' },
  lastGood: null,
  running: null,
  dataAtRiskSeconds: 108_000,
};

/** A stored row that has something in every attribute. */
export function fullRow(jobId: string): JobRow {
  return {
    ...newRow(jobId),
    state: 'alert',
    since: NOW,
    seq: 7,
    changedAt: NOW - 2,
    place: 's3://b/ключ *',
    latest: run,
    placeSince: NOW - 5,
    lastGood: { ...run, sizeBytes: null, looked: null },
    runs: [
      { ts: NOW - 1, sizeBytes: 2 ** 53 - 1, finding: 'contradicted', content: 'k3x9a2' },
      { ts: NOW - 2, sizeBytes: null, finding: 'accepted' },
    ],
    lifetime: { there: 7, oldestTs: NOW - 6, low: 7, ages: { from: 1.5, to: 2 ** 40 }, isByAge: true },
    expiryDays: 30,
    lastEvidenceTs: NOW - 1,
    quietTs: NOW - 1,
    accepted: { location: run.location, ts: run.ts, sizeBytes: null },
    breakSeq: 6,
    toldAt: NOW + 1,
    hardToldAt: NOW + 2,
    pendingFixed: { ...by, reason: null },
    snoozed: { ...by, until: NOW + 86_400_000 },
    snoozeCount: 2,
    muted: by,
    wouldBe: { state: 'warn', since: NOW },
    resumed: true,
    refuted: { count: 2, at: NOW + 3 },
    heldSince: NOW + 4,
    unreadable: { count: 3, since: NOW, error: 'SlowDown: "try" again', isRefused: true },
    found: { at: NOW + 5, verdict },
    nextLook: { at: NOW + 6, mark: '1z141z3' },
    retired: {
      at: NOW,
      state: 'escalate',
      since: NOW - 9,
      breakSeq: 5,
      toldAt: NOW - 8,
      hardToldAt: NOW - 7,
      pendingFixed: by,
      refuted: { count: 1, at: NOW - 6 },
      snoozed: { ...by, until: NOW },
      snoozeCount: 1,
      muted: by,
      wouldBe: { state: 'alert', since: NOW },
      resumed: false,
    },
    days: { today: { day: '2026-11-21', state: 'quiet', sizeBytes: 2 ** 53 - 1, ageSeconds: 1 }, before: 'g.qwae' },
    listing: { newestKey: 'ключ 1', ordered: false, orderedInFolder: true, lastFullAt: NOW },
    keys: 73_000,
    chain: { no: 2, hash: 'b2', at: NOW },
  };
}

export function transition(jobId: string, seq: number, change: Partial<Transition> = {}): Transition {
  const plain: Transition = {
    eventId: eventId(jobId, seq, NOW),
    jobId,
    seq,
    breakSeq: seq,
    from: 'green',
    to: 'alert',
    reason: 'worsened',
    at: NOW,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
  };
  return { ...plain, ...change };
}

/** What rides in the write that makes row version `key`. */
export function fullEntry(jobId: string, key: number): OutboxEntry {
  const detail = { duration_seconds: 86_400, run: null, note: '' };
  return {
    key,
    transition: transition(jobId, key, { by: 'ana', until: NOW + 5, fixedRefuted: true, verdict }),
    audit: [
      { id: `a#2026-11-21T08:00:00.123Z#snooze#${key}`, at: NOW, kind: 'snooze', by: 'ana', reason: null, detail },
    ],
    links: [
      { no: 1, prev: null, prevAt: null, hash: 'a1' },
      { no: 2, prev: 'a1', prevAt: NOW, hash: 'b2' },
    ],
  };
}

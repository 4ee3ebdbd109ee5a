import { jobsApart } from '../../core/foresight/jobs-apart.ts';
import { rememberedObjects } from '../../core/foresight/remembered-objects.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { count } from '../../core/summary/counted.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';
import type { StateStore } from '../../ports/state-store.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { changeText } from './change-text.ts';
import { Past } from './past.ts';
import { ReplayTooLong } from './replay.ts';
import { replayBoth, withJobs } from './replay-both.ts';

const DAYS = 30;
/** What a mail can show, and a function can replay while no one waits for long. */
const MAX_JOBS = 20;
const MAX_LINES = 40;
const MAX_MS = 10_000;
const MAX_NAMED = 5;

export interface RememberedReplayPorts {
  readonly store: Pick<StateStore, 'read'>;
  readonly holidays: HolidayCalendar;
  readonly elapsedMs: () => number;
}

/**
 * What a document would have done over the last 30 days, beside the current one, by the runs that the rows remember and by
 * nothing else, where places cannot be listed: of the jobs that the two may treat differently, also where a default, a
 * person's hours or a calendar was changed. Lines for a mail, bounded in number and in time; the last say what is not known.
 * Throws StateStoreUnavailable.
 */
export async function rememberedReplay(
  edited: RulesDocument,
  current: RulesDocument,
  now: Instant,
  { store, holidays, elapsedMs }: RememberedReplayPorts,
): Promise<readonly string[]> {
  const apart = jobsApart(edited, current);
  const changed = edited.jobs.filter(({ id }) => apart.has(id));
  const before = new Map(current.jobs.map((job) => [job.id, job]));
  const asked = changed.slice(0, MAX_JOBS);
  const { rows } = await store.read(asked.map(({ id }) => id));
  const untilMs = elapsedMs() + MAX_MS;
  const span = { from: now - DAYS * DAY_MS, until: now };
  const reading = { timezone: edited.timezone, at: now };
  const lines: string[] = [];
  const unknown: string[] = [];
  let late = changed.length - asked.length;
  for (const job of asked) {
    const [row, old] = [rows.get(job.id), before.get(job.id)];
    if (row === undefined || old === undefined || !(isKnown(job, row) && isKnown(old, row))) {
      unknown.push(job.id);
      continue;
    }
    const past = await Past.open([job, old], {
      sourceOf: async () => NOTHING_LISTED,
      heartbeats: { newest: async () => [] },
      landedOf: async () => [],
      store: { read: async () => ({ rows: new Map([[job.id, row]]), unusable: [] }) },
    });
    const only = new Set([job.id]);
    try {
      const ports = { past, holidays, elapsedMs, untilMs };
      const { differences } = await replayBoth(withJobs(edited, only), withJobs(current, only), span, ports);
      for (const { jobId, changes } of differences.filter((difference) => difference.jobId === job.id))
        for (const { kind, transition } of changes) lines.push(`${jobId}: ${changeText(kind, transition, reading)}`);
    } catch (error) {
      if (!(error instanceof ReplayTooLong)) throw error;
      late += 1;
    }
  }
  return [...foundLines(lines, asked.length - unknown.length), ...gaps(unknown, late)];
}

/** Only what can be judged by the times and sizes of runs alone. */
function isKnown(job: Job, row: JobRow): boolean {
  return !job.isMirror && !isJudgedByPings(job) && !job.rule.mustChange && rememberedObjects(job, row).length > 0;
}

function foundLines(lines: readonly string[], replayed: number): string[] {
  if (replayed === 0) return [];
  const by = `By the runs that are remembered, up to 30 of each job, and in the last ${DAYS} days`;
  if (lines.length === 0) return [`${by}, nothing would have been different.`];
  const more = lines.length - MAX_LINES;
  return [
    `${by}, these changes would have appeared (+) or not been there (-):`,
    ...lines.slice(0, MAX_LINES),
    ...(more > 0 ? [`... and ${more} more`] : []),
  ];
}

function gaps(unknown: readonly string[], late: number): string[] {
  const more = unknown.length - MAX_NAMED;
  const names = unknown.slice(0, MAX_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    ...(unknown.length > 0 ? [`Remembered runs do not show what it would have done with ${names}.`] : []),
    ...(late > 0 ? [`${count(late, 'changed job')} more not replayed, to keep this short.`] : []),
    'Not known here: older runs, pings, what is inside of backups, and what people did. `sentinel replay` lists the places and knows more.',
  ];
}

const NOTHING_LISTED: EvidenceSource = {
  async *list() {},
  unfinishedUploads: async () => [],
  read: (place) =>
    Promise.reject(
      new EvidenceUnreadable('refused', 'read', place.container, 'a replay of remembered runs reads nothing'),
    ),
  requests: { list: 0, get: 0 },
};

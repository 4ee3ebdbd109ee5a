import * as z from 'zod';
import { parseJson } from '../../core/evidence/reports/report-json.ts';
import type { DayView } from '../../core/history/day.ts';
import { labelOf } from '../../core/model/job-label.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type {
  JobRecord,
  RecordedMonth,
  RecordedProof,
  RecordedRule,
  RecordedRun,
} from '../../core/record/job-record.ts';
import { windowsOf } from '../../core/record/windows.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { actionsIn, breaksOf, type Period, text } from './breaks-of.ts';
import { type Asked, datesOf, dueDays, skippedDays } from './due-days.ts';
import type { KeptOfJob } from './kept-of-job.ts';
import { quietAt } from './quiet-at.ts';

/** The record of one job in a period. Pure. */
export function jobRecord(kept: KeptOfJob, period: Asked): JobRecord {
  const { jobId, job, row, log, proofLog } = kept;
  const isIn = ({ at }: { readonly at: number }) => at >= period.from && at < period.until;
  const breaks = [...breaksOf(log, false, period), ...breaksOf(proofLog, true, period)].sort(
    (a, b) => a.began - b.began,
  );
  const inBreaks = new Set(breaks.flatMap(({ acted }) => acted.map(({ at, verb }) => `${at} ${verb}`)));
  const rows = [...log.rows, ...proofLog.rows];
  const proofs = rows.filter(({ content }) => content.kind === 'proof').filter(isIn);
  const linked = rows.filter(({ link }) => link !== undefined);
  const days = daysIn(log.days, row, period);
  const quiet = [log, proofLog].flatMap((each) => quietAt(actionsIn(each.rows), period.from));
  return {
    jobId,
    name: job === null ? jobId : labelOf(job),
    owner: job?.owner ?? null,
    isWatched: job !== null,
    rules: rulesOf(kept, period),
    windows: windowsOf(dueDays(kept, period), days),
    holidays: skippedDays(kept, period),
    months: monthsOf(days),
    runs: runsOf(kept).filter(isIn),
    breaks,
    actions: [...quiet, ...actionsIn(rows).filter(isIn)].filter(({ at, verb }) => !inBreaks.has(`${at} ${verb}`)),
    proofs:
      proofs.length === 0 && (job?.rule.proven ?? null) === null
        ? null
        : proofs.map(proofOf).sort((a, b) => a.at - b.at),
    chain: {
      begins: linked.length === 0 ? null : Math.min(...linked.map(({ at }) => at)),
      rows: linked.length,
      unchained: rows.length - linked.length,
    },
  };
}

/** Those of days that are over, and those that the row remembers; newest first. */
function runsOf({ row, log }: KeptOfJob): RecordedRun[] {
  const found = [...(row?.runs ?? []), ...log.days.flatMap(({ runs = [] }) => runs)];
  const byIdentity = new Map(found.map((run) => [`${run.ts} ${run.sizeBytes}`, run]));
  return [...byIdentity.values()]
    .map(({ ts, sizeBytes, finding }) => ({ at: ts, sizeBytes, finding }))
    .sort((a, b) => b.at - a.at);
}

function proofOf({ at, content }: AuditRow): RecordedProof {
  const restoreS = content.restore_seconds;
  const answers = recordedAnswers.safeParse(parseJson(text(content.answers) ?? ''));
  return {
    at,
    verdict: text(content.verdict) ?? 'unknown',
    words: text(content.reason),
    by: text(content.by),
    location: text(content.location),
    restoreS: typeof restoreS === 'number' ? restoreS : null,
    answers: answers.success ? answers.data : [],
  };
}

const recordedAnswers = z.array(
  z.object({ asked: z.string(), wanted: z.string(), found: z.string(), holds: z.boolean() }),
);

/** The rule that held when the period began, and those that took its place; only what was noted. */
function rulesOf({ jobId, notes }: KeptOfJob, { from, until }: Period): RecordedRule[] {
  const all = notes.flatMap(({ at, version, source, by, rules }): RecordedRule[] => {
    const words = rules.get(jobId);
    return words === undefined ? [] : [{ from: at, words, version, source, by }];
  });
  const begun = all.filter((rule) => rule.from < until);
  const first = begun.findLastIndex((rule) => rule.from <= from);
  return begun.slice(Math.max(0, first));
}

/** Today's picture is in the row. */
function daysIn(days: readonly DayView[], row: JobRow | undefined, asked: Asked): DayView[] {
  const { first, last } = datesOf(asked);
  const known = new Map(days.map((day) => [day.day, day]));
  if (row?.days) known.set(row.days.today.day, row.days.today);
  return [...known.values()].filter(({ day }) => day >= first && day <= last).sort((a, b) => (a.day < b.day ? -1 : 1));
}

function monthsOf(days: readonly DayView[]): RecordedMonth[] {
  const months = new Map<string, RecordedMonth>();
  const none = { none: 0, green: 0, quiet: 0, warn: 0, alert: 0, escalate: 0 };
  for (const { day, state, ageSeconds, sizeBytes } of days) {
    const month = day.slice(0, 7);
    const known = months.get(month) ?? { month, days: none, greatestAgeS: null, sizeBytes: null };
    const ages = [known.greatestAgeS, ageSeconds].filter((age) => age !== null);
    months.set(month, {
      month,
      days: { ...known.days, [state]: known.days[state] + 1 },
      greatestAgeS: ages.length === 0 ? null : Math.max(...ages),
      sizeBytes: sizeBytes ?? known.sizeBytes,
    });
  }
  return [...months.values()];
}

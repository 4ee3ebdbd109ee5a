import { formatOptional } from '../event/publishable.ts';
import { type Json, snakeCased } from '../event/snake-case.ts';
import { formatInstant } from '../instant.ts';
import { daysOf, type JobRecord, type RecordedAction, type RecordedBreak } from './job-record.ts';
import type { RecordAbout, RecordWriter } from './record-writer.ts';
import { expectedOf, type RecordedWindows } from './windows.ts';

/** The record as one JSON object (docs/record.schema.json): a job a line. */
export function jsonRecord({ from, until, madeAt, source, timezone, head }: RecordAbout): RecordWriter {
  const about = {
    version: 1,
    kind: 'record',
    from: formatInstant(from),
    until: formatInstant(until),
    made_at: formatInstant(madeAt),
    source,
    timezone,
    head: head && { ...head },
  };
  let isFirst = true;
  return {
    begin: () => `${JSON.stringify(about).slice(0, -1)},"jobs":[\n`,
    job: (record) => {
      const comma = isFirst ? '' : ',\n';
      isFirst = false;
      return `${comma}${JSON.stringify(jobJson(record))}`;
    },
    end: () => '\n]}\n',
  };
}

function jobJson(record: JobRecord): Record<string, Json> {
  const { met, missed, quiet } = daysOf(record.months);
  return {
    job_id: record.jobId,
    name: record.name,
    owner: record.owner,
    is_watched: record.isWatched,
    rules: record.rules.map(({ from, ...rule }) => ({ from: formatInstant(from), ...rule })),
    days: { met, missed, quiet },
    windows: windowsJson(record.windows),
    holidays: [...record.holidays],
    months: record.months.map((month) => snakeCased(month)),
    runs: record.runs.map(({ at, sizeBytes, finding }) => ({ at: formatInstant(at), size_bytes: sizeBytes, finding })),
    breaks: record.breaks.map(breakJson),
    actions: record.actions.map(actionJson),
    proofs:
      record.proofs?.map(({ at, restoreS, answers, ...proof }) => ({
        at: formatInstant(at),
        ...proof,
        restore_seconds: restoreS,
        answers: answers.map((answer) => ({ ...answer })),
      })) ?? null,
    chain: { ...record.chain, begins: formatOptional(record.chain.begins) },
  };
}

function windowsJson(windows: RecordedWindows): Json {
  const { met, missed, quiet, notKnown, missedDays } = windows;
  return {
    expected: expectedOf(windows),
    met,
    missed,
    quiet,
    not_known: notKnown,
    missed_days: missedDays.map((each) => ({ ...each })),
  };
}

function breakJson(each: RecordedBreak): Json {
  return {
    of_proof: each.ofProof,
    began: formatInstant(each.began),
    ended: formatOptional(each.ended),
    lasted_seconds: each.lastedS,
    worst: each.worst,
    reasons: [...each.reasons],
    notified: each.notified.map(({ at, insteadOf, ...rest }) => ({
      at: formatInstant(at),
      instead_of: insteadOf,
      ...rest,
    })),
    acted: each.acted.map(actionJson),
    until_action_seconds: each.untilActionS,
  };
}

function actionJson({ at, until, ...action }: RecordedAction): Json {
  return { at: formatInstant(at), ...action, until: formatOptional(until) };
}

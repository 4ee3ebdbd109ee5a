import { formatInstant, type Instant } from '../instant.ts';
import { answerWords, type JobRecord } from './job-record.ts';
import type { RecordAbout, RecordWriter } from './record-writer.ts';
import { expectedOf, type RecordedWindows } from './windows.ts';

/** The columns, in order (docs/record.md#csv). */
export const CSV_COLUMNS = [
  'job_id',
  'job',
  'at',
  'what',
  'state',
  'person',
  'until',
  'seconds',
  'bytes',
  'text',
] as const;

type Row = Partial<Record<(typeof CSV_COLUMNS)[number], string | number | null>>;

/** The record as CSV (RFC 4180): a row for everything that happened, the jobs one after the other. */
export function csvRecord(_: RecordAbout): RecordWriter {
  return {
    begin: () => line(Object.fromEntries(CSV_COLUMNS.map((name) => [name, name]))),
    job: (record) =>
      rowsOf(record)
        .map((row) => line({ job_id: record.jobId, job: record.name, ...row }))
        .join(''),
    end: () => '',
  };
}

function rowsOf({ rules, windows, holidays, months, runs, breaks, actions, proofs }: JobRecord): Row[] {
  return [
    ...rules.map(({ from, words, version, by }) => ({
      at: formatInstant(from),
      what: 'rule',
      person: by,
      text: words === null ? `left the rules doc (${version})` : `${words} (${version})`,
    })),
    ...months.flatMap(({ month, days, greatestAgeS, sizeBytes }) =>
      Object.entries(days)
        .filter(([, count]) => count > 0)
        .map(([state, count]) => ({
          at: month,
          what: 'days',
          state,
          seconds: greatestAgeS,
          bytes: sizeBytes,
          text: String(count),
        })),
    ),
    ...windows.missedDays.map(({ day, state }) => ({ at: day, what: 'missed', state })),
    ...windowCounts(windows),
    ...holidays.map((day) => ({ at: day, what: 'holiday' })),
    ...runs.map(({ at, sizeBytes, finding }) => ({
      at: formatInstant(at),
      what: 'run',
      bytes: sizeBytes,
      text: finding,
    })),
    ...breaks.flatMap(({ ofProof, began, ended, worst, reasons, notified, acted, lastedS }) => [
      {
        at: formatInstant(began),
        what: ofProof ? 'proof break' : 'break',
        state: worst,
        until: optional(ended),
        seconds: lastedS,
        text: reasons.join('; '),
      },
      ...notified.map(({ at, person, channel, outcome, state }) => ({
        at: formatInstant(at),
        what: 'notified',
        state,
        person,
        text: `${outcome}${channel === null ? '' : ` by ${channel}`}`,
      })),
      ...acted.map(actionRow),
    ]),
    ...actions.map(actionRow),
    ...(proofs ?? []).map(({ at, verdict, words, by, restoreS, answers }) => ({
      at: formatInstant(at),
      what: 'proof',
      state: verdict,
      person: by,
      seconds: restoreS,
      text: [words, ...answers.map(answerWords)].filter((text) => text !== null).join('; '),
    })),
  ];
}

/** Of the whole period, and so without an instant. */
function windowCounts(windows: RecordedWindows): Row[] {
  const { met, missed, quiet, notKnown } = windows;
  const counts = { expected: expectedOf(windows), met, missed, quiet, 'not known': notKnown };
  return Object.entries(counts).map(([state, count]) => ({ what: 'windows', state, text: String(count) }));
}

function actionRow({ at, by, verb, until, reason }: JobRecord['actions'][number]): Row {
  return { at: formatInstant(at), what: verb, person: by, until: optional(until), text: reason };
}

function optional(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}

function line(row: Row): string {
  return `${CSV_COLUMNS.map((name) => cell(row[name] ?? '')).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe: rows hold text from outside. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

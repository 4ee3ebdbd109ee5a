import { formatMinute } from '../instant.ts';
import { escapeHtml } from '../message/escape-html.ts';
import { formatBytes, formatDuration } from '../quantity.ts';
import { answerWords, type JobRecord, type RecordedBreak, verbWords } from './job-record.ts';
import { expectedOf } from './windows.ts';

/** Rows of one table on a page: the rest is counted, and is in the other formats. */
const MAX_ROWS = 60;
/** Of the runs the newest, so that a job that is well has one page. */
const MAX_RUNS = 10;

type Cell = string | { readonly number: string } | { readonly time: string } | { readonly lines: readonly string[] };

/** The page of one job. */
export function jobPage(record: JobRecord): string {
  const { jobId, name, owner, isWatched, windows, breaks, proofs, chain } = record;
  const proven = proofs?.filter(({ verdict }) => verdict === 'proven').length;
  const figures = [
    [`${windows.met} of ${expectedOf(windows)}`, 'windows met'],
    [String(windows.missed), 'missed'],
    [String(windows.quiet), 'quiet'],
    [String(windows.notKnown), 'not known'],
    [String(breaks.length), breaks.length === 1 ? 'break' : 'breaks'],
    [
      proofs === null ? 'none' : `${proven} of ${proofs.length}`,
      proofs === null ? 'proofs asked for' : 'proofs succeeded',
    ],
  ];
  const who = owner === null ? 'no owner' : `owner ${owner}`;
  return `<section class="job"><h2>${escapeHtml(name)}</h2>
<p class="note">${escapeHtml(jobId)} · ${escapeHtml(who)}${isWatched ? '' : ' · no longer in the rules doc'}</p>
<div class="figures">${figures.map(([figure, words]) => `<div><b>${figure}</b>${words}</div>`).join('')}</div>
${rulesTable(record)}
${monthsTable(record)}
${breaksTable(breaks)}
${actionsTable(record)}
${proofsTable(record)}
${runsTable(record)}
<p class="note">${chainWords(chain)}</p></section>
`;
}

function rulesTable({ rules }: JobRecord): string {
  const rows = rules.map(({ from, words, version, source, by }): Cell[] => [
    { time: formatMinute(from) },
    words ?? 'left the rules doc',
    by ?? 'not known',
    `${source}, version ${version}`,
  ]);
  return table(
    'The rule over time',
    ['Since', 'Rule', 'Changed by', 'In the document'],
    rows,
    'No rule was noted in this period.',
  );
}

function monthsTable({ months, windows, holidays }: JobRecord): string {
  const rows = months.map(({ month, days, greatestAgeS, sizeBytes }): Cell[] => [
    { time: month },
    { number: String(days.green) },
    { number: String(days.warn) },
    { number: String(days.alert + days.escalate) },
    { number: String(days.quiet) },
    { number: greatestAgeS === null ? '' : formatDuration(greatestAgeS) },
    { number: sizeBytes === null ? '' : formatBytes(sizeBytes) },
  ]);
  const names = [
    'Month',
    '#Days met',
    '#Missed: warning',
    '#Missed: alert',
    '#Quiet',
    '#Greatest age of the newest good backup',
    '#Size at its end',
  ];
  const days = table('Windows met and missed', names, rows, 'No day of this period is known.');
  const missed = windows.missedDays.map(({ day, state }) => `${day} (${state})`);
  return `${days}${datesNote('Missed', missed)}${datesNote('Holidays, on which the rule of now expects nothing', holidays)}`;
}

function datesNote(words: string, dates: readonly string[]): string {
  if (dates.length === 0) return '';
  const more = dates.length > MAX_ROWS ? ` and ${dates.length - MAX_ROWS} more, which --format json has` : '';
  return `<p class="dates">${words}: ${dates.slice(0, MAX_ROWS).join(', ')}${more}.</p>`;
}

function breaksTable(breaks: readonly RecordedBreak[]): string {
  const rows = breaks.map((each): Cell[] => [
    { time: formatMinute(each.began) },
    `${each.ofProof ? 'Restore: ' : ''}${each.worst}: ${each.reasons.join('; ') || 'no reason was kept'}`,
    each.notified
      .map(({ person, outcome, channel, at }) => `${who(person)} ${outcomeWords(outcome, channel)} ${formatMinute(at)}`)
      .join('; ') || 'no one',
    each.acted.map((act) => `${act.by ?? 'not known'}: ${verbWords(act)}, ${formatMinute(act.at)}`).join('; ') ||
      'no one',
    { number: each.untilActionS === null ? '' : formatDuration(each.untilActionS) },
    { number: each.lastedS === null ? 'goes on' : formatDuration(each.lastedS) },
  ]);
  return table(
    'Breaks',
    ['Began', 'What failed', 'Notified', 'Acted', '#First action after', '#Lasted'],
    rows,
    'None.',
  );
}

function actionsTable({ actions }: JobRecord): string {
  if (actions.length === 0) return '';
  const rows = actions.map((action): Cell[] => [
    { time: formatMinute(action.at) },
    action.by ?? 'not known',
    verbWords(action),
    action.reason ?? '',
  ]);
  return table('Other actions', ['When', 'Who', 'What', 'Why'], rows, '');
}

function proofsTable({ proofs }: JobRecord): string {
  if (proofs === null) return '';
  const rows = proofs.map(({ at, verdict, words, by, location, restoreS, answers }): Cell[] => [
    { time: formatMinute(at) },
    { time: verdict },
    {
      lines: [
        `${words ?? ''}${by === null ? '' : ` (by hand, ${by})`}`,
        ...answers.map(answerWords),
        ...(location === null ? [] : [`of ${location}`]),
      ],
    },
    { number: restoreS === null ? '' : formatDuration(restoreS) },
  ]);
  return table(
    'Proofs that it can be restored',
    ['When', 'Result', 'What was asked and found, of which copy', '#Restored in'],
    rows,
    'None in this period.',
  );
}

function runsTable({ runs }: JobRecord): string {
  if (runs.length === 0) return '';
  const rows = runs.map(({ at, sizeBytes, finding }): Cell[] => [
    { time: formatMinute(at) },
    finding,
    { number: sizeBytes === null ? '' : formatBytes(sizeBytes) },
  ]);
  return table('Runs that landed', ['When', 'Found', '#Size'], rows, '', MAX_RUNS);
}

function chainWords({ begins, rows, unchained }: JobRecord['chain']): string {
  if (begins === null) return 'No row of this job is chained yet.';
  const before = unchained === 0 ? '' : ` ${unchained} rows of before are not covered by it.`;
  return `The chain of this job begins ${formatMinute(begins)} and has ${rows} rows.${before}`;
}

function who(person: string): string {
  return person.startsWith('#') ? 'the admin’s topic' : person;
}

function outcomeWords(outcome: string, channel: string | null): string {
  if (outcome === 'accepted') return channel === null ? '' : `by ${channel}`;
  return outcome === 'unknown' ? '(not known whether it arrived)' : '(not reached)';
}

/** A name that begins with # is of a column of numbers. */
function table(
  title: string,
  names: readonly string[],
  rows: readonly Cell[][],
  none: string,
  most = MAX_ROWS,
): string {
  const heading = `<h3>${title}</h3>`;
  if (rows.length === 0) return none === '' ? '' : `${heading}<p class="none">${none}</p>`;
  const head = names.map((name) => (name.startsWith('#') ? `<th class="n">${name.slice(1)}</th>` : `<th>${name}</th>`));
  const body = rows.slice(0, most).map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`);
  const more = rows.length > most ? `<p class="none">And ${rows.length - most} more, which --format json has.</p>` : '';
  return `${heading}<table><thead><tr>${head.join('')}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>${more}`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === 'string') return `<td>${escapeHtml(cell)}</td>`;
  if ('time' in cell) return `<td class="t">${escapeHtml(cell.time)}</td>`;
  if ('lines' in cell) return `<td>${cell.lines.map(escapeHtml).join('<br>')}</td>`;
  return `<td class="n">${escapeHtml(cell.number)}</td>`;
}

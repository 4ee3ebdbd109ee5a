import { formatMinute } from '../instant.ts';
import { escapeHtml } from '../message/escape-html.ts';
import { count } from '../summary/counted.ts';
import { jobPage } from './html-job.ts';
import type { JobRecord } from './job-record.ts';
import { RECORD_STYLE } from './record-style.ts';
import type { RecordAbout, RecordWriter } from './record-writer.ts';
import { expectedOf } from './windows.ts';

/** One job's line on the last page. */
interface Line {
  readonly name: string;
  readonly expected: number;
  readonly met: number;
  readonly missed: number;
  readonly quiet: number;
  readonly notKnown: number;
  readonly breaks: number;
  readonly proofs: string;
}

/** The record as one HTML file: a title page, a page for each job, and a last one that sums up. */
export function htmlRecord(about: RecordAbout): RecordWriter {
  const lines: Line[] = [];
  return {
    begin: () => titlePage(about),
    job: (record) => {
      lines.push(lineOf(record));
      return jobPage(record);
    },
    end: () => `${lastPage(lines)}</body></html>\n`,
  };
}

function titlePage({ from, until, madeAt, source, timezone, head }: RecordAbout): string {
  const title = `Record of backups, ${dayOf(from)} to ${dayOf(until - 1)}`;
  const hash =
    head === null
      ? '<dd>none was made yet</dd>'
      : `<dd>of ${head.day}<br><span class="hash">${escapeHtml(head.hash)}</span></dd>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${RECORD_STYLE}</style></head><body>
<section class="title"><h1>Record of backups</h1><p>${dayOf(from)} to ${dayOf(until - 1)}</p>
<dl><dt>Made</dt><dd>${formatMinute(madeAt)}</dd><dt>By</dt><dd>backup sentinel, from its own tables</dd>
<dt>Rules</dt><dd>${escapeHtml(source)}</dd><dt>Days</dt><dd>of ${escapeHtml(timezone)}; instants are in UTC</dd>
<dt>Hash of the record</dt>${hash}</dl>
<h3>What is in it</h3>
<p>A page for each job: the rules it was held to and when they changed; its days, month by month; its breaks, with who was notified, who acted and how long it took; and the proofs that it can be restored, with what was asked and found. The last page sums up all jobs.</p>
<h3>How to read it</h3>
<p>A day is <b>met</b> when every check of that day passed: a finished backup within its window, and of the size that its rule asks for. It is <b>missed</b> when one did not. It is <b>quiet</b> when a person had snoozed or muted the job. A <b>window</b> is a day on which a backup was due: under a rule with times of day, one on which an expected time and its allowance ended; under another rule, and under one that has changed since, each day. A window of which nothing is kept is <b>not known</b>.</p>
<h3>How to verify it</h3>
<p>Transitions, actions, proofs and deliveries are rows that carry the hash of the row before. The command below reads them all and names every row that was changed, removed or inserted since. Compare the hash with one that was kept outside the sentinel: each day one is sent to the admin and to the event bus.</p>
<p class="hash">sentinel record --verify${head === null ? '' : ` --head ${escapeHtml(head.hash)}`}</p>
<p class="rest note">It supports ISO/IEC 27001:2022 A.8.13 (information backup: copies are maintained and regularly tested) and SOC 2 A1.2 and A1.3 (recovery is provided for, and tested). It shows what the sentinel saw; it is no statement on what was not watched.</p>
</section>
`;
}

function lineOf({ name, windows, breaks, proofs }: JobRecord): Line {
  const proven = proofs?.filter(({ verdict }) => verdict === 'proven').length;
  return {
    name,
    ...windows,
    expected: expectedOf(windows),
    breaks: breaks.length,
    proofs: proofs === null ? 'not asked' : `${proven} of ${proofs.length}`,
  };
}

function lastPage(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ name, expected, met, missed, quiet, notKnown, breaks, proofs }) =>
      `<tr><td>${escapeHtml(name)}</td>${numbers(expected, met, missed, quiet, notKnown)}<td class="n">${breaks}</td><td class="n">${proofs}</td></tr>`,
  );
  return `<section class="all"><h2>All jobs</h2><p class="note">${count(lines.length, 'job')}</p>
<table><thead><tr><th>Job</th><th class="n">Windows</th><th class="n">Met</th><th class="n">Missed</th><th class="n">Quiet</th><th class="n">Not known</th><th class="n">Breaks</th><th class="n">Proofs that succeeded</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table></section>`;
}

function numbers(...counts: readonly number[]): string {
  return counts.map((count) => `<td class="n">${count}</td>`).join('');
}

function dayOf(at: number): string {
  return formatMinute(at).slice(0, 10);
}

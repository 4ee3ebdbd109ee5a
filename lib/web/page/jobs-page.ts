import { html } from 'hono/html';
import { standingOf } from '../../app/views/read-job-views.ts';
import type { Instant } from '../../core/instant.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { contextLine, unjudgedWarning, warnings } from './context.ts';
import { filterForm } from './filter-form.ts';
import type { ListRequest } from './job-filter.ts';
import { jobTable } from './job-table.ts';
import type { Markup } from './markup.ts';
import type { JobList } from './page-ports.ts';

/** The list of jobs, worst first. */
export async function jobsPage(list: JobList, asked: ListRequest, now: Instant): Promise<Markup> {
  const { jobs } = list;
  const reading = { timezone: list.timezone, at: now };
  const heading = headingOf(list, reading);
  return html`<section class="verdict ${heading.tone}">
<h1>${heading.text}</h1>
<p>${contextLine(list, reading)}</p>
</section>
${warnings(list, reading)}
${unjudgedWarning(list.unjudged)}
${jobs.length === 0 ? noJobs() : html`${filterForm(jobs, asked.filter)}${await jobTable(list, asked, reading)}`}`;
}

/** How many jobs need a person: failing or unknown; quieted ones are taken care of. */
export function neededCount({ jobs }: Pick<JobList, 'jobs'>): number {
  return jobs.filter((job) => job.unknown !== null || (job.quieted === null && job.state !== 'green')).length;
}

interface Heading {
  readonly text: string;
  readonly tone: 'calm' | 'mild' | 'worst';
}

/** Where the next check is overdue, the states may be out of date. */
function headingOf(list: JobList, reading: Reading): Heading {
  const { lastPass } = list;
  // The proofs of a backup are no backup more.
  const jobs = list.jobs.filter(({ proofs }) => proofs === undefined);
  const needed = neededCount({ jobs });
  const unproven = neededCount(list) - needed;
  const quieted = jobs.filter((job) => job.unknown === null && job.quieted !== null).length;
  const proofs = unproven === 0 ? '' : `, ${unproven} ${unproven === 1 ? 'restore' : 'restores'} not proven`;
  const aside = `${proofs}${quieted === 0 ? '' : `, ${quieted} quieted`}`;
  if (jobs.length === 0) return { text: 'No backups are watched yet', tone: 'mild' };
  if (lastPass === null) return { text: 'Nothing has been checked yet', tone: 'mild' };
  if (needed + unproven > 0) {
    const isWorst = list.jobs.some((job) => ['alert', 'escalate'].includes(standingOf(job)));
    const need = needed === 1 ? 'needs you' : 'need you';
    return { text: `${needed} of ${backups(jobs.length)} ${need}${aside}`, tone: isWorst ? 'worst' : 'mild' };
  }
  if (quieted === jobs.length) {
    return { text: quieted === 1 ? 'The backup is quieted' : `All ${backups(quieted)} are quieted`, tone: 'mild' };
  }
  if (lastPass.isOverdue) return { text: `All was well ${localTime(lastPass.at, reading)}`, tone: 'mild' };
  return { text: `${fineWords(jobs.length - quieted, jobs.length)}${aside}`, tone: 'calm' };
}

function fineWords(fine: number, all: number): string {
  if (all === 1) return 'The backup is fine';
  if (fine === all) return `All ${backups(all)} are fine`;
  return fine === 1 ? '1 backup is fine' : `${backups(fine)} are fine`;
}

function backups(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'backup' : 'backups'}`;
}

function noJobs(): Markup {
  return html`<section class="empty">
<p>Add a backup to the rules doc. It appears here after the next check:</p>
<pre><code>jobs:
  orders-db:
    name: Orders database
    backup: /var/backups/orders/*.dump
    rule: every 24 hours, allow 26; at least 350 MB</code></pre>
</section>`;
}

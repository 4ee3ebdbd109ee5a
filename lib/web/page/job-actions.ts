import { html } from 'hono/html';
import type { JobDetailView } from '../../app/views/job-view.ts';
import type { Viewer } from '../../app/views/read-job-views.ts';
import { formatInstant } from '../../core/instant.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { formatBytes } from '../../core/quantity.ts';
import type { Markup } from './markup.ts';
import { SNOOZE_LENGTHS } from './read-action.ts';

type Verb = JobDetailView['actions'][number];

/** The buttons for people who may act; for all others, whose job it is. */
export function jobActions(job: JobDetailView, viewer: Viewer, reading: Reading): Markup {
  if (job.actions.length === 0) return html`<p class="theirs">${whoseWords(job, viewer)}</p>`;
  const isCalm = job.state === 'green' && job.quieted === null;
  const offered = ORDER.filter((verb) => job.actions.includes(verb));
  const formsOf = (verbs: readonly Verb[]) =>
    html`<div class="actions">${verbs.map((verb) => FORMS[verb](job, reading))}</div>`;
  // A restore by hand is no planned work.
  const aside = isCalm && offered.includes('proven') ? formsOf(['proven']) : '';
  const content = formsOf(offered.filter((verb) => aside === '' || verb !== 'proven'));
  return html`<section aria-labelledby="actions">
<h2 id="actions" class="unseen">Actions</h2>
${isCalm ? html`<details class="planned"><summary>Planned work? Snooze or mute it</summary>${content}</details>` : content}
${aside}
</section>`;
}

function whoseWords({ owner }: JobDetailView, { mayWrite }: Viewer): string {
  if (!mayWrite) return 'Your session is read-only.';
  if (owner === null) return 'This backup has no owner: only the admin can act on it.';
  return `This is ${owner}’s backup: the owner, their cover, the escalation contact and the admin can act on it.`;
}

const ORDER: readonly Verb[] = ['fixed', 'resume', 'snooze', 'accept', 'mute', 'retire', 'proven'];

const FORMS: Readonly<Record<Verb, (job: JobDetailView, reading: Reading) => Markup>> = {
  // One button leads: of a quieted job that is Resume.
  fixed: (job) =>
    form(
      job,
      'fixed',
      html`<button class="${job.actions.includes('resume') ? 'secondary' : 'primary'}">Mark fixed</button>`,
    ),
  resume: (job) => form(job, 'resume', html`<button class="primary">Resume</button>`),
  snooze: (job) =>
    form(
      job,
      'snooze',
      html`<label class="unseen" for="hours">Length of the snooze</label><select name="hours" id="hours">${SNOOZE_LENGTHS.map(
        ({ hours, words, isUsual }) =>
          html`<option value="${hours}"${isUsual ? html` selected` : ''}>${words}</option>`,
      )}</select><button>Snooze</button>`,
    ),
  accept: (job, reading) => asked(job, 'accept', 'Accept new size …', acceptWords(job, reading), 'Accept it'),
  mute: (job) =>
    asked(
      job,
      'mute',
      'Mute …',
      'It sends no notifications until someone resumes it. It is still checked and shown.',
      'Mute it',
    ),
  retire: (job) =>
    asked(
      job,
      'retire',
      'Gone on purpose …',
      'It is not watched any more, whatever its old backups. A new backup of it brings it back.',
      'Retire it',
    ),
  proven: (job) =>
    asked(
      job,
      'proven',
      'Proven by hand …',
      'A copy was restored by hand, and what it held was looked at. It counts as a proof, under your name.',
      'Note it',
      'What was restored and looked at',
    ),
};

/** An action that is easy to forget is confirmed, without a script. */
function asked(
  job: JobDetailView,
  verb: Verb,
  summary: string,
  question: string,
  label: string,
  note: string | null = null,
): Markup {
  const reason = html`<label>${note ?? 'Reason, for the history'} <input name="reason" maxlength="200" autocomplete="off"${note === null ? '' : html` required`}></label>`;
  return html`<details class="asked"><summary>${summary}</summary><div>
<p>${question}</p>
${form(job, verb, html`${reason}<button>${label}</button>`)}
</div></details>`;
}

function acceptWords({ acceptRun }: JobDetailView, reading: Reading): string {
  if (acceptRun === null) return 'The newest backup counts as good, and later ones are compared with it.';
  const size = acceptRun.sizeBytes === null ? '' : ` of ${formatBytes(acceptRun.sizeBytes)}`;
  return `The backup${size}, ${localTime(acceptRun.ts, reading)}, counts as good, and later ones are compared with it.`;
}

/** Sends what the viewer saw: an action on a break that is over, or on another backup, does nothing. */
function form(job: JobDetailView, verb: Verb, content: Markup): Markup {
  const { breakSeq, acceptRun } = job;
  const run =
    verb !== 'accept' || acceptRun === null
      ? ''
      : html`${hidden('location', acceptRun.location)}${hidden('ts', formatInstant(acceptRun.ts))}${hidden('size', acceptRun.sizeBytes ?? '')}`;
  return html`<form method="post">${hidden('action', verb)}${hidden('break', breakSeq ?? '')}${run}${content}</form>`;
}

function hidden(name: string, value: string | number): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

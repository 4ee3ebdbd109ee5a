import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import { parseAccept } from 'hono/utils/accept';
import type { Viewer } from '../../app/views/read-job-views.ts';
import { NoRules } from '../kept-rules.ts';
import { readBody } from '../read-body.ts';
import { assetRoutes } from './asset-routes.ts';
import { readListRequest } from './job-filter.ts';
import { jobPage } from './job-page.ts';
import { jobPath } from './job-path.ts';
import { jobsPage } from './jobs-page.ts';
import { factsOf } from './list-facts.ts';
import type { Markup } from './markup.ts';
import { noteContent, signedOutContent } from './message-page.ts';
import { doneWords, type Outcome, refusal } from './outcome.ts';
import { packedPage } from './packed-page.ts';
import { type Frame, pageFrame } from './page-frame.ts';
import type { PagePorts } from './page-ports.ts';
import { readAction } from './read-action.ts';

/** The fields of the largest form that a page has, with room to spare. */
const MAX_FORM_BYTES = 16 * 1024;

/** Nothing from elsewhere, nothing inline; nothing is cached for the next user of the browser. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-opener-policy': 'same-origin',
  // Not no-referrer: with that, the forms of the page would carry no origin to check.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * The status page: all jobs at `/`, one at `/job/ID`, which also takes the actions of its forms. A viewer who is not
 * signed in only sees how to sign in.
 */
export function statusPage(ports: PagePorts): Hono {
  const app = new Hono();
  app.route('/', assetRoutes());
  app.use('/job/*', compress());
  app.get('/', (context) => forViewer(context, ports, (viewer) => showList(context, viewer, ports)));
  app.get('/job/:id{.+}', (context) =>
    forViewer(context, ports, (viewer) => showJob(context, viewer, ports, context.req.query('did') ?? null)),
  );
  app.post('/job/:id{.+}', (context) => forViewer(context, ports, (viewer) => actOn(context, viewer, ports)));
  app.onError((error, context) => {
    ports.onError(`a page failed: ${error.message}`);
    // Without rules no viewer can be identified either, so this comes before the list.
    const isRuleless = error instanceof NoRules;
    const content = noteContent(isRuleless ? 'No usable rules' : 'Not available now', isRuleless ? NO_RULES : NOT_NOW);
    return show(context, 503, { title: 'Not now', personId: null }, content);
  });
  return app;
}

async function showList(context: Context, viewer: Viewer, ports: PagePorts): Promise<Response> {
  const list = await ports.list(viewer);
  if (list === null) return note(context, viewer, 503, 'No usable rules', NO_RULES);
  const query = new URL(context.req.url).searchParams;
  const { needed: backups, unproven } = factsOf(list.jobs);
  const needed = backups + unproven;
  const title = needed === 0 ? 'Backups' : `(${needed}) Backups`;
  const { above, table } = await jobsPage(list, readListRequest(query), ports.now());
  const frame = { personId: viewer.personId, title, script: 'list' as const, isFailing: needed > 0 };
  const around = (shown: Markup): Markup => pageFrame(frame, html`${above}${shown}`);
  const headers = { ...HEADERS, vary: 'Accept-Encoding' };
  if (!takesGzip(context)) return context.html(around(table), 200, headers);
  const packed = { ...headers, 'content-type': 'text/html; charset=UTF-8', 'content-encoding': 'gzip' };
  return context.body(await packedPage(table, around), 200, packed);
}

function takesGzip(context: Context): boolean {
  return parseAccept(context.req.header('accept-encoding') ?? '').some(
    ({ type, q }) => q > 0 && (type === 'gzip' || type === '*'),
  );
}

const NOT_NOW = 'The stored states could not be read. Checks may still be running; reload the page in a minute.';
const NO_RULES =
  'There is no usable rules doc, and no earlier good one. The output of the sentinel says what is wrong with it.';

/** `did`: the verb of an action that was just done, or the result of one that was not. */
async function showJob(
  context: Context,
  viewer: Viewer,
  ports: PagePorts,
  did: string | Outcome | null,
  status: 200 | 403 | 409 = 200,
): Promise<Response> {
  const jobId = context.req.param('id') ?? '';
  const shown = await ports.job(jobId, viewer);
  if (shown === null) return showParts(context, jobId, viewer, ports);
  const now = ports.now();
  const reading = { timezone: shown.timezone, at: now };
  const outcome = did === null || typeof did === 'object' ? did : doneWords(did, shown.job, reading);
  const frame = { personId: viewer.personId, title: shown.job.name, script: 'job' as const };
  return show(context, status, frame, jobPage(shown, viewer, outcome, now));
}

/** A job with nodes or members has no page of its own: the list of its parts stands for it. */
async function showParts(context: Context, jobId: string, viewer: Viewer, ports: PagePorts): Promise<Response> {
  const parts = `${jobId}/`;
  const list = await ports.list(viewer);
  if (list?.jobs.some((job) => job.jobId.startsWith(parts))) {
    return context.redirect(`/?q=${encodeURIComponent(parts)}`, 302);
  }
  return note(context, viewer, 404, 'No such backup', 'The rules doc has no backup of that id.');
}

/** Redirects to the page of the job, so that going back or reloading does not act again. */
async function actOn(context: Context, viewer: Viewer, ports: PagePorts): Promise<Response> {
  if (!ports.isFromHere(context.req.raw)) {
    return note(context, viewer, 403, 'Request refused', 'The request came from another page; nothing was done.');
  }
  const jobId = context.req.param('id') ?? '';
  const sent = await readForm(context);
  if (sent === null)
    return note(context, viewer, 400, 'Invalid request', 'The form is not known here; nothing was done.');
  if (!viewer.mayWrite) return showJob(context, viewer, ports, LOOK_ONLY, 403);
  const { action, breakSeq } = sent;
  const reason = sent.reason ?? 'on the status page';
  const acted = await ports.act({ personId: viewer.personId, jobId, breakSeq, action, at: ports.now(), reason });
  // A member that was retired has no page any more.
  if (acted.outcome === 'done' && action.verb === 'retire') return context.redirect('/', 303);
  if (acted.outcome === 'done') return context.redirect(`${jobPath(jobId)}?did=${action.verb}#outcome`, 303);
  return showJob(context, viewer, ports, refusal(acted), acted.outcome === 'not-theirs' ? 403 : 409);
}

const LOOK_ONLY: Outcome = { isDone: false, text: 'Nothing was done: your session is read-only.' };

async function readForm(context: Context): Promise<ReturnType<typeof readAction>> {
  const bytes = await readBody(context.req.raw, MAX_FORM_BYTES);
  if (bytes === null) return null;
  return readAction(Object.fromEntries(new URLSearchParams(Buffer.from(bytes).toString('utf8'))));
}

async function forViewer(
  context: Context,
  ports: PagePorts,
  answer: (viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  const viewer = await ports.viewer(context.req.raw);
  if (viewer !== null) return answer(viewer);
  const frame = { title: 'Sign in', personId: null };
  // A link from another site comes without the session cookie, which browsers send from this site's own pages only.
  const isFromElsewhere = context.req.method === 'GET' && context.req.header('sec-fetch-site') === 'cross-site';
  return show(context, 401, { ...frame, isOnceMore: isFromElsewhere }, signedOutContent());
}

function note(
  context: Context,
  viewer: Viewer,
  status: 400 | 403 | 404 | 503,
  title: string,
  text: string,
): Promise<Response> {
  return show(context, status, { personId: viewer.personId, title }, noteContent(title, text));
}

async function show(
  context: Context,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 503,
  frame: Frame,
  content: Markup,
): Promise<Response> {
  return context.html(pageFrame(frame, content), status, HEADERS);
}

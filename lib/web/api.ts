import { type Context, Hono } from 'hono';
import { actByPerson, type PersonActed } from '../app/act-by-person.ts';
import { type ActPorts, jobsNamed } from '../app/act-on-job.ts';
import { rulesReport } from '../app/check-report.ts';
import { historyJson } from '../app/history-view.ts';
import { jobDetailJson, jobJson } from '../app/job-json.ts';
import { readHistory } from '../app/read-history.ts';
import { readJobView, readJobViews, standingOf, type Viewer, type ViewPorts } from '../app/read-job-views.ts';
import { lastPassReport } from '../app/status.ts';
import { STANDING_ORDER } from '../core/decision/standing.ts';
import { formatInstant, type Instant } from '../core/instant.ts';
import { RateLimit } from '../core/ping/rate-limit.ts';
import { nearest } from '../rules-doc/near.ts';
import { API_HEADERS, apiAnswer, apiError } from './api-answers.ts';
import { type ApiPath, readActionBody, readApiPath } from './api-request.ts';
import type { RulesInForce } from './kept-rules.ts';
import type { OwnOrigin } from './own-origin.ts';
import { readBody } from './read-body.ts';
import type { Viewers } from './viewers.ts';

export interface ApiPorts {
  readonly views: ViewPorts;
  readonly acting: ActPorts;
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly viewers: Viewers;
  readonly ownOrigin: OwnOrigin;
  readonly now: () => Instant;
  readonly elapsedMs: () => number;
}

const REQUESTS_A_MINUTE = 120;
const MOST_CALLERS = 10_000;
const MOST_BODY_BYTES = 16 * 1024;
const DEFAULT_LIMIT = 50;
const MOST_LIMIT = 500;

/** The JSON API, under `/api/v1`. Described for its readers in docs/api.md. */
export function api(ports: ApiPorts): Hono {
  const app = new Hono();
  const perCaller = new RateLimit(REQUESTS_A_MINUTE, MOST_CALLERS);
  app.all('/api/*', async (context) => {
    const { pathname } = new URL(context.req.url);
    const path = readApiPath(pathname);
    if (path === null) return apiError(context, 'not-found', `there is no ${pathname.slice(0, 200)}; see docs/api.md`);
    const method = path.kind === 'action' ? 'POST' : 'GET';
    // A HEAD is a GET of which only the headers are sent.
    if (context.req.method !== method && !(context.req.method === 'HEAD' && method === 'GET')) {
      return apiError(context, 'method-not-allowed', `only ${method} is taken here`, {}, { allow: method });
    }
    const seen = await ports.viewers.see(context.req.raw);
    if (seen.viewer === null) return apiError(context, 'unauthorized', seen.why);
    if (!perCaller.take(`${seen.by} ${seen.viewer.personId}`, ports.elapsedMs())) {
      return apiError(context, 'too-many-requests', `${REQUESTS_A_MINUTE} requests a minute are taken; wait a minute`);
    }
    if (method === 'POST' && seen.by === 'session' && !ports.ownOrigin.isFromHere(context.req.raw)) {
      return apiError(context, 'forbidden', 'this did not come from a page of the sentinel; programs use an API token');
    }
    return answer(context, path, seen.viewer, ports);
  });
  return app;
}

async function answer(context: Context, path: ApiPath, viewer: Viewer, ports: ApiPorts): Promise<Response> {
  const inForce = await ports.inForce();
  if (path.kind === 'jobs') return listJobs(context, inForce, ports);
  const { jobs } = inForce.document;
  const named = jobsNamed(jobs, path.jobId);
  // A job that has left the rules doc keeps its history.
  if (named.length === 0 && path.kind !== 'history') {
    const near = nearest(path.jobId, [...new Set(jobs.flatMap(({ id, parentId }) => [id, parentId]))]);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    return apiError(context, 'not-found', `there is no job ${path.jobId} in the rules doc${hint}`);
  }
  switch (path.kind) {
    case 'job':
      return showJob(context, path.jobId, viewer, inForce, ports);
    case 'history':
      return listHistory(context, path.jobId, named.length === 0 ? [path.jobId] : named.map(({ id }) => id), ports);
    case 'action':
      return act(context, path, viewer, inForce, ports);
  }
}

/** `group`, `owner` and `state` may be given several times: any of the values will do. */
async function listJobs(context: Context, inForce: RulesInForce, ports: ApiPorts): Promise<Response> {
  const { searchParams } = new URL(context.req.url);
  const [groups, owners, states] = ['group', 'owner', 'state'].map((name) => searchParams.getAll(name)) as [
    string[],
    string[],
    string[],
  ];
  const unknown = states.find((state) => !STANDING_ORDER.some((standing) => standing === state));
  if (unknown !== undefined) {
    return apiError(context, 'bad-request', `state: there is no ${unknown}; ${STANDING_ORDER.join(', ')} are taken`);
  }
  const { now, jobs, lastPass } = await readJobViews(inForce, ports.views, ports.now());
  const listed = jobs.filter(
    (view) =>
      (groups.length === 0 || groups.includes(view.group ?? '')) &&
      (owners.length === 0 || owners.includes(view.owner ?? '')) &&
      (states.length === 0 || states.includes(standingOf(view))),
  );
  const counts = { green: 0, warn: 0, alert: 0, escalate: 0, unknown: 0 };
  for (const { unknown: why, state } of listed) counts[why === null ? state : 'unknown'] += 1;
  return apiAnswer(context, {
    now: formatInstant(now),
    rules: rulesReport(inForce),
    last_pass: lastPassReport(lastPass),
    counts,
    jobs: listed.map(jobJson),
  });
}

async function showJob(
  context: Context,
  jobId: string,
  viewer: Viewer,
  inForce: RulesInForce,
  ports: ApiPorts,
): Promise<Response> {
  const view = await readJobView(jobId, viewer, inForce, ports.views, ports.now());
  if (view !== null) return apiAnswer(context, jobDetailJson(view));
  const nodes = jobsNamed(inForce.document.jobs, jobId).map(({ id }) => id);
  return apiError(context, 'not-found', `${jobId} has nodes; ask for one of them`, { nodes });
}

async function listHistory(
  context: Context,
  jobId: string,
  jobIds: readonly string[],
  ports: ApiPorts,
): Promise<Response> {
  const text = context.req.query('limit');
  const limit = text === undefined ? DEFAULT_LIMIT : /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MOST_LIMIT) {
    return apiError(context, 'bad-request', `limit: a whole number from 1 to ${MOST_LIMIT} is expected`);
  }
  const rows = await readHistory(jobIds, limit, ports.views);
  return apiAnswer(context, { job_id: jobId, history: rows.map(historyJson) });
}

async function act(
  context: Context,
  { jobId, verb }: Extract<ApiPath, { kind: 'action' }>,
  viewer: Viewer,
  { document }: RulesInForce,
  ports: ApiPorts,
): Promise<Response> {
  if (!viewer.mayWrite) {
    return apiError(context, 'forbidden', 'this token may only read; `sentinel key create --api --write` makes others');
  }
  const body = await readBody(context.req.raw, MOST_BODY_BYTES).catch((): 'broken-off' => 'broken-off');
  if (body === 'broken-off') return apiError(context, 'bad-request', 'the body broke off');
  if (body === null) return apiError(context, 'too-large', `${MOST_BODY_BYTES} bytes are taken`);
  const asked = readActionBody(verb, body);
  if ('fault' in asked) return apiError(context, 'bad-request', asked.fault);
  const acted: PersonActed[] = [];
  for (const { id } of jobsNamed(document.jobs, jobId)) {
    const person = { personId: viewer.personId, jobId: id, at: ports.now() };
    acted.push(await actByPerson({ ...asked, ...person }, document, ports.acting));
  }
  const results = acted.map((each) => ({
    job_id: each.outcome === 'unknown' ? jobId : each.job.id,
    done: each.outcome === 'done',
    message: each.outcome === 'done' ? each.message : each.why,
  }));
  const failed = acted.find((each): each is Exclude<PersonActed, { outcome: 'done' }> => each.outcome !== 'done');
  if (!failed) return context.json({ results }, 200, API_HEADERS);
  return apiError(context, ERROR_OF[failed.outcome], failed.why, { results });
}

const ERROR_OF = {
  outdated: 'outdated',
  refused: 'refused',
  'not-theirs': 'forbidden',
  unknown: 'not-found',
} as const;

import { type Context, Hono } from 'hono';
import { jobsNamed } from '../app/act/act-on-job.ts';
import type { Viewer } from '../app/views/read-job-views.ts';
import { RateLimit } from '../core/ping/rate-limit.ts';
import { nearest } from '../rules-doc/yaml/near.ts';
import { type ApiActPorts, act } from './api-acts.ts';
import { apiError } from './api-answers.ts';
import { listHistory, listJobs, listRuns, type ReadPorts, showJob } from './api-reads.ts';
import { type ApiPath, readApiPath } from './api-request.ts';
import type { RulesInForce } from './kept-rules.ts';
import type { OwnOrigin } from './own-origin.ts';
import type { Viewers } from './viewers.ts';

export interface ApiPorts extends ReadPorts, ApiActPorts {
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly viewers: Viewers;
  readonly ownOrigin: OwnOrigin;
  readonly elapsedMs: () => number;
}

const REQUESTS_A_MINUTE = 120;
const MAX_CALLERS = 10_000;

/** The JSON API, under `/api/v1`. Described for its readers in docs/api.md. */
export function api(ports: ApiPorts): Hono {
  const app = new Hono();
  const perCaller = new RateLimit(REQUESTS_A_MINUTE, MAX_CALLERS);
  app.all('/api/*', async (context) => {
    const { pathname } = new URL(context.req.url);
    const path = readApiPath(pathname);
    if (path === null)
      return apiError(context, 'not-found', `no such path: ${pathname.slice(0, 200)}; see docs/api.md`);
    const method = path.kind === 'action' ? 'POST' : 'GET';
    // A HEAD is a GET of which only the headers are sent.
    if (context.req.method !== method && !(context.req.method === 'HEAD' && method === 'GET')) {
      return apiError(context, 'method-not-allowed', `use ${method} for this path`, {}, { allow: method });
    }
    const seen = await ports.viewers.see(context.req.raw);
    if (seen.viewer === null) return apiError(context, 'unauthorized', seen.message);
    if (!perCaller.take(`${seen.by} ${seen.viewer.personId}`, ports.elapsedMs())) {
      return apiError(
        context,
        'too-many-requests',
        `${REQUESTS_A_MINUTE} requests a minute are allowed; wait a minute`,
      );
    }
    if (method === 'POST' && seen.by === 'session' && !ports.ownOrigin.isFromHere(context.req.raw)) {
      return apiError(
        context,
        'forbidden',
        'this request does not come from a page of the sentinel; use an API token in programs',
      );
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
    return apiError(context, 'not-found', `the rules doc has no job ${path.jobId}${hint}`);
  }
  switch (path.kind) {
    case 'job':
      return showJob(context, path.jobId, viewer, inForce, ports);
    case 'runs':
      return listRuns(context, path.jobId, inForce, ports);
    case 'history':
      return listHistory(context, path.jobId, named.length === 0 ? [path.jobId] : named.map(({ id }) => id), ports);
    case 'action':
      return act(context, path, viewer, inForce, ports);
  }
}

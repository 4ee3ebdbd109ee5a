import type { Context } from 'hono';
import { jobsNamed } from '../app/act/act-on-job.ts';
import { rulesReport } from '../app/check/check-report.ts';
import { foldMembers } from '../app/views/fold-members.ts';
import { historyJson } from '../app/views/history-view.ts';
import { inTurns } from '../app/views/in-turns.ts';
import { foldedText, jobDetailJson } from '../app/views/job-json.ts';
import { readHistory } from '../app/views/read-history.ts';
import { readJobView, readJobViews, standingOf, type Viewer, type ViewPorts } from '../app/views/read-job-views.ts';
import { type RunPorts, readRuns, runsJson } from '../app/views/read-runs.ts';
import { lastPassReport } from '../app/views/status.ts';
import { withHolidays } from '../core/hours/skipped-holidays.ts';
import { formatInstant, type Instant } from '../core/instant.ts';
import { STANDING_ORDER } from '../core/model/standing.ts';
import { apiAnswer, apiError, apiText } from './api-answers.ts';
import type { RulesInForce } from './kept-rules.ts';

export interface ReadPorts {
  readonly views: ViewPorts;
  readonly runs: RunPorts;
  readonly now: () => Instant;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** `group`, `owner` and `state` may be repeated: a job or member matches any of the values. */
export async function listJobs(context: Context, inForce: RulesInForce, ports: ReadPorts): Promise<Response> {
  const { searchParams } = new URL(context.req.url);
  const [groups, owners, states] = ['group', 'owner', 'state'].map((name) => searchParams.getAll(name)) as [
    string[],
    string[],
    string[],
  ];
  const unknown = states.find((state) => !STANDING_ORDER.some((standing) => standing === state));
  if (unknown !== undefined) {
    return apiError(context, 'bad-request', `state: unknown value ${unknown}; use one of ${STANDING_ORDER.join(', ')}`);
  }
  const { now, jobs, lastPass } = await readJobViews(inForce, ports.views, ports.now());
  const listed = jobs.filter(
    (view) =>
      (groups.length === 0 || groups.includes(view.group ?? '')) &&
      (owners.length === 0 || owners.includes(view.owner ?? '')) &&
      (states.length === 0 || states.includes(standingOf(view))),
  );
  const counts = { green: 0, warn: 0, alert: 0, escalate: 0, unknown: 0 };
  for (const { unknown: message, state } of listed) counts[message === null ? state : 'unknown'] += 1;
  const head = JSON.stringify({
    now: formatInstant(now),
    rules: rulesReport(inForce),
    last_pass: lastPassReport(lastPass),
    counts,
  });
  const texts = await inTurns(foldMembers(listed), (job) => foldedText(job, now));
  return apiText(context, `${head.slice(0, -1)},"jobs":[${texts.join(',')}]}`);
}

/** One job, node or member, as its page shows it; a job that is judged by its members alone, as the list has it. */
export async function showJob(
  context: Context,
  jobId: string,
  viewer: Viewer,
  inForce: RulesInForce,
  ports: ReadPorts,
): Promise<Response> {
  const now = ports.now();
  const view = await readJobView(jobId, viewer, inForce, ports.views, now);
  if (view !== null) return apiAnswer(context, jobDetailJson(view, now));
  const members = inForce.document.jobs.filter(({ parentId, member }) => parentId === jobId && member !== undefined);
  if (members.length === 0) return nodesOf(context, jobId, inForce);
  const { jobs } = await readJobViews(
    { ...inForce, document: { ...inForce.document, jobs: members } },
    ports.views,
    now,
  );
  return apiText(
    context,
    foldMembers(jobs)
      .map((job) => foldedText(job, now))
      .join(''),
  );
}

function nodesOf(context: Context, jobId: string, { document }: RulesInForce): Response {
  const named = jobsNamed(document.jobs, jobId);
  const nodes = named.map(({ id }) => id);
  const what = named.some(({ member }) => member !== undefined) ? 'members' : 'nodes';
  return apiError(context, 'not-found', `${jobId} has ${what}; ask for one of them`, { [what]: nodes });
}

/** The newest runs and pings of one job or node. */
export async function listRuns(
  context: Context,
  jobId: string,
  inForce: RulesInForce,
  ports: ReadPorts,
): Promise<Response> {
  const job = inForce.document.jobs.find(({ id }) => id === jobId);
  if (job === undefined) return nodesOf(context, jobId, inForce);
  return apiAnswer(context, {
    job_id: jobId,
    ...runsJson(await readRuns(withHolidays(job, inForce.lastGood?.holidays ?? {}), ports.runs, ports.now())),
  });
}

/** What happened to the jobs, with `limit` rows at most. */
export async function listHistory(
  context: Context,
  jobId: string,
  jobIds: readonly string[],
  ports: ReadPorts,
): Promise<Response> {
  const text = context.req.query('limit');
  const limit = text === undefined ? DEFAULT_LIMIT : /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    return apiError(context, 'bad-request', `limit: write a whole number from 1 to ${MAX_LIMIT}`);
  }
  const rows = await readHistory(jobIds, limit, ports.views);
  return apiAnswer(context, { job_id: jobId, history: rows.map(historyJson) });
}

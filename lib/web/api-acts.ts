import type { Context } from 'hono';
import { actByPerson, type PersonActed } from '../app/act/act-by-person.ts';
import { type ActPorts, jobsNamed } from '../app/act/act-on-job.ts';
import type { Viewer } from '../app/views/read-job-views.ts';
import type { Instant } from '../core/instant.ts';
import { apiAnswer, apiError } from './api-answers.ts';
import { type ApiPath, readActionBody } from './api-request.ts';
import type { RulesInForce } from './kept-rules.ts';
import { readBody } from './read-body.ts';

export interface ApiActPorts {
  readonly acting: ActPorts;
  readonly now: () => Instant;
}

const MAX_BODY_BYTES = 16 * 1024;

/** Carries out the action of a request on a job or all of its nodes, as the person of the token or session. */
export async function act(
  context: Context,
  { jobId, verb }: Extract<ApiPath, { kind: 'action' }>,
  viewer: Viewer,
  { document }: RulesInForce,
  ports: ApiActPorts,
): Promise<Response> {
  if (!viewer.mayWrite) {
    return apiError(
      context,
      'forbidden',
      'this token may only read; make one that can act with `sentinel key create --api --write`',
    );
  }
  const body = await readBody(context.req.raw, MAX_BODY_BYTES).catch((): 'broken-off' => 'broken-off');
  if (body === 'broken-off') return apiError(context, 'bad-request', 'the body is incomplete');
  if (body === null) return apiError(context, 'too-large', `the body is larger than ${MAX_BODY_BYTES} bytes`);
  const asked = readActionBody(verb, body);
  if ('problem' in asked) return apiError(context, 'bad-request', asked.problem);
  const acted: PersonActed[] = [];
  // To retire all members of a job at once is never meant.
  const named = jobsNamed(document.jobs, jobId).filter(({ id }) => verb !== 'retire' || id === jobId);
  if (named.length === 0)
    return apiError(context, 'bad-request', `${jobId} has members; name the one to retire, such as ${jobId}/NAME`);
  for (const { id } of named) {
    const person = { personId: viewer.personId, jobId: id, at: ports.now() };
    acted.push(await actByPerson({ ...asked, ...person }, document, ports.acting));
  }
  const results = acted.map((each) => ({
    job_id: each.outcome === 'unknown' ? jobId : each.job.id,
    done: each.outcome === 'done',
    message: each.message,
  }));
  const failed = acted.find((each): each is Exclude<PersonActed, { outcome: 'done' }> => each.outcome !== 'done');
  if (!failed) return apiAnswer(context, { results });
  return apiError(context, ERROR_OF[failed.outcome], failed.message, { results });
}

const ERROR_OF = {
  outdated: 'outdated',
  refused: 'refused',
  'not-theirs': 'forbidden',
  unknown: 'not-found',
} as const;

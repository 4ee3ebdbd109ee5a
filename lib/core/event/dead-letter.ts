import { DRILL_DETAIL_TYPE, TRANSITION_DETAIL_TYPE } from './detail-types.ts';

/** A queue of the sentinel that a message can be given back to. */
export type LiveQueue = 'dispatch' | 'slices';

/** A message that could not be dealt with, in words. */
export interface DeadLetter {
  /** What it is: `the change of orders-db from green to alert`. */
  readonly what: string;
  /** What went wrong, as far as the message says; null where it does not. */
  readonly error: string | null;
  /** Where it can be given back to; null for what comes again by itself, or cannot be read. */
  readonly goesTo: LiveQueue | null;
  /** The body to give back. */
  readonly body: string;
  /** What to do about it. */
  readonly remedy: string;
}

type Fields = Readonly<Record<string, unknown>>;

const AGAIN = 'comes again by itself; delete it';
const GIVE_BACK = 'can be given back once the cause is fixed';

/**
 * What a message of a dead-letter queue is. Its body is what the queue, the schedule or the rule was to deliver, or
 * Lambda's record of an event that a function failed at; `attributes` hold what the Scheduler or the bus noted.
 */
export function readDeadLetter(body: string, attributes: Readonly<Record<string, string>> = {}): DeadLetter {
  const noted = [attributes.ERROR_CODE, attributes.ERROR_MESSAGE].filter(Boolean).join(': ');
  const content = fieldsOf(body);
  const failed = recordOfFailure(content);
  if (failed !== null) return { ...described(fieldsOf(failed.payload), failed.payload), error: failed.error };
  return { ...described(content, body), error: noted === '' ? null : noted };
}

/** Lambda's record of an asynchronous event: the event, and how the function ended. */
function recordOfFailure({ requestContext, requestPayload, responsePayload }: Fields) {
  if (requestContext === undefined || requestPayload === undefined) return null;
  const { functionArn = '', condition = '' } = requestContext as Record<string, unknown>;
  const { errorType = '', errorMessage = '' } = (responsePayload ?? {}) as Record<string, unknown>;
  const name = String(functionArn).split(':function:').at(-1)?.split(':')[0];
  const error = errorMessage === '' ? String(condition) : `${errorType}: ${errorMessage}`;
  return { payload: JSON.stringify(requestPayload), error: `${name} failed: ${error}` };
}

function described(content: Fields, body: string): Omit<DeadLetter, 'error'> {
  const detail = (content.detail ?? {}) as Fields;
  if (content['detail-type'] === DRILL_DETAIL_TYPE) {
    return { what: `a drill for ${text(detail.job_id)}`, goesTo: null, body, remedy: 'delete it, and ask for another' };
  }
  if (content['detail-type'] === TRANSITION_DETAIL_TYPE || detail.event_id !== undefined) {
    const change = detail.from === undefined ? '' : ` from ${text(detail.from)} to ${text(detail.to)}`;
    const at = detail.at === undefined ? '' : `, ${text(detail.at)}`;
    return { what: `the change of ${text(detail.job_id)}${change}${at}`, goesTo: 'dispatch', body, remedy: GIVE_BACK };
  }
  if (content.source === 'aws.s3') return { what: 'an upload of the rules doc', goesTo: null, body, remedy: AGAIN };
  switch (content.kind) {
    case 'slice':
      return {
        what: `slice ${text(content.index)} of the pass of ${text(content.passId)}`,
        goesTo: 'slices',
        body,
        remedy: GIVE_BACK,
      };
    case 'jobs':
      return { what: `a check of ${text(content.jobIds)} after a ping`, goesTo: 'slices', body, remedy: GIVE_BACK };
    case 'tick':
    case 'review':
    case 'summary': {
      const name =
        content.kind === 'tick'
          ? 'the pass'
          : content.kind === 'review'
            ? 'the review of the rules doc'
            : 'the summary';
      return { what: `${name} of ${text(content.scheduledAt)}`, goesTo: null, body, remedy: AGAIN };
    }
  }
  return {
    what: 'a message that the sentinel did not write',
    goesTo: null,
    body,
    remedy: 'look at it in the console of SQS',
  };
}

function fieldsOf(body: string): Fields {
  try {
    const content: unknown = JSON.parse(body);
    return typeof content === 'object' && content !== null ? (content as Fields) : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'something unknown';
}

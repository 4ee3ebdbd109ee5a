import * as z from 'zod';
import { DRILL_DETAIL_TYPE } from '../../lib/core/event/detail-types.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { Drill } from '../../lib/ports/drill-log.ts';
import { drill as drillShape } from '../../lib/ports/drill-shape.ts';
import { readPublished } from '../../lib/ports/published-transition.ts';

const batch = z.object({
  Records: z.array(z.object({ messageId: z.string(), receiptHandle: z.string().default(''), body: z.string() })),
});
/** An event of the bus as a rule hands it to a queue, and what a deferral's schedule sends. */
const message = z.object({ 'detail-type': z.string().optional(), detail: z.unknown() });

/** A message of the queue, with what it brings: a transition, a drill, or nothing that can be read. */
export interface TriggerMessage {
  readonly messageId: string;
  /** With which the queue is asked to give it again; empty where there is none. */
  readonly receipt: string;
  readonly transition: Transition | null;
  readonly drill: Drill | null;
}

/** Reads what the function was invoked with. Throws an Error that says what was expected. */
export function readTriggerMessages(event: unknown): TriggerMessage[] {
  const read = batch.safeParse(event);
  if (!read.success) throw new Error('not an event for dispatch: a batch of messages of its queue expected');
  return read.data.Records.map(({ messageId, receiptHandle, body }) => {
    return { messageId, receipt: receiptHandle, ...contentOf(body) };
  });
}

function contentOf(body: string): Pick<TriggerMessage, 'transition' | 'drill'> {
  const read = message.safeParse(jsonOf(body));
  if (!read.success) return { transition: null, drill: null };
  const { 'detail-type': type, detail } = read.data;
  return type === DRILL_DETAIL_TYPE
    ? { transition: null, drill: drillIn(detail) }
    : { transition: readPublished(detail), drill: null };
}

function drillIn(detail: unknown): Drill | null {
  const read = drillShape.safeParse(detail);
  if (!read.success) return null;
  const { event_id: id, at, job_id: jobId, person: personId, at_once: atOnce } = read.data;
  return { id, jobId, personId, atOnce, askedAt: Date.parse(at) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

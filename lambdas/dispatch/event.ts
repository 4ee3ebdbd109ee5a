import * as z from 'zod';
import type { Transition } from '../../lib/core/decision/transition.ts';
import { readPublished } from '../../lib/ports/published-transition.ts';

const batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
/** An event of the bus as a rule hands it to a queue, and what a deferral's schedule sends. */
const message = z.object({ detail: z.unknown() });

/** A message of the queue, with the transition that it brings; null when it brings none that can be read. */
export interface WakingMessage {
  readonly messageId: string;
  readonly transition: Transition | null;
}

/** Reads what the function was invoked with. Throws an Error that says what was expected. */
export function readWakingMessages(event: unknown): WakingMessage[] {
  const read = batch.safeParse(event);
  if (!read.success) throw new Error('not an event for dispatch: a batch of messages of its queue expected');
  return read.data.Records.map(({ messageId, body }) => ({ messageId, transition: transitionIn(body) }));
}

function transitionIn(body: string): Transition | null {
  try {
    const read = message.safeParse(JSON.parse(body));
    return read.success ? readPublished(read.data.detail) : null;
  } catch {
    return null;
  }
}

import * as z from 'zod';
import { type Instant, parseInstant } from '../../lib/core/instant.ts';
import type { JobsCheck, ObjectHint, RestoreHint, Slice } from '../../lib/ports/slice-queue.ts';

const instant = z.string().transform((text, context): Instant => {
  const value = parseInstant(text);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: 'an ISO-8601 instant is expected' });
  return z.NEVER;
});

const tick = z.object({ kind: z.literal('tick'), scheduledAt: instant });
const queue = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) });
const slice: z.ZodType<Slice> = z.object({
  kind: z.literal('slice'),
  passId: z.string(),
  index: z.number().int().nonnegative(),
  jobIds: z.array(z.string()),
});

const jobsCheck: z.ZodType<JobsCheck> = z.object({ kind: z.literal('jobs'), jobIds: z.array(z.string()) });

/** An event of a bucket, as EventBridge delivers it. */
const hint = z
  .object({
    source: z.literal('aws.s3'),
    detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
  })
  .transform(({ detail: { bucket, object } }): ObjectHint => ({ kind: 'hint', bucket: bucket.name, key: object.key }));

/** A restore test of AWS Backup that has ended, as EventBridge delivers it. */
const restore = z
  .object({
    source: z.literal('aws.backup'),
    detail: z.object({ status: z.string(), sourceResourceArn: z.string() }),
  })
  .transform(
    ({ detail }): RestoreHint => ({
      kind: 'restore',
      resourceArn: detail.sourceResourceArn,
      isValidated: detail.status === 'COMPLETED',
    }),
  );

/** A tick of the schedule, or messages of the queue of slices. */
export type CheckerEvent = z.infer<typeof tick> | z.infer<typeof queue>;

/** Reads what the function was invoked with. Throws an Error that says what was expected. */
export function readCheckerEvent(event: unknown): CheckerEvent {
  const read = z.union([tick, queue]).safeParse(event);
  if (read.success) return read.data;
  throw new Error(
    'not an event for the checker: { kind: "tick", scheduledAt } or messages of the slice queue expected',
  );
}

/** Reads a message of the queue. Throws an Error. */
export function readMessage(body: string): Slice | JobsCheck | ObjectHint | RestoreHint {
  const read = z.union([slice, jobsCheck, hint, restore]).safeParse(JSON.parse(body));
  if (read.success) return read.data;
  throw new Error(
    'the message is no slice of a pass, no check of jobs, no event of a bucket, and no end of a restore test',
  );
}

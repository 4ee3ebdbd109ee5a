import * as z from 'zod';

/** What EventBridge says of an object that S3 has stored. Source: S3 user guide, *EventBridge event structure*. */
const upload = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), 'version-id': z.string().optional() }),
  }),
});
/** Asks for a review of whatever is there: what an event that got lost would have led to, and next year's holidays. */
const review = z.object({ kind: z.literal('review') });

/** What is to be reviewed. */
export interface ReviewEvent {
  /** Where it was uploaded to; null for the document that is configured. */
  readonly location: { readonly bucket: string; readonly key: string } | null;
  /** The object version; null for whatever is there. */
  readonly upload: string | null;
}

/** Reads what the function was invoked with. Throws an Error that says what was expected. */
export function readReviewEvent(event: unknown): ReviewEvent {
  if (review.safeParse(event).success) return { location: null, upload: null };
  const read = upload.safeParse(event);
  if (!read.success)
    throw new Error('not an event for the rules-gate: "Object Created" of S3 or { kind: "review" } expected');
  const { bucket, object } = read.data.detail;
  return { location: { bucket: bucket.name, key: object.key }, upload: object['version-id'] ?? null };
}

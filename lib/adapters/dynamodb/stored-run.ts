import * as z from 'zod';
import { FINDINGS, type SeenRun } from '../../core/evidence/seen-run.ts';
import { formatInstant, parseInstant } from '../../core/instant.ts';
import type { LookedInside } from '../../core/model/looked-inside.ts';
import type { RememberedRun } from '../../core/model/run.ts';
import { instant, orNull } from './schema.ts';
import type { Plain } from './values.ts';

/** Null where the size is not known. */
export const sizeBytes = orNull(z.number().nonnegative());

const looked = z
  .union([
    z.object({ finding: z.enum(['good', 'damaged', 'hollow']), words: z.string(), deep: z.boolean() }),
    z.object({ finding: z.literal('pending'), since: instant }),
  ])
  .transform(
    (found): LookedInside =>
      found.finding === 'pending' ? found : { finding: found.finding, words: found.words, isDeep: found.deep },
  );

/** What versions before wrote: only whether it is well-formed. */
function fromWellFormed(isWellFormed: boolean | null): LookedInside | null {
  if (isWellFormed === null) return null;
  return isWellFormed
    ? { finding: 'good', words: 'it is well-formed', isDeep: false }
    : { finding: 'damaged', words: 'it is cut short or damaged', isDeep: false };
}

/** A run that a row remembers whole. */
export const rememberedRun = z
  .object({
    ts: instant,
    size_bytes: sizeBytes,
    location: z.string(),
    key: z.string(),
    well_formed: orNull(z.boolean()),
    looked: orNull(looked),
  })
  .transform(
    (run): RememberedRun => ({
      ts: run.ts,
      sizeBytes: run.size_bytes,
      location: run.location,
      key: run.key,
      looked: run.looked ?? fromWellFormed(run.well_formed),
    }),
  );

/** What makes a run that one. */
export const runIdentity = z
  .object({ location: z.string(), ts: instant, size_bytes: sizeBytes })
  .transform(({ location, ts, size_bytes }) => ({ location, ts, sizeBytes: size_bytes }));

/** One run a string, since there are many: `2026-11-20T02:05:00Z 412000000 good`, and the content's mark; a dash for an unknown size. */
export const seenRun = z.string().transform((text, context): SeenRun => {
  const [time = '', bytes = '', finding, content] = text.split(' ');
  const ts = parseInstant(time);
  const known = FINDINGS.find((each) => each === finding);
  const sizeBytes = bytes === '-' ? null : Number(bytes);
  if (ts !== null && known !== undefined && (sizeBytes === null || sizeBytes >= 0)) {
    return { ts, sizeBytes, finding: known, ...(content === undefined ? {} : { content }) };
  }
  context.addIssue({ code: 'custom', message: `"${text}" is no remembered run` });
  return z.NEVER;
});

/** What {@link rememberedRun} reads. */
export function runAttribute(run: RememberedRun): Plain {
  return {
    ts: formatInstant(run.ts),
    size_bytes: run.sizeBytes,
    location: run.location,
    key: run.key,
    well_formed: run.looked === null || run.looked.finding === 'pending' ? null : run.looked.finding === 'good',
    looked: run.looked === null ? null : lookedAttribute(run.looked),
  };
}

/** What {@link seenRun} reads. */
export function seenText({ ts, sizeBytes, finding, content }: SeenRun): string {
  return `${formatInstant(ts)} ${sizeBytes ?? '-'} ${finding}${content === undefined ? '' : ` ${content}`}`;
}

function lookedAttribute(found: LookedInside): Plain {
  if (found.finding === 'pending') return { finding: found.finding, since: formatInstant(found.since) };
  return { finding: found.finding, words: found.words, deep: found.isDeep };
}

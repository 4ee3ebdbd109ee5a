import * as z from 'zod';
import { PROOF_KIND } from '../core/evidence/proof-report.ts';
import { ISOLATIONS, PROOF_ENDINGS, PROOF_VERDICTS, RECIPES } from '../core/model/proof.ts';

const instant = z.iso.datetime().describe('ISO-8601 in UTC');
const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative().nullable();

/** The report of a proof, as `sentinel prove` writes and sends it (docs/design/prove.md#report). */
export const proofShape = z.object({
  version: z.literal(1),
  kind: z.literal(PROOF_KIND).describe('The report of a run has none'),
  job: z.string().min(1),
  node: z.string().nullable(),
  host: z.string(),
  run_id: z.string().min(1),
  verdict: z.enum(PROOF_VERDICTS).describe('inconclusive: it says nothing of the copy'),
  ending: z.enum(PROOF_ENDINGS),
  exit_status: count,
  started_at: instant,
  finished_at: instant,
  recipe: z.enum(RECIPES),
  isolation: z.enum(ISOLATIONS).nullable().describe('Null when it ended before that was known'),
  copy: z
    .object({ location: z.string(), ts: instant, size_bytes: count, files: count, etag: z.string().nullable() })
    .nullable()
    .describe('Null when it ended before a copy was found'),
  assertions: z.array(z.object({ asked: z.string(), wanted: z.string(), found: z.string(), holds: z.boolean() })),
  fetch_seconds: seconds,
  restore_seconds: seconds.describe('The measured time to restore'),
  ask_seconds: seconds,
  location: z.string().nullable().describe('That of the copy'),
  error: z.string().nullable().describe('What is wrong; null when it is proven'),
  summary: z.string().describe('One sentence that a person can act on'),
  steps: z
    .array(z.object({ phase: z.string(), ok: z.boolean(), message: z.string() }))
    .optional()
    .describe('Left out of a ping that would be too long'),
  output_tail: z.string().optional(),
});

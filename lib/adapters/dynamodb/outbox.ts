import * as z from 'zod';
import { formatInstant } from '../../core/instant.ts';
import { AUDIT_KINDS, type AuditEntry, type OutboxEntry } from '../../core/model/job-row.ts';
import { STATES } from '../../core/model/state.ts';
import { TRANSITION_REASONS, type Transition } from '../../core/model/transition.ts';
import type { RenderedVerdict } from '../../core/wording/rendered-verdict.ts';
import { linkAttributes, storedLink } from './chain.ts';
import { instant, instantText, orNull } from './schema.ts';
import { type Plain, plainCopy } from './values.ts';

export const storedState = z.enum(STATES);

const transition = z
  .object({
    event_id: z.string(),
    job_id: z.string(),
    seq: z.number(),
    break_seq: orNull(z.number()),
    from: storedState,
    to: storedState,
    reason: z.enum(TRANSITION_REASONS),
    at: instant,
    fixed_refuted: z.boolean().default(false),
    by: orNull(z.string()),
    until: orNull(instant),
    // Data that was already rendered for showing: passed on as it is.
    verdict: orNull(z.custom<RenderedVerdict>((value) => typeof value === 'object')),
  })
  .transform(
    (stored): Transition => ({
      eventId: stored.event_id,
      jobId: stored.job_id,
      seq: stored.seq,
      breakSeq: stored.break_seq,
      from: stored.from,
      to: stored.to,
      reason: stored.reason,
      at: stored.at,
      fixedRefuted: stored.fixed_refuted,
      by: stored.by,
      until: stored.until,
      verdict: stored.verdict,
    }),
  );

const auditEntry: z.ZodType<AuditEntry> = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(AUDIT_KINDS),
  by: orNull(z.string()),
  reason: orNull(z.string()),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).default({}),
});

const entry = z.object({
  transition: orNull(transition),
  audit: z.array(auditEntry).default([]),
  links: z.array(storedLink).default([]),
});

/** The outbox attribute: a map by the entry's key, so that adding and removing never meet at a list's index. */
export const storedOutbox = z.record(z.string().regex(/^\d+$/), entry).transform((entries): readonly OutboxEntry[] =>
  Object.entries(entries)
    .map(([key, { transition, audit, links }]) => ({ key: Number(key), transition, audit, links }))
    .sort((a, b) => a.key - b.key),
);

/** An entry as it is stored under its key. */
export function outboxAttribute({ transition, audit, links }: OutboxEntry): Plain {
  return {
    transition: transition && transitionAttribute(transition),
    audit: audit.map((row) => ({ ...row, at: formatInstant(row.at), detail: plainCopy(row.detail) })),
    links: links.map(linkAttributes),
  };
}

function transitionAttribute(transition: Transition): Plain {
  return {
    event_id: transition.eventId,
    job_id: transition.jobId,
    seq: transition.seq,
    break_seq: transition.breakSeq,
    from: transition.from,
    to: transition.to,
    reason: transition.reason,
    at: formatInstant(transition.at),
    fixed_refuted: transition.fixedRefuted,
    by: transition.by,
    until: instantText(transition.until),
    verdict: plainCopy(transition.verdict),
  };
}

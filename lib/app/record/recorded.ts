import type { Decision } from '../../core/decision/decision.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type { ChainHead, ChainLink } from '../../core/record/chain-link.ts';
import { auditRowsOf } from './audit-rows.ts';
import { rowHash } from './row-hash.ts';

/** What one write of a row stores. */
export interface Recorded {
  readonly row: JobRow;
  /** What it puts into the outbox; null when it has nothing to report. */
  readonly entry: OutboxEntry | null;
}

/**
 * What is written after `before` for a decision or an action: its row with the new head of the chain, and the outbox
 * entry with its rows as further links. Both go into the same conditional write, so that no other writer can continue
 * the chain from the same head (docs/design/record.md#chain).
 */
export function recorded(before: JobRow, made: Pick<Decision, 'row' | 'transition' | 'audit'>): Recorded {
  const { row, transition, audit } = made;
  if (transition === null && audit.length === 0) return { row, entry: null };
  const entry = { key: before.version + 1, transition, audit };
  const links: ChainLink[] = [];
  let head: ChainHead | null = before.chain;
  for (const each of auditRowsOf(before.jobId, { ...entry, links })) {
    const place = { no: (head?.no ?? 0) + 1, prev: head?.hash ?? null, prevAt: head?.at ?? null };
    const hash = rowHash(each, place);
    links.push({ ...place, hash });
    head = { no: place.no, hash, at: each.at };
  }
  return { row: { ...row, chain: head }, entry: { ...entry, links } };
}

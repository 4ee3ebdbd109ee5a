import type { ChainHead, ChainLink } from '../../core/record/chain-link.ts';
import type { RulesNote } from '../../core/record/rules-note.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { rowHash } from './row-hash.ts';

/** Stands for the rules doc where chains are named by their jobs, whose ids never begin with `#`. */
export const RULES_CHAIN = '#rules';

/** A note as the link after those before it. */
export function linkedNote(
  note: Omit<RulesNote, 'link'>,
  before: readonly RulesNote[],
): RulesNote & { link: ChainLink } {
  const head = headOfNotes(before);
  const place = { no: (head?.no ?? 0) + 1, prev: head?.hash ?? null, prevAt: head?.at ?? null };
  return {
    ...note,
    link: { ...place, hash: rowHash({ ...noteRow({ ...note, link: null }), atId: idOf(place.no) }, place) },
  };
}

/** The newest link of these notes; null where none is chained. */
export function headOfNotes(notes: readonly RulesNote[]): ChainHead | null {
  return notes.reduce<ChainHead | null>(
    (top, { link, at }) => (link !== null && link.no > (top?.no ?? 0) ? { no: link.no, hash: link.hash, at } : top),
    null,
  );
}

/** A note as a row of a chain. */
export function noteRow({ at, version, source, by, rules, link }: RulesNote): AuditRow {
  const content = { kind: 'rules', version, source, by, rules: [...rules] };
  const atId = idOf(link === null ? new Date(at).toISOString() : link.no);
  return { jobId: RULES_CHAIN, atId, at, content, ...(link && { link }) };
}

function idOf(id: string | number): string {
  return `rules#${id}`;
}

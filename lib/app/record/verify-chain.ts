import { addTo } from '../../core/add-to.ts';
import type { Instant } from '../../core/instant.ts';
import type { ChainHead, ChainLink } from '../../core/record/chain-link.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { rowHash } from './row-hash.ts';

/** What can be wrong with the record: a row, or a job's newest link as the job's own row says it. */
export const FLAW_KINDS = ['changed', 'removed', 'inserted', 'head-changed'] as const;

export interface Flaw {
  readonly jobId: string;
  readonly kind: (typeof FLAW_KINDS)[number];
  /** Its number in the chain, of several that are gone the highest; null for a row that is in none. */
  readonly no: number | null;
  /** How many rows in a row are gone, down from `no`; 1 for every other kind. */
  readonly count: number;
  /** Its id; null where the row is gone. */
  readonly atId: string | null;
  /** When it happened; null where nothing says so. */
  readonly at: Instant | null;
}

/** What is known of a job's chain from outside its rows. */
export interface ChainBounds {
  /** As the job's row says; null where it says that there is none. */
  readonly head: ChainHead | null;
  /** Heads that were published before, by their numbers. */
  readonly published: ReadonlyMap<number, ChainHead>;
  /** Rows from before then are over and may be gone. */
  readonly keptFrom: Instant;
}

type Linked = AuditRow & { readonly link: ChainLink };

/**
 * What is wrong with the rows of one job, by their numbers: those in the audit log and those that are still in the outbox
 * (docs/design/record.md#verify). `rows` are all of the kinds that are chained, in no particular order, each id once.
 */
export function verifyChain(jobId: string, rows: readonly AuditRow[], bounds: ChainBounds): Flaw[] {
  const linked = rows.filter((row): row is Linked => row.link !== undefined);
  const top = topOf(linked, bounds);
  const { members, strangers } = membersOf(linked, top?.no ?? 0, bounds);
  const flaws: Flaw[] = [...strangers, ...unlinkedSince(rows, linked)].map((row) => flawOf('inserted', row));
  const isBehind = top !== null && top.no > (bounds.head?.no ?? 0);
  if (isBehind) flaws.push({ jobId, kind: 'head-changed', no: top.no, count: 1, atId: null, at: top.at });
  for (const row of members.values()) {
    const isWanted = hashesWanted(row.link.no, members, bounds).every((hash) => hash === row.link.hash);
    if (!isIntact(row) || !isWanted) flaws.push(flawOf('changed', row));
  }
  return [...flaws, ...gapsIn(jobId, members, top, bounds)].sort((a, b) => (a.no ?? 0) - (b.no ?? 0));
}

function flawOf(kind: Flaw['kind'], { jobId, link, atId, at }: AuditRow): Flaw {
  return { jobId, kind, no: link?.no ?? null, count: 1, atId, at };
}

function isIntact(row: Linked): boolean {
  return rowHash(row, row.link) === row.link.hash;
}

/** The newest link there has been, as far as anything says. The rows themselves say it only where nothing else does. */
function topOf(linked: readonly Linked[], { head, published }: ChainBounds): ChainHead | null {
  const said = [...(head === null ? [] : [head]), ...published.values()];
  const known = said.length > 0 ? said : linked.map(({ link, at }) => ({ no: link.no, hash: link.hash, at }));
  return known.reduce<ChainHead | null>((top, each) => (top === null || each.no > top.no ? each : top), null);
}

/** Of several rows with one number, one belongs to the chain; what stands beyond its end does not. */
function membersOf(
  linked: readonly Linked[],
  last: number,
  bounds: ChainBounds,
): { members: ReadonlyMap<number, Linked>; strangers: Linked[] } {
  const byNumber = new Map<number, Linked[]>();
  for (const row of linked) addTo(byNumber, row.link.no, row);
  const members = new Map<number, Linked>();
  const strangers: Linked[] = [];
  for (const [no, rows] of byNumber) {
    if (no > last) {
      strangers.push(...rows);
      continue;
    }
    const named = new Set([
      ...hashesWanted(no, new Map(), bounds),
      ...(byNumber.get(no + 1) ?? []).flatMap(({ link }) => link.prev ?? []),
    ]);
    const isNamed = ({ link }: Linked): boolean => named.has(link.hash);
    const own = rows.find((row) => isNamed(row) && isIntact(row)) ?? rows.find(isNamed) ?? rows[0];
    if (own) members.set(no, own);
    strangers.push(...rows.filter((row) => row !== own));
  }
  return { members, strangers };
}

/** What the next row, the head and what was published say that the hash of a row is. */
function hashesWanted(no: number, members: ReadonlyMap<number, Linked>, { head, published }: ChainBounds): string[] {
  const next = members.get(no + 1);
  return [
    ...(next !== undefined && isIntact(next) && next.link.prev !== null ? [next.link.prev] : []),
    ...(head?.no === no ? [head.hash] : []),
    ...[published.get(no)?.hash ?? []].flat(),
  ];
}

/** Rows that are gone before their time. Of several in a row only the newest is dated, by the row after them. */
function gapsIn(
  jobId: string,
  members: ReadonlyMap<number, Linked>,
  top: ChainHead | null,
  { published, keptFrom }: ChainBounds,
): Flaw[] {
  const flaws: Flaw[] = [];
  const present = [...members.keys()].sort((a, b) => a - b);
  const ends = [...present, ...(top === null ? [] : [top.no + 1])];
  for (const [index, end] of ends.entries()) {
    const before = present[index - 1] ?? 0;
    const no = end - 1;
    if (no <= before) continue;
    const at = (no === top?.no ? top.at : members.get(end)?.link.prevAt) ?? published.get(no)?.at ?? null;
    if (at === null || at >= keptFrom) {
      flaws.push({ jobId, kind: 'removed', no, count: no - before, atId: null, at });
    }
  }
  return flaws;
}

/** From the chain's first row on, every row of its kinds is in it. */
function unlinkedSince(rows: readonly AuditRow[], linked: readonly Linked[]): AuditRow[] {
  const begins = Math.min(...linked.map(({ at }) => at));
  return rows.filter(({ link, at }) => link === undefined && at > begins);
}

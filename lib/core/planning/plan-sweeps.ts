import { addTo } from '../add-to.ts';
import { compareBytes } from '../evidence/byte-order.ts';

/** S3 gives at most this many keys for a request. */
export const PAGE_KEYS = 1000;
/** A sweep is one listing after the other, so that more of them are made side by side. */
const MAX_SWEEP_PAGES = 32;
/** What a place is taken to hold before it was listed once: a month of daily backups. */
const UNKNOWN_KEYS = 30;

/** What one look needs of a container: all keys that begin with any of the prefixes. */
export interface WantedLook {
  /** Names the look, once in a pass. */
  readonly id: string;
  /** The bucket that is listed, and no other. */
  readonly container: string;
  /** None inside another; in byte order. */
  readonly prefixes: readonly string[];
  /** How many keys the last whole look showed; null where that is not known. */
  readonly keys: number | null;
}

/** Looks that are made by one listing, from the first of them to the last. */
export interface PlannedSweep {
  readonly container: string;
  /** Begins every prefix of the looks. */
  readonly prefix: string;
  /** In byte order of their first prefixes. */
  readonly looks: readonly WantedLook[];
  /** About how many requests it takes. */
  readonly pages: number;
}

/** What may be listed of a container: beginnings of keys. Null where that is not known. */
export type ListableOf = (container: string) => readonly string[] | null;

/**
 * Which looks are worth a common listing: those in one container and below one prefix that may be listed. A place of
 * more than a page is looked at alone, but where another look needs the same keys. A look that is not named in any
 * sweep is made alone.
 */
export function planSweeps(looks: readonly WantedLook[], listableOf: ListableOf): readonly PlannedSweep[] {
  const together = new Map<string, WantedLook[]>();
  for (const look of looks) {
    const group = groupOf(look, listableOf(look.container));
    if (group === null) continue;
    addTo(together, group, look);
  }
  return [...together.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => compareBytes(firstOf(a), firstOf(b)));
    return cut(withoutLarge(sorted));
  });
}

/** The longest beginning of both that is whole characters. */
export function commonPrefix(prefixes: readonly string[]): string {
  return prefixes.reduce((common, prefix) => {
    let length = 0;
    while (length < common.length && common[length] === prefix[length]) length += 1;
    // Half of a surrogate pair is no character.
    const last = common.charCodeAt(length - 1);
    return common.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
  });
}

function groupOf({ container, prefixes }: WantedLook, listable: readonly string[] | null): string | null {
  if (prefixes.length === 0) return null;
  if (listable === null) return container;
  const within = listable.find((beginning) => prefixes.every((prefix) => prefix.startsWith(beginning)));
  return within === undefined ? null : container + within;
}

function firstOf({ prefixes }: WantedLook): string {
  return prefixes[0] ?? '';
}

function withoutLarge(sorted: readonly WantedLook[]): readonly WantedLook[] {
  const isInside = (inner: WantedLook | undefined, outer: WantedLook | undefined) =>
    inner !== undefined && outer !== undefined && firstOf(inner).startsWith(firstOf(outer));
  return sorted.filter(
    (look, index) =>
      (look.keys ?? 0) <= PAGE_KEYS || isInside(sorted[index + 1], look) || isInside(look, sorted[index - 1]),
  );
}

/** Where a look lies inside the one before it, both are made by one listing. */
function cut(sorted: readonly WantedLook[]): readonly PlannedSweep[] {
  const sweeps: PlannedSweep[] = [];
  let looks: WantedLook[] = [];
  let keys = 0;
  let outer: string | null = null;
  const end = () => {
    const [first] = looks;
    if (first !== undefined && looks.length > 1) {
      const prefix = commonPrefix(looks.flatMap(({ prefixes }) => prefixes));
      sweeps.push({ container: first.container, prefix, looks, pages: Math.ceil(keys / PAGE_KEYS) });
    }
    looks = [];
    keys = 0;
  };
  for (const look of sorted) {
    const isInside = outer !== null && firstOf(look).startsWith(outer);
    const more = isInside ? 0 : (look.keys ?? UNKNOWN_KEYS);
    if (!isInside) {
      if (keys + more > MAX_SWEEP_PAGES * PAGE_KEYS) end();
      outer = firstOf(look);
    }
    looks.push(look);
    keys += more;
  }
  end();
  return sweeps;
}

import type { Instant } from '../instant.ts';
import { gapsOf, quantile } from './gaps.ts';
import type { GroupedFile } from './grouped-file.ts';
import type { NamePart } from './name-parts.ts';

/** What a number, a word or an id of a path is, over all files of one shape. */
type SlotUse = 'same' | 'member' | 'counter';

/** Where a slot stands. */
interface Slot {
  readonly kind: NamePart['kind'];
  /** The text directly before it. */
  readonly before: string;
  /** In a name, behind its date, time or id. */
  readonly isBehindStamp: boolean;
}

/** A member has this many files, on average, before its number is taken for its name. */
const MIN_FILES_OF_MEMBER = 3;
/** What numbers parts of one backup. */
const PART_NUMBER = /(?:vol|volume|part|chunk|seg|segment|slice|disc|disk|\.z|\.r|\.)$/i;
/** What stands before the number of a part that is behind a date: `_2`, `.s2`; not `_db2`. */
const PLAIN_NUMBER = /(?:^|[-_. (])[a-z]?$/i;
const MAX_PARTS = 100;
const MOST = 0.9;

/** What may be a name, or another each time. */
export function isSlot({ kind }: NamePart): boolean {
  return kind === 'number' || kind === 'word' || kind === 'id';
}

/** The slots of a path, in their order. */
export function slotsOf(parts: readonly (readonly NamePart[])[]): readonly Slot[] {
  return parts.flatMap((segment, at) => {
    let isBehindStamp = false;
    return segment.flatMap((part, index) => {
      if (part.kind === 'date' || part.kind === 'time') isBehindStamp = at === parts.length - 1;
      if (!isSlot(part)) return [];
      const last = segment[index - 1];
      const slot = { kind: part.kind, before: last?.kind === 'text' ? last.text : '', isBehindStamp };
      if (part.kind === 'id') isBehindStamp = at === parts.length - 1;
      return [slot];
    });
  });
}

/**
 * Of a value that comes back again and again, the name of a member; a counter is another each time, goes on, or numbers the
 * parts of one backup or the days of a cycle.
 */
export function useOf(files: readonly GroupedFile[], slot: number, { kind, before, isBehindStamp }: Slot): SlotUse {
  const spans = new Map<string, { first: number; last: number }>();
  const mostNames = files.length / MIN_FILES_OF_MEMBER;
  for (const { object, slots } of files) {
    if (spans.size > 1 && spans.size > mostNames) return 'counter';
    const span = spans.get(slots[slot] ?? '');
    const at = object.lastModified;
    if (span === undefined) spans.set(slots[slot] ?? '', { first: at, last: at });
    else {
      span.first = Math.min(span.first, at);
      span.last = Math.max(span.last, at);
    }
  }
  // A year is the same only until it ends.
  if (spans.size === 1) return isYear(files, slot) ? 'counter' : 'same';
  if (kind === 'word' || PART_NUMBER.test(before) || spans.size > mostNames) return 'counter';
  const values = [...spans.keys()];
  if (isBehindStamp && PLAIN_NUMBER.test(before) && areParts(values)) return 'counter';
  // Numbers of weeks and months come one after the other; members are written side by side.
  const inOrder = [...spans.values()].sort((a, b) => a.first - b.first);
  const apart = inOrder.filter(({ first }, index) => index > 0 && first > (inOrder[index - 1]?.last ?? first)).length;
  if (apart >= 0.8 * (inOrder.length - 1)) return 'counter';
  return kind === 'number' && isCycle(files, slot, values) ? 'counter' : 'member';
}

/** The year in which each of the files was made. */
function isYear(files: readonly GroupedFile[], slot: number): boolean {
  const value = files[0]?.slots[slot] ?? '';
  return (
    /^20\d\d$/.test(value) &&
    files.every(({ object }) => new Date(object.lastModified).getUTCFullYear() === Number(value))
  );
}

/** Numbers from 0 or 1 on without a gap. */
function areParts(values: readonly string[]): boolean {
  if (values.length > MAX_PARTS || values.some((value) => !/^\d{1,3}$/.test(value))) return false;
  const numbers = values.map(Number).sort((a, b) => a - b);
  const [least = -1] = numbers;
  return (least === 0 || least === 1) && numbers.every((value, index) => value === least + index);
}

/** One file at a time, evenly apart, each with the number behind that of the one before, and again from the first. */
function isCycle(files: readonly GroupedFile[], slot: number, values: readonly string[]): boolean {
  if (values.length < 3) return false;
  const numbers = values.map(Number).sort((a, b) => a - b);
  const next = new Map(numbers.map((value, index) => [value, numbers[(index + 1) % numbers.length]]));
  const inOrder = files
    .map(({ object, slots }): { at: Instant; value: number } => ({
      at: object.lastModified,
      value: Number(slots[slot]),
    }))
    .sort((a, b) => a.at - b.at);
  const follows = inOrder.slice(1).filter(({ value }, index) => value === next.get(inOrder[index]?.value ?? -1)).length;
  if (follows < MOST * (inOrder.length - 1)) return false;
  const gaps = gapsOf(inOrder.map(({ at }) => at));
  return quantile(gaps, 0.1) >= 0.3 * quantile(gaps, MOST);
}

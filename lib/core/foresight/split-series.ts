import type { DateDigits } from '../evidence/place-matcher.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import type { NamePart } from './name-parts.ts';
import type { Piece } from './series.ts';

/** One file of a group, with what differs in its path. */
export interface GroupedFile {
  readonly object: ListedObject;
  /** Its numbers and words, in their order. */
  readonly slots: readonly string[];
  readonly dates: readonly DateDigits[];
}

/** Files whose paths differ only in dates, times, numbers, weekdays and ids. */
export interface ShapeGroup {
  readonly parts: readonly (readonly NamePart[])[];
  readonly files: GroupedFile[];
}

/** Files that make one series, with the pieces of their place. */
export interface FoundFiles {
  readonly segments: readonly (readonly Piece[])[];
  readonly files: readonly GroupedFile[];
}

/** A member has so many files, on average, before its number is taken for its name. */
const MIN_FILES_OF_MEMBER = 3;
/** What numbers parts of one backup. */
const PART_NUMBER = /(?:vol|volume|part|chunk|seg|segment|slice|disc|disk|\.z|\.r|\.)$/i;

/** The same text for paths of the same shape. */
export function shapeKey(parts: readonly (readonly NamePart[])[]): string {
  return parts
    .map((segment) =>
      segment
        .map((part) => {
          switch (part.kind) {
            case 'text':
              return part.text;
            case 'date':
              return `\u0001${part.template}`;
            default:
              return `\u0001${part.kind}`;
          }
        })
        .join(''),
    )
    .join('/');
}

/** What differs in one path. */
export function grouped(object: ListedObject, parts: readonly (readonly NamePart[])[]): GroupedFile {
  const slots: string[] = [];
  const dates: DateDigits[] = [];
  for (const segment of parts) {
    for (const part of segment) {
      if (part.kind === 'number' || part.kind === 'word') slots.push(part.text);
      else if (part.kind === 'date') dates.push(part.digits);
    }
  }
  return { object, slots, dates };
}

/**
 * The series that lie in files of one shape: a number that comes back again and again is the name of a member, and each
 * has a series of its own; one that goes on, or is never the same, is a counter.
 */
export function splitByMembers({ parts, files }: ShapeGroup): readonly FoundFiles[] {
  const slotParts = parts.flat().filter((part) => part.kind === 'number' || part.kind === 'word');
  const before = textBefore(parts);
  const names: number[] = [];
  const stars = new Set<number>();
  for (const [slot, part] of slotParts.entries()) {
    const use = useOf(files, slot, part.kind === 'word' || PART_NUMBER.test(before[slot] ?? ''));
    if (use === 'member') names.push(slot);
    else if (use === 'counter') stars.add(slot);
  }
  const series = new Map<string, GroupedFile[]>();
  for (const file of files) {
    const key = names.map((slot) => file.slots[slot]).join('\u0001');
    const found = series.get(key);
    if (found === undefined) series.set(key, [file]);
    else found.push(file);
  }
  return [...series.values()].map((of) => ({ segments: piecesOf(parts, of, stars), files: of }));
}

type SlotUse = 'same' | 'member' | 'counter';

function useOf(files: readonly GroupedFile[], slot: number, isNeverMember: boolean): SlotUse {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { object, slots } of files) {
    const span = spans.get(slots[slot] ?? '');
    const at = object.lastModified;
    if (span === undefined) spans.set(slots[slot] ?? '', { first: at, last: at });
    else {
      span.first = Math.min(span.first, at);
      span.last = Math.max(span.last, at);
    }
  }
  if (spans.size === 1) return 'same';
  if (isNeverMember || files.length < spans.size * MIN_FILES_OF_MEMBER) return 'counter';
  // Numbers of weeks and months come one after the other; members are written side by side.
  const inOrder = [...spans.values()].sort((a, b) => a.first - b.first);
  const apart = inOrder.filter(({ first }, index) => index > 0 && first > (inOrder[index - 1]?.last ?? first)).length;
  return apart >= 0.8 * (inOrder.length - 1) ? 'counter' : 'member';
}

/** The text that stands directly before each number or word. */
function textBefore(parts: readonly (readonly NamePart[])[]): readonly string[] {
  return parts.flatMap((segment) =>
    segment.flatMap((part, index) => {
      if (part.kind !== 'number' && part.kind !== 'word') return [];
      const last = segment[index - 1];
      return [last?.kind === 'text' ? last.text : ''];
    }),
  );
}

function piecesOf(
  parts: readonly (readonly NamePart[])[],
  files: readonly GroupedFile[],
  stars: ReadonlySet<number>,
): readonly (readonly Piece[])[] {
  const [first] = files;
  const kept = datesKept(files);
  let slot = -1;
  let date = -1;
  return parts.map((segment) => {
    const pieces: Piece[] = [];
    const literal = (text: string) => {
      const last = pieces.at(-1);
      if (last?.kind === 'literal') pieces[pieces.length - 1] = { kind: 'literal', text: last.text + text };
      else pieces.push({ kind: 'literal', text });
    };
    for (const part of segment) {
      switch (part.kind) {
        case 'text':
          literal(part.text);
          break;
        case 'date':
          date += 1;
          pieces.push(kept[date] ? { kind: 'date', template: part.template } : { kind: 'star' });
          break;
        case 'number':
        case 'word':
          slot += 1;
          if (stars.has(slot)) pieces.push({ kind: 'star' });
          else literal(first?.slots[slot] ?? part.text);
          break;
        case 'time':
        case 'id':
          pieces.push({ kind: 'star' });
          break;
        default:
          part satisfies never;
      }
    }
    return pieces;
  });
}

/** Of several dates in a path all are kept where they agree, else the last: of an increment, the day that it is of. */
function datesKept(files: readonly GroupedFile[]): readonly boolean[] {
  const count = files[0]?.dates.length ?? 0;
  const agree = files.every(({ dates }) => {
    const all: Record<string, string> = {};
    return dates.every((digits) =>
      Object.entries(digits).every(([unit, text]) => {
        const isSame = all[unit] === undefined || all[unit] === text;
        all[unit] = text;
        return isSame;
      }),
    );
  });
  return Array.from({ length: count }, (_, index) => agree || index === count - 1);
}

import type { DateDigits } from '../evidence/key-search.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import type { Instant } from '../instant.ts';
import { endOf } from './end-of-copy.ts';
import type { NamePart } from './name-parts.ts';
import type { Piece } from './series.ts';

/** One file of a group, with what differs in its path. */
export interface GroupedFile {
  readonly object: ListedObject;
  readonly ts: Instant;
  /** Its numbers and words, in their order. */
  readonly slots: readonly string[];
}

/** Files whose paths differ only in dates, times, numbers, weekdays and ids. */
export class ShapeGroup {
  /** Of the first of them. */
  readonly parts: readonly (readonly NamePart[])[];
  readonly files: GroupedFile[] = [];
  /** Whether the dates in each path say the same of it. */
  areDatesOne = true;

  constructor(parts: readonly (readonly NamePart[])[]) {
    this.parts = parts;
  }

  /** Takes a file with the parts of its own path; `zone` is that of dates. */
  add(object: ListedObject, parts: readonly (readonly NamePart[])[], zone: string): void {
    const slots: string[] = [];
    let digits: DateDigits = {};
    for (const segment of parts) {
      for (const part of segment) {
        if (part.kind === 'number' || part.kind === 'word') slots.push(part.text);
        else if (part.kind === 'date') {
          if (this.areDatesOne && !areOne(digits, part.digits)) this.areDatesOne = false;
          digits = { ...digits, ...part.digits };
        }
      }
    }
    this.files.push({
      object,
      ts: endOf(object.lastModified, digits, zone),
      slots: slots.length === 0 ? NO_SLOTS : slots,
    });
  }
}

const NO_SLOTS: readonly string[] = [];

function areOne(a: DateDigits, b: DateDigits): boolean {
  for (const unit in b) {
    const [own, other] = [a[unit as keyof DateDigits], b[unit as keyof DateDigits]];
    if (own !== undefined && own !== other) return false;
  }
  return true;
}

/** Files that make one series, with the pieces of their place. */
export interface FoundFiles {
  readonly segments: readonly (readonly Piece[])[];
  readonly files: readonly GroupedFile[];
}

/** A member has this many files, on average, before its number is taken for its name. */
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

/**
 * The series that lie in files of one shape: a number that comes back again and again is the name of a member, and each
 * has a series of its own; one that goes on, or is never the same, is a counter.
 */
export function splitByMembers({ parts, files, areDatesOne }: ShapeGroup): readonly FoundFiles[] {
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
  return [...series.values()].map((of) => ({ segments: piecesOf(parts, of, stars, areDatesOne), files: of }));
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
  areDatesOne: boolean,
): readonly (readonly Piece[])[] {
  const [first] = files;
  // Of several dates in a path all are kept where they agree, else the last: of an increment, the day that it is of.
  const lastDate = parts.flat().filter(({ kind }) => kind === 'date').length - 1;
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
          pieces.push(areDatesOne || date === lastDate ? { kind: 'date', template: part.template } : { kind: 'star' });
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

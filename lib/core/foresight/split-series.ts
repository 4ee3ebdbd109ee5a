import { addTo } from '../add-to.ts';
import type { DateDigits } from '../evidence/key-search.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { DAY_MS, SECOND_MS } from '../instant.ts';
import { endOf } from './end-of-copy.ts';
import type { GroupedFile } from './grouped-file.ts';
import type { NamePart } from './name-parts.ts';
import type { Piece } from './series.ts';
import { isSlot, slotsOf, useOf } from './slot-use.ts';

/** Files whose paths differ only in dates, times, numbers, weekdays and ids. */
export class ShapeGroup {
  /** Of the first of them, or of one that is a numbered copy. */
  parts: readonly (readonly NamePart[])[];
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
        if (isSlot(part)) slots.push(part.text);
        else if (part.kind === 'copy') this.parts = parts;
        else if (part.kind === 'date') {
          const isOne = areOne(digits, part.digits);
          if (!isOne) this.areDatesOne = false;
          digits = isOne ? { ...digits, ...part.digits } : part.digits;
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
  const [seconds, { yyyy, MM, dd }] = [a.unix ?? b.unix, { ...a, ...b }];
  if (seconds === undefined || yyyy === undefined || MM === undefined || dd === undefined) return true;
  return Math.abs(Number(seconds) * SECOND_MS - Date.UTC(Number(yyyy), Number(MM) - 1, Number(dd))) <= 2 * DAY_MS;
}

/** Files that make one series, with the pieces of their place. */
export interface FoundFiles {
  readonly segments: readonly (readonly Piece[])[];
  readonly files: readonly GroupedFile[];
}

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
            case 'copy':
              return '';
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
  const all = slotsOf(parts);
  const names: number[] = [];
  const stars = new Set<number>();
  for (const [slot, of] of all.entries()) {
    const use = useOf(files, slot, of);
    if (use === 'member') names.push(slot);
    else if (use === 'counter') stars.add(slot);
  }
  const series = new Map<string, GroupedFile[]>();
  for (const file of files) {
    const key = names.map((slot) => file.slots[slot]).join('\u0001');
    addTo(series, key, file);
  }
  return [...series.values()].map((of) => ({ segments: piecesOf(parts, of, stars, areDatesOne), files: of }));
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
        case 'id':
          slot += 1;
          if (stars.has(slot)) pieces.push({ kind: 'star' });
          else literal(first?.slots[slot] ?? part.text);
          break;
        case 'time':
        case 'copy':
          pieces.push({ kind: 'star' });
          break;
        default:
          part satisfies never;
      }
    }
    return pieces;
  });
}

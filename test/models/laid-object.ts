import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import type { Inside } from './reference/judge.ts';

/** An object of a place. `read`: what it holds from a byte on, where that is looked at. */
export interface LaidObject extends ListedObject {
  readonly read?: (from: number, maxBytes: number) => Uint8Array;
}

const BEGINS = '--\n-- PostgreSQL database dump\n--\n\n';
const FILLS = 'CREATE TABLE orders (id integer);\n';
const ENDS = '\n--\n-- PostgreSQL database dump complete\n--\n\n';
/** Less has no room for a dump, and is of no kind. */
const LEAST_DUMP = 200;
/** Of more only the ends are read, which do not show whether it holds anything. */
const MOST_READ = (1 << 20) + 64 * 1024;

/** What is found of it. */
export function foundInside(inside: Inside, size: number): Inside | null {
  if (size === 0) return 'damaged';
  if (size < LEAST_DUMP) return null;
  return inside === 'hollow' && size > MOST_READ ? 'whole' : inside;
}

/** Reads a dump of so many bytes that is whole, cut short or empty. */
export function readDump(inside: Inside, size: number, content: string): NonNullable<LaidObject['read']> {
  const begin = Buffer.from(`${BEGINS}-- ${content}\n${inside === 'hollow' ? '' : FILLS}`);
  const end = Buffer.from(inside === 'damaged' ? '' : ENDS);
  return (from, maxBytes) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(maxBytes, size - from)), size < LEAST_DUMP ? 'x' : '\n');
    if (size < LEAST_DUMP) return bytes;
    for (const [part, at] of [
      [begin, -from],
      [end, size - end.length - from],
    ] as const) {
      if (at < bytes.length) part.subarray(Math.max(0, -at)).copy(bytes, Math.max(0, at));
    }
    return bytes;
  };
}

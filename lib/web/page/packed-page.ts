import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** Pages around one table that are kept: one for each person who looks at it, and a few that were shown before. */
const MAX_KEPT = 20;

type Packed = Uint8Array<ArrayBuffer>;

const pack = promisify(gzip);
const kept = new WeakMap<object, Map<string, Promise<Packed>>>();

/**
 * A page with a large table in it, compressed, and kept with the table. What is around the table is small and made each
 * time: while it is the same, so is the whole page. `around` makes the page of what stands where the table does.
 */
export async function packedPage(table: Markup, around: (table: Markup) => Markup): Promise<Packed> {
  const pages = kept.get(table) ?? new Map<string, Promise<Packed>>();
  kept.set(table, pages);
  const key = String(await around(html``));
  const packed = pages.get(key) ?? packedText(around(table));
  pages.delete(key);
  pages.set(key, packed);
  const [oldest] = pages.keys();
  if (pages.size > MAX_KEPT && oldest !== undefined) pages.delete(oldest);
  return packed;
}

async function packedText(page: Markup): Promise<Packed> {
  return new Uint8Array(await pack(String(await page)));
}

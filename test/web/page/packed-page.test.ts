import { gunzipSync } from 'node:zlib';
import { html } from 'hono/html';
import { expect, it } from 'vitest';
import type { Markup } from '../../../lib/web/page/markup.ts';
import { packedPage } from '../../../lib/web/page/packed-page.ts';

const within = (heading: string) => (table: Markup) => html`<h1>${heading}</h1>${table}`;
const textOf = (packed: Uint8Array) => gunzipSync(packed).toString();

it('is the page around the table, compressed', async () => {
  expect(textOf(await packedPage(html`<table>&amp;</table>`, within('2 < 3')))).toBe(
    '<h1>2 &lt; 3</h1><table>&amp;</table>',
  );
});

it('is kept while the table and what is around it are the same', async () => {
  const table = html`<table></table>`;
  const first = await packedPage(table, within('one'));
  expect(await packedPage(table, within('one'))).toBe(first);
  expect(textOf(await packedPage(table, within('two')))).toBe('<h1>two</h1><table></table>');
  expect(textOf(await packedPage(html`<table>new</table>`, within('one')))).toBe('<h1>one</h1><table>new</table>');
  expect(await packedPage(table, within('one'))).toBe(first);
});

it('is made again after many others', async () => {
  const table = html`<table></table>`;
  const of = (index: number) => packedPage(table, within(String(index)));
  const first = await of(0);
  for (let index = 1; index < 20; index += 1) await of(index);
  expect(await of(0)).toBe(first);
  for (let index = 20; index < 40; index += 1) await of(index);
  expect(await of(0)).not.toBe(first);
});

import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DumpLines } from '../../../lib/prove/recipes/dump-lines.ts';

async function passed(
  chunks: readonly Buffer[],
  first: string,
  look: (line: string) => string | null,
): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of Readable.from(chunks).pipe(new DumpLines(first, look))) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test('however a dump comes in chunks, each shown line is seen once and the rest passes as it is', async () => {
  const line = fc.constantFrom('\\! ls', '\\connect a', 'plain', '', 'CREATE TABLE a (', 'x'.repeat(40));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 50 }), async (lines, size) => {
      const text = lines.join('\n');
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const seen: string[] = [];
      const out = await passed(chunks, '\\C', (shown) => {
        seen.push(shown);
        return shown.startsWith('\\!') ? '' : null;
      });
      expect(seen).toEqual(lines.filter((one) => /^[\\C]/.test(one)));
      expect(out).toBe(text.replaceAll(/^\\! ls(\n|$)/gm, ''));
    }),
    { numRuns: 100 },
  );
});

test('a line longer than what is looked at passes as it is, and the next is seen', async () => {
  const long = `C${'y'.repeat(200_000)}`;
  const seen: string[] = [];
  const out = await passed([Buffer.from(`${long}\nCREATE\n`)], 'C', (line) => {
    seen.push(line);
    return null;
  });
  expect([out, seen]).toEqual([`${long}\nCREATE\n`, ['CREATE']]);
});

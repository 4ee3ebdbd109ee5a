import { expect, test } from 'vitest';
import { OutputTail } from '../../../lib/runner/attempt/output-tail.ts';

test('the tail holds the last 16 KB, from the beginning of a line on', () => {
  const tail = new OutputTail();
  for (let line = 0; line < 5000; line += 1) tail.add(Buffer.from(`line ${line} of the output\n`));
  const text = tail.text();
  expect(text.length).toBeLessThanOrEqual(16 * 1024);
  expect(text.length).toBeGreaterThan(16 * 1024 - 100);
  expect(text).toMatch(/^line \d+ of the output\n/);
  expect(text.endsWith('line 4999 of the output\n')).toBe(true);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPingBody } from '../../../lib/core/ping/ping-body.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('bodies of pings', () => {
  it('whatever bytes come, at most 10,000 of them are kept as text', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 9_990, maxLength: 10_050 }));
    fc.assert(
      fc.property(bytes, (body) => {
        const kept = readPingBody(body, 'the-key').body;
        expect(kept === null).toBe(body.length === 0);
        expect((kept ?? '').length).toBeLessThanOrEqual(10_000);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['an object without end', '{"a":'.repeat(20_000)],
    ['lists within lists', `{"a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`],
    ['a prototype', '{"__proto__":{"size_bytes":5}}'],
    ['numbers as text', '{"size_bytes":"5"}'],
    ['another status', '{"status":"toString"}'],
  ])('%s says nothing', (_, text) => {
    expect(readPingBody(bytesOf(text), 'the-key')).toMatchObject({
      sizeBytes: null,
      files: null,
      location: null,
      status: null,
    });
  });

  it('a mark of byte order does not hide numbers', () => {
    expect(readPingBody(bytesOf('\ufeff {"files": 2}\n'), 'the-key').files).toBe(2);
  });
});

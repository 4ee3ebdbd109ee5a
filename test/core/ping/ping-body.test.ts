import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPingBody } from '../../../lib/core/ping/ping-body.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('bodies of pings', () => {
  it('whatever bytes come, at most 10,000 of them are kept as text, and a mark where some are left out', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 9_990, maxLength: 10_050 }));
    fc.assert(
      fc.property(bytes, (body) => {
        const kept = readPingBody(body, 'the-key').body;
        expect(kept === null).toBe(body.length === 0);
        expect((kept ?? '').length).toBeLessThanOrEqual(10_005);
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

  it('of a long body the first 2,000 and the last 8,000 bytes are kept', () => {
    const body = readPingBody(bytesOf(`${'a'.repeat(2_000)}${'b'.repeat(90_000)}${'c'.repeat(8_000)}`), 'the-key').body;
    expect(body).toBe(`${'a'.repeat(2_000)}\n...\n${'c'.repeat(8_000)}`);
  });

  it('a character that a cut goes through is left out', () => {
    const body = readPingBody(
      bytesOf(`${'a'.repeat(1_999)}€${'b'.repeat(9_000)}€${'c'.repeat(7_998)}`),
      'the-key',
    ).body;
    expect(body).toBe(`${'a'.repeat(1_999)}\n...\n${'c'.repeat(7_998)}`);
  });

  it.each(['completed', 'completed-with-warnings', 'unchanged', 'failed', 'running', 'skipped'] as const)(
    'the status %s is taken from a JSON body',
    (status) => {
      expect(readPingBody(bytesOf(JSON.stringify({ status })), 'the-key').status).toBe(status);
    },
  );

  it.each([
    ['the report of a proof', '{"kind":"proof","verdict":"proven"}', true],
    ['the report of a run', '{"kind":"run","status":"completed"}', false],
    ['no body', '', false],
  ])('%s is known as such', (_, text, isProof) => {
    expect(readPingBody(bytesOf(text), 'the-key').isProof).toBe(isProof);
  });

  it('a mark of byte order does not hide numbers', () => {
    expect(readPingBody(bytesOf('\ufeff {"files": 2}\n'), 'the-key').files).toBe(2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPingBody } from '../../../lib/core/ping/ping-body.ts';
import { readPingRequest } from '../../../lib/core/ping/ping-request.ts';
import { RateLimit } from '../../../lib/core/ping/rate-limit.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('addresses of pings', () => {
  const uuid = fc.uuid();
  const id = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);
  const key = fc.stringMatching(/^[\w-]{43}$/);
  const suffix = fc.constantFrom('', '/start', '/fail', '/log', '/0', '/255');
  const node = fc.option(id.filter((name) => !['start', 'fail', 'log'].includes(name)));

  it("a job's own key, with any suffix and any run id, is read as it was written", () => {
    fc.assert(
      fc.property(uuid, suffix, fc.option(uuid), (jobKey, end, rid) => {
        expect(readPingRequest(`/ping/${jobKey}${end}`, rid)).toMatchObject({
          sender: { kind: 'job-key', key: jobKey },
          rid,
          fault: null,
        });
      }),
    );
  });

  it('so is a key for all jobs, with any job and any node that the rules doc takes', () => {
    fc.assert(
      fc.property(key, id, node, suffix, (allJobs, parentId, name, end) => {
        const path = `/ping/${allJobs}/${parentId}${name === null ? '' : `/${name}`}${end}`;
        expect(readPingRequest(path, null)?.sender).toEqual({
          kind: 'all-jobs-key',
          key: allJobs,
          parentId,
          node: name,
        });
      }),
    );
  });

  it('whatever is asked for, the answer is an address or none', () => {
    const part = fc.oneof(fc.string(), uuid, suffix, id, fc.constantFrom('..', '/', '%2f', '-1', '1e2', '٣'));
    fc.assert(
      fc.property(fc.array(part), fc.option(fc.string()), (parts, rid) => {
        const path = `/ping/${parts.join('/')}`;
        const read = readPingRequest(path, rid);
        if (read === null) return;
        expect(path.startsWith(`/ping/${read.sender.key}`)).toBe(true);
        expect(read.exitStatus === null || read.exitStatus >= 0).toBe(true);
        if (read.exitStatus !== null && read.exitStatus > 255) expect(read.fault).not.toBeNull();
      }),
    );
  });
});

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

describe('a rate limit', () => {
  it('is a bucket of tokens for each key: as many as a minute fills, filled evenly', () => {
    const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), afterMs: fc.integer({ min: 0, max: 90_000 }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), steps, (perMinute, taken) => {
        const limit = new RateLimit(perMinute, 10);
        const buckets = new Map<string, { tokens: number; at: number }>();
        let now = 1_000;
        for (const { key, afterMs } of taken) {
          now += afterMs;
          const bucket = buckets.get(key) ?? { tokens: perMinute, at: now };
          const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000);
          const has = tokens >= 1 - 1e-6;
          expect(limit.take(key, now)).toBe(has);
          buckets.set(key, { tokens: has ? tokens - 1 : tokens, at: now });
        }
      }),
    );
  });

  it('forgets whoever has not come for longest, when there are too many', () => {
    const limit = new RateLimit(1, 2);
    expect(['a', 'b', 'c', 'c', 'b', 'a'].map((key) => limit.take(key, 0))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

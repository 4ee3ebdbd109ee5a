import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPingRequest } from '../../../lib/core/ping/ping-request.ts';

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
          problem: null,
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
        expect((read.exitStatus ?? 0) > 255 && read.problem === null).toBe(false);
      }),
    );
  });
});

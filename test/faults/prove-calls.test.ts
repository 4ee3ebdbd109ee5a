import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { ProvePorts } from '../../lib/prove/current-proof.ts';
import { prove } from '../../lib/prove/prove.ts';
import { makeProveSettings } from '../../lib/prove/settings/make-prove-settings.ts';
import type { ProofResult } from '../../lib/runner/notify/proof-report.ts';
import { Stop } from '../../lib/runner/stop.ts';
import { documentOf, NOW } from '../web/ping-setting.ts';
import { FATES, type Fate, NumberedCalls } from './numbered-calls.ts';

const [JOB] = documentOf(`
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs: { orders: { backup: "s3://acme/mirror/2026-11-21/", rule: "every 24 hours, at least 1 B" } }
`).jobs;

/** Proofs of a folder in a bucket, whose files are read where they are. */
const STORIES = [
  { name: 'a folder at a place', from: { 'copy-from': 's3://acme/mirror/2026-11-21/' }, calls: 5 },
  { name: 'the newest good copy of a job', from: { rules: '/srv/rules.yaml' }, calls: 3 },
] as const;

/** Where a process is killed, its guard cleans up after it, which needs a process: test/e2e/prove-ends.test.ts. */
const FAILURES = FATES.filter((fate) => !fate.startsWith('killed'));

const NUMBERING = {
  local: ['notifier', 'now', 'env', 'stop', 'step', 'say'],
  opens: { sourceOf: () => 'source', destinationOf: () => 'destination' },
};

const OBJECTS: readonly ListedObject[] = [1, 2].map((n) => {
  return { key: `mirror/2026-11-21/${n}.dump`, sizeBytes: 10 * n, lastModified: NOW - 5 * HOUR_MS - n };
});

const SOURCE = {
  async *list(_place: unknown, prefix: string, startAfter = '') {
    yield OBJECTS.filter(({ key }) => key.startsWith(prefix) && key > startAfter);
  },
  unfinishedUploads: async () => [],
  read: async (_place: unknown, key: string, _limit: number, offset: number) => {
    const { sizeBytes } = OBJECTS.find((each) => each.key === key) ?? { sizeBytes: 0 };
    return new Uint8Array(sizeBytes - offset);
  },
  requests: { list: 0, get: 0 },
};

/** Two proofs of one host, the first of which is interrupted. */
async function play(from: (typeof STORIES)[number]['from'], nth: number, fate: Fate) {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-prove-calls-'));
  const scratch = join(folder, 'scratch');
  const [notified, calls]: [ProofResult[], string[]] = [[], []];
  const options = { ...from, recipe: 'files', scratch, state: join(folder, 'state'), 'trust-copy': true };
  const given = new Map(
    Object.entries(options).map(([name, value]) => [name, { value, folder: '/', where: `--${name}` }]),
  );
  const settings = makeProveSettings('orders', null, given, {});
  const ports = {
    notifier: {
      ...{ masked: (text: string) => text, began: async () => {}, resend: async () => {} },
      ended: async (result: ProofResult) => {
        notified.push(result);
        return { phase: 'notify', ok: true, message: '' };
      },
    },
    ...{ sourceOf: async () => SOURCE, destinationOf: async () => ({ credentialsEndAt: async () => null }) },
    ...{ jobOf: async () => JOB, now: () => NOW, env: process.env, stop: new Stop(), step: () => {}, say: () => {} },
  } as unknown as ProvePorts;
  try {
    await mkdir(scratch);
    const numbered = new NumberedCalls(nth, fate, NUMBERING);
    const { result } = await prove(settings, numbered.over(ports));
    calls.push(...numbered.calls);
    const left = await readdir(scratch);
    const { result: next } = await prove(settings, ports);
    return { calls, hit: numbered.hit ?? 'none', result, next, left, notified };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.each(STORIES)('$name', ({ from, calls }) => {
  it('is proven, by these calls at least', async () => {
    const { result, calls: made } = await play(from, Number.POSITIVE_INFINITY, 'refused');
    expect(result.proof).toMatchObject({ ending: 'proven' });
    expect(made.length).toBeGreaterThanOrEqual(calls);
  });

  const points = Array.from({ length: calls }, (_, index) => index + 1);
  it.each(points)('is never refuted by a call that fails, and the next is proven: call %i', async (nth) => {
    for (const fate of FAILURES) {
      const { hit, result, next, left, notified } = await play(from, nth, fate);
      // The rules doc, the credentials, and the place.
      const endings = hit.startsWith('source.') ? ['unreachable'] : ['preflight'];
      expect(endings, `${hit}, ${fate}: ${result.proof.summary}`).toContain(result.proof.ending);
      expect(left, hit).toEqual([]);
      expect(next.proof.ending, hit).toBe('proven');
      expect(notified, hit).toEqual([result, next]);
    }
  });
});

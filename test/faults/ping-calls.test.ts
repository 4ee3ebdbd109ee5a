import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { hashOf, liveJobKeys, newKey } from '../../lib/app/ping/ping-key.ts';
import { type PingAnswer, type PingPorts, PingReceiver } from '../../lib/app/ping/receive-ping.ts';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { readPingRequest } from '../../lib/core/ping/ping-request.ts';
import { documentOf, NOW } from '../web/ping-setting.ts';
import { type Fate, fatesOf, NumberedCalls } from './numbered-calls.ts';

const DOCUMENT = documentOf(`
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs: { orders: { heartbeat: true, rule: every 24 hours } }
`);
const MASTER = newKey();
const ALL_JOBS = newKey();
const JOB_KEY = liveJobKeys(MASTER, 'orders', null, NOW)[0]?.key ?? '';

/** A ping, what becomes of it where nothing is interrupted, and how many calls it makes at least. */
const STORIES = [
  { name: 'a success of a known job', path: `/ping/${JOB_KEY}`, kept: ['orders success'], calls: 5 },
  { name: 'a failure of a known job', path: `/ping/${JOB_KEY}/fail`, kept: ['orders fail'], calls: 5 },
  {
    name: 'a failure of a job that is not known',
    path: `/ping/${ALL_JOBS}/ledger/fail`,
    kept: ['proposed ledger fail'],
    calls: 7,
  },
] as const;

const NUMBERING = { local: ['clock', 'elapsedMs', 'onError', 'sleep'] };

/** A client sends a ping until it is answered; the server may be killed, and is then started again. */
async function play(path: string, nth: number, fate: Fate) {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-ping-'));
  let now = NOW;
  const stores = await openEmbeddedStore(folder, { now: () => now });
  const [judged, announced]: [string[], string[]] = [[], []];
  try {
    await stores.pingKeys.addAllJobsKey({ hash: hashOf(ALL_JOBS), createdAt: NOW, until: null });
    const ports: PingPorts = {
      ...{ document: async () => DOCUMENT, masterKey: async () => MASTER, keys: stores.pingKeys },
      ...{ proposals: stores.proposals, heartbeats: stores.heartbeats, clock: () => now, elapsedMs: () => now - NOW },
      ...{ onError: () => {}, sleep: async () => {} },
      onHeartbeat: async ({ jobId }) => void judged.push(jobId),
      onFailedProposal: async ({ parentId }) => void announced.push(parentId),
    };
    const request = readPingRequest(path, null);
    if (request === null) throw new Error(`${path} is no ping`);
    const ping = { request, body: new Uint8Array(), from: { address: '192.0.2.1', userAgent: null } };
    const numbered = new NumberedCalls(nth, fate, NUMBERING);
    let receiver = new PingReceiver(numbered.over(ports), 0);
    let answer: PingAnswer | null = null;
    for (let tries = 0; tries < 3 && answer === null; tries += 1) {
      answer = await receiver.receive(ping).catch(() => null);
      now += MINUTE_MS;
      if (answer === null && fate.startsWith('killed')) receiver = new PingReceiver(ports, 0);
    }
    const heartbeats = await stores.heartbeats.newest('orders', 10);
    const proposals = await stores.proposals.read();
    const kept = [
      ...heartbeats.map(({ jobId, signal }) => `${jobId} ${signal}`),
      ...proposals.map(({ parentId, signal }) => `proposed ${parentId} ${signal}`),
    ];
    return { numbered, kept, status: answer?.status, judged, announced };
  } finally {
    await stores.close();
    await rm(folder, { recursive: true });
  }
}

describe.each(STORIES)('$name', ({ path, kept: wanted, calls }) => {
  it('is kept, by these calls at least', async () => {
    const { numbered, kept, judged, announced } = await play(path, Number.POSITIVE_INFINITY, 'refused');
    expect(kept).toEqual(wanted);
    expect([...judged, ...announced]).toHaveLength(1);
    expect(numbered.calls.length).toBeGreaterThanOrEqual(calls);
  });

  const points = Array.from({ length: calls }, (_, index) => index + 1);
  const cases = points.flatMap((nth) => fatesOf(nth).map((fate) => ({ nth, fate })));
  it.each(cases)(
    'call $nth, $fate: it is answered and kept, twice only where its record had no answer',
    async (given) => {
      const { numbered, kept, status, judged, announced } = await play(path, given.nth, given.fate);
      const call = numbered.hit ?? 'none';
      expect(status, call).toBeLessThan(300);
      expect([...new Set(kept)], call).toEqual(wanted);
      // The server was killed, or did not learn of it, after the heartbeat was stored: the client's next ping is another one.
      const isInDoubt = /heartbeats.record|onHeartbeat/.test(call) && given.fate !== 'refused';
      expect(kept.length, call).toBeLessThanOrEqual(isInDoubt ? 2 : 1);
      expect(judged.length, call).toBeLessThanOrEqual(kept.length);
      expect(announced.length, call).toBeLessThanOrEqual(1);
    },
  );
});

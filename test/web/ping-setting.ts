import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { type EmbeddedStore, openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { hashOf, liveJobKeys, newKey } from '../../lib/app/ping/ping-key.ts';
import type { PingPorts } from '../../lib/app/ping/receive-ping.ts';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { pingApp } from '../../lib/web/ping-app.ts';

export const NOW = Date.parse('2026-11-21T08:00:00Z');

const RULES = `
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  orders-db: { heartbeat: true, rule: every 24 hours }
  other: { heartbeat: true, rule: every 24 hours }
  start: { heartbeat: true, rule: every 24 hours }
  medusa: { heartbeat: true, nodes: [n1, n2], rule: every 24 hours }
`;

export function documentOf(rules: string): RulesDocument {
  const { document, problems } = readRulesDocument(rules, { name: 'rules.yaml', folder: '/', now: NOW });
  if (document === null) throw new Error(problems.map(({ message }) => message).join('; '));
  return document;
}

/** A server on this machine that takes pings, over a store of its own. What it reads can be changed while it runs. */
export interface PingServer {
  readonly url: string;
  readonly stores: EmbeddedStore;
  readonly ports: PingPorts;
  /** A key for all jobs. */
  readonly key: string;
  readonly failures: string[];
  document: RulesDocument | null;
  masterKey: string;
  now: number;
  elapsedMs: number;
  jobKey(jobId: string): string;
  /** Asks for a path under `/ping/`. */
  ping(path: string, init?: RequestInit): Promise<Response>;
  /** The job's heartbeats, oldest first; log lines last. */
  heartbeats(jobId: string): Promise<readonly Heartbeat[]>;
  close(): Promise<void>;
}

/** `keptMs` is 0: rules and keys are read again for each ping. `change` replaces ports. */
export async function pingServer(change: Partial<PingPorts> = {}): Promise<PingServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  const setting: Pick<PingServer, 'document' | 'masterKey' | 'now' | 'elapsedMs'> = {
    document: documentOf(RULES),
    masterKey: newKey(),
    now: NOW,
    elapsedMs: 0,
  };
  const stores = await openEmbeddedStore(folder, { now: () => setting.now });
  const failures: string[] = [];
  const key = newKey();
  await stores.pingKeys.addAllJobsKey({ hash: hashOf(key), createdAt: NOW, until: null });
  const ports: PingPorts = {
    document: async () => setting.document,
    masterKey: async () => setting.masterKey,
    keys: stores.pingKeys,
    proposals: stores.proposals,
    heartbeats: stores.heartbeats,
    clock: () => setting.now,
    elapsedMs: () => setting.elapsedMs,
    onError: (message) => failures.push(message),
    ...change,
  };
  const app = pingApp(ports, { sourceOf: (context) => getConnInfo(context).remote.address ?? '', keptMs: 0 });
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(made));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(setting, {
    url,
    stores,
    ports,
    key,
    failures,
    jobKey: (jobId: string) => liveJobKeys(setting.masterKey, jobId, null, setting.now)[0]?.key ?? '',
    ping: (path: string, init: RequestInit = {}) => fetch(`${url}/ping/${path}`, init),
    heartbeats: async (jobId: string) => [
      ...(await stores.heartbeats.newest(jobId, 1000)).toReversed(),
      ...(await stores.heartbeats.newest(jobId, 1000, 'log')).toReversed(),
      ...(await stores.heartbeats.newest(jobId, 1000, 'proof')).toReversed(),
    ],
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await stores.close();
      await rm(folder, { recursive: true });
    },
  });
}

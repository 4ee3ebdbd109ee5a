import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileRules } from '../../../lib/adapters/file/rules.ts';
import { check } from '../../../lib/app/check/check.ts';
import type { CheckedJob } from '../../../lib/app/check/check-job.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import { MINUTE_MS } from '../../../lib/core/instant.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';
import { NOW, type PingServer, pingServer } from '../../web/ping-setting.ts';

/** The job runs daily, and its last run before today's was at 08:00 yesterday. */
const RULES = `
version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  orders-db:
    backup: ./orders/
    heartbeat: true
    rule: every 24 hours, allow 26
`;
const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
const SIZE = 1_000_000;

let server: PingServer;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  await mkdir(join(folder, 'orders'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  await backup('yesterday.dump', NOW - 24 * 60 * MINUTE_MS);
  server = await pingServer();
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function backup(name: string, changedAt: number, sizeBytes = SIZE): Promise<void> {
  const path = join(folder, 'orders', name);
  await writeFile(path, '');
  await truncate(path, sizeBytes);
  await utimes(path, new Date(changedAt), new Date(changedAt));
}

/** A ping as a script sends it, at that time of the day. */
async function ping(time: string, suffix = '', body?: Record<string, unknown>): Promise<void> {
  server.now = at(time);
  server.elapsedMs += MINUTE_MS;
  const { document } = await loadRules(rules(), server.now);
  server.document = document;
  const answer = await server.ping(`${server.jobKey('orders-db')}${suffix}`, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
}

function rules(): FileRules {
  return new FileRules(join(folder, 'rules.yaml'), join(folder, 'rules.last-good.json'));
}

async function checkAt(time: string): Promise<CheckedJob> {
  server.now = at(time);
  const loaded = await loadRules(rules(), server.now);
  const { checked } = await check(
    loaded,
    {
      store: server.stores.state,
      audit: server.stores.audit,
      days: server.stores.days,
      heartbeats: server.stores.heartbeats,
      members: server.stores.members,
      sourceOf: async () => new FolderEvidence(),
      sink: null,
      rules: rules(),
      holidays: null,
      pruning: null,
      elapsedMs: () => performance.now(),
    },
    { now: server.now, dryRun: false, only: null, isPass: true },
  );
  return checked[0] as CheckedJob;
}

const stateOf = ({ row }: CheckedJob) => row.state;
const finishedOf = ({ decision }: CheckedJob) => decision?.verdict?.tests.finished;

describe('a job that says done', () => {
  it('is believed when the backup is there', async () => {
    await backup('today.dump', at('07:58'));
    await ping('07:30', '/start');
    await ping('08:00', '', { size_bytes: SIZE, status: 'completed' });
    const checked = await checkAt('08:30');
    expect(stateOf(checked)).toBe('green');
    expect(finishedOf(checked)).toMatchObject({ result: 'pass', reason: { kind: 'finished' } });
  });

  it('has ten minutes until the backup must be there, and is then contradicted', async () => {
    await ping('08:00', '', { size_bytes: SIZE });
    expect(stateOf(await checkAt('08:10'))).toBe('green');
    const checked = await checkAt('08:11');
    expect(stateOf(checked)).toBe('alert');
    expect(finishedOf(checked)).toMatchObject({
      result: 'hard',
      reason: { kind: 'contradiction', signal: 'heartbeat', ts: at('08:00'), claimedBytes: SIZE, found: null },
    });
  });

  it.each([
    ['is believed about a size within 5%', SIZE * 0.96, 'green'],
    ['is contradicted by one that differs more', SIZE * 0.9, 'alert'],
    ['is not asked for a size', undefined, 'green'],
  ])('%s', async (_, claimed, state) => {
    await backup('today.dump', at('07:58'));
    await ping('08:00', '/0', { ...(claimed !== undefined && { size_bytes: claimed }) });
    expect(stateOf(await checkAt('08:30'))).toBe(state);
  });

  it('is not contradicted when it says that there was nothing to do', async () => {
    await ping('08:00', '', { status: 'skipped' });
    const checked = await checkAt('08:30');
    expect([stateOf(checked), finishedOf(checked)?.reason.kind]).toEqual(['green', 'finished']);
  });

  it('is mended by a backup that comes later', async () => {
    await ping('08:00');
    expect(stateOf(await checkAt('08:20'))).toBe('alert');
    await backup('today.dump', at('08:40'));
    expect(stateOf(await checkAt('08:50'))).toBe('green');
  });
});

it.each([
  ['/fail', 'more of it'],
  ['/2', 'more of it'],
])('a job that says %s failed, although its last backup is fresh', async (suffix, error) => {
  await ping('07:59', '/start');
  server.elapsedMs += MINUTE_MS;
  server.now = at('08:00');
  await server.ping(`${server.jobKey('orders-db')}${suffix}`, { method: 'POST', body: `${error}\nmore of it` });
  const checked = await checkAt('08:05');
  expect(stateOf(checked)).toBe('alert');
  expect(finishedOf(checked)).toMatchObject({ result: 'hard', reason: { kind: 'failed', error } });
});

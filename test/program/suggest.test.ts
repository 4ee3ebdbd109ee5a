import { mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { describe, expect, test } from 'vitest';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { DAY_MS, HOUR_MS } from '../../lib/core/instant.ts';
import { runProcess } from '../processes.ts';
import { runCommand } from '../run-commands.ts';
import { inSandbox, type Sandbox } from './sandbox.ts';

const MINE = `# Ours
version: 1
settings: { admin: dana, timezone: UTC }
people: { dana: { email: dana@acme.example } }
jobs:
  # The first
  mail: { backup: ./mail/*.tar, rule: every 24 hours; at least 1 MB }
`;
/** Nothing of it compresses away, so that it is whole and of some size. */
const dump = (day: number) =>
  gzipSync(Buffer.from(`${'INSERT INTO t VALUES (1);\n'.repeat(400)}-- ${day}\n`), { level: 0 });
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** A dump a day for forty days, the newest of six hours ago; one series ended a week before. */
async function fill({ backup, write, folder }: Sandbox): Promise<void> {
  for (let day = 39; day >= 0; day -= 1) {
    const at = Date.now() - day * DAY_MS - 6 * HOUR_MS;
    const path = `srv/orders/orders-${dateOf(at)}.sql.gz`;
    await write(path, dump(day));
    await utimes(join(folder, path), at / 1000, at / 1000);
    if (day > 6) await backup(`srv/wiki/wiki-${dateOf(at)}.tar`, 900_000 + day, new Date(at).toISOString());
  }
}

describe('suggest', () => {
  test('prints a document that lints clean, and that a check finds green but for what is wrong', async () => {
    await inSandbox(MINE, async (sandbox) => {
      await fill(sandbox);
      const { folder, write, rules, sentinel } = sandbox;
      const suggested = await runCommand(['suggest', join(folder, 'srv')]);
      expect(suggested.status).toBe(0);
      expect(suggested.stdout).toContain('#   wiki: stopped: the newest is of ');
      expect(suggested.stdout).toContain(`backup: ${folder}/srv/orders/orders-{yyyy}-{MM}-{dd}.sql.gz`);
      expect(suggested.stdout).toContain('verify: well-formed');
      await write('rules.yaml', suggested.stdout);
      const linted = await runCommand(['lint', rules]);
      expect(linted.status, linted.stdout + linted.stderr).toBe(0);
      const checked = JSON.parse((await sentinel('check', '--json')).stdout);
      const states = checked.jobs.map(({ job_id, state }: Record<string, string>) => `${job_id} ${state}`);
      expect(states.sort()).toEqual(['orders green', 'wiki alert']);
    });
  });

  test('--into adds jobs, and keeps every other character', async () => {
    await inSandbox(MINE, async (sandbox) => {
      await fill(sandbox);
      const { status } = await runCommand(['suggest', join(sandbox.folder, 'srv'), '--into', sandbox.rules]);
      expect(status).toBe(0);
      const text = await readFile(sandbox.rules, 'utf8');
      expect(text.startsWith(MINE)).toBe(true);
      expect(text.slice(MINE.length)).toMatch(/^ {2}# 40 (?:nightly|daily) files since .*\n {2}orders:\n/);
      expect((await runCommand(['lint', sandbox.rules])).status).toBe(0);
    });
  });

  test('npm start -- --look suggests, checks and says where the document is', async () => {
    await inSandbox(MINE, async (sandbox) => {
      await fill(sandbox);
      const { stdout, stderr } = await runProcess('npm', ['start', '--', '--look', join(sandbox.folder, 'srv')]);
      expect(stderr).toContain('wiki: stopped');
      expect(stdout).toMatch(/✗ \w+ +Wiki .*\n✓ green +Orders /);
      expect(stdout).toContain('The rules doc: .sentinel/look/rules.yaml.');
    });
  });

  test('a bucket is listed and looked into', async () => {
    const directory = await mkdtemp(join(tmpdir(), 's3-suggest-'));
    const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
    const { port } = await server.run();
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      AWS_REGION: 'us-east-1',
    };
    const client = createS3Client(env);
    client.config.credentials = async () => ({ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
    try {
      await client.send(new CreateBucketCommand({ Bucket: 'acme-backups' }));
      // All are copied there today: the dates in their names say when they are of.
      for (let day = 30; day >= 1; day -= 1) {
        const Key = `db/orders-${dateOf(Date.now() - day * DAY_MS)}.sql.gz`;
        await client.send(new PutObjectCommand({ Bucket: 'acme-backups', Key, Body: dump(day) }));
      }
      const { stdout, status } = await runCommand(['suggest', 's3://acme-backups'], env);
      expect(status).toBe(0);
      expect(stdout).toContain('backup: s3://acme-backups/db/orders-{yyyy}-{MM}-{dd}.sql.gz');
      expect(stdout).toContain('verify: well-formed');
      expect(stdout).toMatch(/rule: every 24 hours;/);
    } finally {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    }
  });
});

import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { describe, expect, test } from 'vitest';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { runCommand } from '../run-commands.ts';
import { giveAway, runUnprivileged } from './other-user.ts';
import { dailyRules, inSandbox, type Sandbox } from './sandbox.ts';

const NOW = '2026-11-21T08:00:00Z';

// Beside the job in trouble stands one in order, which must be judged as if nothing were the matter.

describe.concurrent('a folder', () => {
  const places: readonly { name: string; make: (path: string, sandbox: Sandbox) => Promise<unknown>; says: RegExp }[] =
    [
      { name: 'that is not there', make: async () => {}, says: /^unreadable: list .*\/bad\/: no such folder/ },
      {
        name: 'that is a file',
        make: (_, { write }) => write('bad', 'x'),
        says: /^unreadable: list .*\/bad\/: not a folder/,
      },
      { name: 'that is a link in a circle', make: (path) => symlink(path, path), says: /^unreadable: list .*\/bad\// },
      {
        name: 'that may not be read',
        make: (path) => mkdir(path, { mode: 0o000 }),
        says: /^unreadable: list .*\/bad\/: permission denied/,
      },
      {
        name: 'with one in it that may not be read',
        make: async (path, { backup }) => {
          await backup('bad/x', 1000, '2026-11-21T02:00:00Z');
          await mkdir(join(path, 'secret'), { mode: 0o000 });
        },
        says: /^unreadable: list .*\/bad\/.*secret.*: permission denied/,
      },
    ];
  test.each(places)('$name is an alert that names it, and stops no other job', async ({ make, says }) => {
    await inSandbox(dailyRules('bad', 'fine'), async (sandbox) => {
      const { folder, rules, state } = sandbox;
      await sandbox.backup('fine/x', 1000, '2026-11-21T02:00:00Z');
      await make(join(folder, 'bad'), sandbox);
      await giveAway(folder);
      const places = ['--rules', rules, '--state', state];
      const { status, stdout, stderr } = await runUnprivileged(['check', ...places, '--now', NOW, '--json']);
      expect([status, stderr]).toEqual([2, '']);
      expect(JSON.parse(stdout)).toMatchObject({
        counts: { alert: 1, green: 1, unknown: 0 },
        jobs: [
          { state: 'alert', tests: { recent: { result: 'hard', reason: expect.stringMatching(says) } } },
          { state: 'green' },
        ],
      });
    });
  });

  test('of files that may not be read is judged by their sizes and dates', async () => {
    await inSandbox(dailyRules('a'), async ({ folder, rules, state, backup }) => {
      await backup('a/x', 1000, '2026-11-21T02:00:00Z');
      await giveAway(folder);
      await chmod(join(folder, 'a/x'), 0o000);
      const { status, stderr } = await runUnprivileged(['check', '--rules', rules, '--state', state, '--now', NOW]);
      expect([status, stderr]).toEqual([0, '']);
    });
  });
});

describe.concurrent('a bucket', () => {
  const twoJobs = (place: string) => dailyRules('bad', 'fine').replace('./bad/', place);
  const KEYS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' };
  const NOBODY_THERE = { ...KEYS, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

  const troubles = [
    {
      name: 'at an endpoint where nobody is: the job is unknown',
      env: NOBODY_THERE,
      status: 3,
      job: { state: 'green', unknown: expect.stringContaining('ECONNREFUSED') },
    },
    {
      name: 'without any credentials: the job is an alert that says what to set',
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '', AWS_REGION: 'us-east-1' },
      status: 2,
      job: {
        state: 'alert',
        tests: { recent: { reason: expect.stringMatching(/no AWS credentials found; set AWS_ACCESS_KEY_ID and/) } },
      },
    },
    {
      name: 'at an address without http://: the job is an alert that says what to write',
      env: { ...KEYS, AWS_ENDPOINT_URL: 'localhost:9000' },
      status: 2,
      job: {
        state: 'alert',
        tests: { recent: { reason: expect.stringMatching(/AWS_ENDPOINT_URL is "localhost:9000".*write it whole/) } },
      },
    },
    {
      name: 'in a region that is none: the job is an alert that says so',
      env: { ...KEYS, AWS_REGION: 'eu west' },
      status: 2,
      job: {
        state: 'alert',
        tests: { recent: { reason: expect.stringMatching(/AWS_REGION is "eu west", which is no region/) } },
      },
    },
  ];
  test.each(troubles)('$name, and the others are judged', async ({ env, status, job }) => {
    await inSandbox(twoJobs('s3://acme-backups/orders/'), async ({ folder, rules, state, backup }) => {
      await backup('fine/x', 1000, '2026-11-21T02:00:00Z');
      const args = ['check', '--rules', rules, '--state', state, '--now', NOW, '--json'];
      const checked = await runCommand(args, { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', ...env });
      expect([checked.status, checked.stderr]).toEqual([status, '']);
      expect(JSON.parse(checked.stdout)).toMatchObject({ jobs: [job, { state: 'green' }] });
    });
  });

  test('at an endpoint that went away: unknown twice, then judged by what is remembered', async () => {
    await withS3(async ({ env, put, stop }) => {
      await put('acme-backups', 'orders/x');
      await inSandbox(dailyRules('a').replace('./a/', 's3://acme-backups/orders/'), async ({ rules, state }) => {
        const place = ['--rules', rules, '--state', state];
        expect((await runCommand(['check', ...place], env)).status).toBe(0);
        await stop();
        const statuses = [];
        for (let count = 0; count < 3; count += 1) statuses.push((await runCommand(['check', ...place], env)).status);
        expect(statuses).toEqual([3, 3, 1]);
        const { stdout } = await runCommand(['history', 'a', ...place, '--json']);
        expect(JSON.parse(stdout)).toMatchObject([{ from: 'green', to: 'warn' }]);
      });
    });
  });

  test('that is not there is an alert that says so', async () => {
    await withS3(async ({ env, put }) => {
      await put('acme-backups', 'orders/x');
      const rules = dailyRules('bad', 'fine')
        .replace('./bad/', 's3://acme-bakcups/')
        .replace('./fine/', 's3://acme-backups/');
      await inSandbox(rules, async (sandbox) => {
        const args = ['check', '--rules', sandbox.rules, '--state', sandbox.state, '--json'];
        const { status, stdout, stderr } = await runCommand(args, env);
        expect([status, stderr]).toEqual([2, '']);
        const reason = expect.stringMatching(
          /list s3:\/\/acme-bakcups\/: NoSuchBucket: no such bucket; check its name/,
        );
        expect(JSON.parse(stdout)).toMatchObject({
          jobs: [{ state: 'alert', tests: { recent: { reason } } }, { state: 'green' }],
        });
      });
    });
  });

  const rulesTroubles = [
    { name: 'that is not there', rules: 's3://acme-bakcups/rules.yaml', says: 'is in a bucket that does not exist' },
    { name: 'without it', rules: 's3://acme-backups/rules.yaml', says: 'is not there; name it with --rules' },
  ];
  test.each(rulesTroubles)('for the rules doc $name: nothing is checked', async ({ rules, says }) => {
    await withS3(async ({ env, put }) => {
      await put('acme-backups', 'orders/x');
      await inSandbox('', async ({ state }) => {
        const { status, stdout, stderr } = await runCommand(
          ['check', '--rules', rules, '--state', state, '--json'],
          env,
        );
        expect([status, JSON.parse(stdout).jobs]).toEqual([3, []]);
        expect(stderr).toContain(`the rules doc ${rules} ${says}`);
      });
    });
  });

  const wrongPlaces = [
    {
      name: 'with an empty region',
      env: { AWS_REGION: '' },
      says: 'cannot be used: AWS_REGION is empty; set it to a region, such as eu-central-1, or unset it',
    },
    {
      name: 'at an address without http://',
      env: { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'sam:secret@127.0.0.1:9000' },
      says: 'cannot be used: AWS_ENDPOINT_URL is "…@127.0.0.1:9000", which is no address; write it whole',
    },
  ];
  test.each(wrongPlaces)('for the rules doc $name: nothing is checked', async ({ env, says }) => {
    await inSandbox('', async ({ folder, state }) => {
      const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = KEYS;
      const args = ['check', '--rules', 's3://acme-backups/rules.yaml', '--state', state, '--json'];
      const own = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, HOME: folder, ...env };
      const { status, stdout, stderr } = await runCommand(args, own);
      expect([status, JSON.parse(stdout).rules.problems]).toEqual([3, [expect.stringContaining(says)]]);
      expect(stderr).toContain(`the rules doc s3://acme-backups/rules.yaml ${says}`);
      expect(stderr).not.toContain('secret');
    });
  });

  test('for the rules doc at an endpoint where nobody is: nothing is checked', async () => {
    const args = ['check', '--rules', 's3://acme-backups/rules.yaml', '--state', '/nowhere'];
    const { status, stdout, stderr } = await runCommand(args, NOBODY_THERE);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^the rules doc s3:\/\/acme-backups\/rules\.yaml cannot be used now .*ECONNREFUSED/m);
  });

  interface S3 {
    readonly env: Record<string, string>;
    put(bucket: string, key: string): Promise<void>;
    stop(): Promise<void>;
  }

  async function withS3(work: (s3: S3) => Promise<void>): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'sentinel-s3-'));
    const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
    const { port } = await server.run();
    const endpoint = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
    const client = createS3Client(endpoint);
    client.config.credentials = async () => ({ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' });
    let isRunning = true;
    const stop = async () => {
      if (isRunning) await server.close();
      isRunning = false;
    };
    try {
      await work({
        env: { ...KEYS, ...endpoint },
        put: async (bucket, key) => {
          await client.send(new CreateBucketCommand({ Bucket: bucket }));
          await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x'.repeat(1000) }));
        },
        stop,
      });
    } finally {
      client.destroy();
      await stop();
      await rm(directory, { recursive: true, force: true });
    }
  }
});

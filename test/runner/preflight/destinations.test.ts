import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderDestination } from '../../../lib/adapters/folder/destination.ts';
import { createS3Client } from '../../../lib/adapters/s3/client.ts';
import { S3Destination } from '../../../lib/adapters/s3/destination.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { commandProblem } from '../../../lib/runner/preflight/find-command.ts';
import { freeSpaceProblem } from '../../../lib/runner/preflight/free-space.ts';

const placeOf = (text: string): Place => parsePlace(text, '/').place as Place;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-preflight-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder as a destination', () => {
  const destination = new FolderDestination();

  test('is asked for up to its first placeholder', async () => {
    await destination.reach(placeOf(`${folder}/{run}/`));
    await destination.reach(placeOf(`${folder}/orders-*.gz`));
    await expect(destination.reach(placeOf(`${folder}/no/{run}/`))).rejects.toThrow(
      `${folder}/no/: there is no such folder; make it, or mount what it lies on (ENOENT)`,
    );
    await writeFile(join(folder, 'file'), '');
    await expect(destination.reach(placeOf(`${folder}/file/x`))).rejects.toThrow(/it is not a folder/);
  });

  test('is written to by a probe that leaves nothing behind', async () => {
    await destination.probe(placeOf(`${folder}/`), 'probe-1');
    expect(await readdir(folder)).toEqual([]);
    await mkdir(join(folder, '.sentinel'));
    await writeFile(join(folder, '.sentinel', 'report.json'), '{}');
    await destination.probe(placeOf(`${folder}/`), 'probe-1');
    expect(await readdir(join(folder, '.sentinel'))).toEqual(['report.json']);
    await expect(destination.probe(placeOf('/proc/orders/'), 'probe-1')).rejects.toThrow(
      /^\/proc\/orders\/\.sentinel: /,
    );
  });
});

describe('S3 as a destination', () => {
  const env = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const client = createS3Client(env);
  const s3 = mockClient(client);
  const destination = new S3Destination(client, env);
  const place = placeOf('s3://acme/orders/{run}/');
  beforeEach(() => s3.reset());

  test('is asked for one key below its prefix', async () => {
    s3.on(ListObjectsV2Command).resolves({});
    await destination.reach(place);
    expect(s3.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toEqual({
      Bucket: 'acme',
      Prefix: 'orders/',
      MaxKeys: 1,
    });
  });

  test('says what to do where it refuses', async () => {
    s3.on(ListObjectsV2Command).rejects(Object.assign(new Error('no'), { name: 'NoSuchBucket' }));
    await expect(destination.reach(place)).rejects.toThrow(/^s3:\/\/acme\/orders\/: NoSuchBucket: no such bucket/);
  });

  test('is written to by a probe, which is removed', async () => {
    s3.on(PutObjectCommand).resolves({}).on(DeleteObjectCommand).resolves({});
    await destination.probe(place, 'probe-1');
    const Key = 'orders/.sentinel/probe-1';
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({ Bucket: 'acme', Key });
    expect(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({ Bucket: 'acme', Key });
  });

  test('that lets nobody delete says so of the probe', async () => {
    s3.on(PutObjectCommand).resolves({});
    s3.on(DeleteObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(destination.probe(place, 'probe-1')).rejects.toThrow(/cannot be removed \(leave preflight-write out/);
  });
});

describe('a command', () => {
  test('is looked for along the path, and has to be a program', async () => {
    await mkdir(join(folder, 'a'));
    await mkdir(join(folder, 'b'));
    await writeFile(join(folder, 'a/backup'), '');
    await chmod(join(folder, 'a/backup'), 0o644);
    const env = { PATH: `${folder}/a:${folder}/b` };
    expect(await commandProblem('backup', env)).toMatch(/a\/backup may not be run by this user; chmod \+x it$/);
    await writeFile(join(folder, 'b/backup'), '');
    await chmod(join(folder, 'b/backup'), 0o755);
    expect(await commandProblem('backup', env)).toBeNull();
    expect(await commandProblem('restore', env)).toMatch(
      /^there is no command restore; install it, or write its whole path/,
    );
    expect(await commandProblem(`${folder}/c`, env)).toMatch(/c is not there; write the path of one that is$/);
    expect(await commandProblem(folder, env)).toMatch(/is not a file; write the path of a program$/);
  });
});

describe('free space', () => {
  test('is asked for in bytes or as a part of the whole', async () => {
    expect(await freeSpaceProblem(folder, { bytes: 1 })).toBeNull();
    expect(await freeSpaceProblem(folder, { percent: 0 })).toBeNull();
    expect(await freeSpaceProblem(folder, { percent: 100 })).toMatch(
      /^.* has [\d.]+ [KMGTP]?B free, and 100% \([\d.]+ [KMGTP]?B\) are needed; make room, or lower --need-free$/,
    );
    expect(await freeSpaceProblem(join(folder, 'no'), { bytes: 1 })).toMatch(/cannot be asked for \(ENOENT\)/);
  });
});

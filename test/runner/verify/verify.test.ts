import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSettings } from '../../../lib/runner/settings/make-settings.ts';
import type { OptionName } from '../../../lib/runner/settings/run-option.ts';
import type { VerifySettings } from '../../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../../lib/runner/stop.ts';
import { type Verified, verify } from '../../../lib/runner/verify/verify.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';

const START = Date.parse('2026-11-21T02:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GZIP = gzipSync('a dump of orders\n'.repeat(2000));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes a file that was last modified so long after the start of the run. */
async function landed(path: string, content: string | Uint8Array = GZIP, afterMs = MINUTE): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await utimes(file, new Date(START + afterMs), new Date(START + afterMs));
}

type Options = Partial<Record<OptionName, string | number | boolean | readonly string[]>>;

function settingsOf(place: string, options: Options): VerifySettings {
  const given = Object.entries({ verify: place, ...options }).map(
    ([name, value]) => [name, { value, folder, where: name }] as const,
  );
  return makeSettings('orders-db', ['true'], new Map(given), {}).verify as VerifySettings;
}

/** Looks at a place five minutes after the start of the run. */
function look(place: string, options: Options = {}, alreadyThere = false, env = {}): Promise<Verified> {
  return verify(settingsOf(place, options), {
    startedAt: START,
    now: START + 5 * MINUTE,
    alreadyThere,
    afterFailedTry: alreadyThere,
    lastFile: join(folder, 'kept', 'orders-db.json'),
    source: new FolderEvidence(),
    commands: { env, timeoutMs: null, stop: new Stop(), masked: (text) => text },
  });
}

describe('a storage whose clock is behind', () => {
  test.each([
    { behindMs: 2_000, options: {}, kind: 'whole' },
    { behindMs: 2_001, options: {}, kind: 'failed' },
    { behindMs: 60_000, options: { 'clock-slack': 60_000 }, kind: 'whole' },
    { behindMs: 60_001, options: { 'clock-slack': 60_000 }, kind: 'failed' },
  ])('by $behindMs ms with $options is $kind', async ({ behindMs, options, kind }) => {
    await landed('b/orders.gz', GZIP, -behindMs);
    expect(await look('b/*.gz', options)).toMatchObject({ kind, message: expect.stringContaining('orders.gz') });
  });
});

describe('what is looked at', () => {
  test('is the newest file, and what the sentinel itself writes is none', async () => {
    await landed('b/older.gz', 'cut', 0);
    await landed('b/newer.gz');
    await landed('b/.sentinel/orders-db/report.json', '{}', 2 * MINUTE);
    await landed('b/copying.part', 'x', 2 * MINUTE);
    expect(await look('b/**')).toMatchObject({
      kind: 'whole',
      artifact: { location: join(folder, 'b/newer.gz'), files: 1, sizeBytes: GZIP.length, ts: START + MINUTE },
      message: expect.stringMatching(/newer\.gz, \d+ B \(gzip: read whole and decompressed/),
    });
  });

  test.each(['b/{run}', 'b/{run}/', 'b/{run}/*.gz'])('by %s is the newest folder with its files', async (place) => {
    await landed('b/monday/a.gz', GZIP, 0);
    await landed('b/tuesday/a.gz', GZIP, MINUTE);
    await landed('b/tuesday/b.gz', GZIP, 2 * MINUTE);
    expect(await look(place)).toMatchObject({
      kind: 'whole',
      artifact: {
        location: `${join(folder, 'b/tuesday')}/`,
        files: 2,
        sizeBytes: 2 * GZIP.length,
        ts: START + 2 * MINUTE,
        checkedBy: '2 of gzip',
      },
    });
  });

  test('of a folder without a pattern is all that is in it, and its sum', async () => {
    await landed('b/one/a.gz', GZIP, -HOUR);
    await landed('b/two/b.gz');
    expect(await look('b/', { shrink: 50 })).toMatchObject({
      kind: 'whole',
      artifact: { location: `${join(folder, 'b')}/`, files: 2, sizeBytes: 2 * GZIP.length, ts: START + MINUTE },
    });
    await rm(join(folder, 'b/one'), { recursive: true });
    await landed('b/two/note.txt', 'empty', MINUTE);
    await rm(join(folder, 'b/two/b.gz'));
    expect(await look('b/', { shrink: 50 })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/shrank by 9\d(\.\d)?%/),
    });
  });

  test('of a folder that is named itself is all that is in it', async () => {
    await landed('b/orders.dir/toc.txt', 'of text', 0);
    await landed('b/orders.dir/deep/data.gz', GZIP);
    expect(await look('b/orders.dir')).toMatchObject({
      kind: 'whole',
      artifact: { location: `${join(folder, 'b/orders.dir')}/`, files: 2, checkedBy: '1 of gzip, 1 of no known kind' },
    });
  });

  test('of a place with dates is what lies under those of the run', async () => {
    await landed('b/2026/11/21/orders.gz');
    await landed('b/2026/10/01/orders.gz', 'x', 2 * MINUTE);
    expect(await look('b/{yyyy}/{MM}/{dd}/**')).toMatchObject({
      kind: 'whole',
      artifact: { location: join(folder, 'b/2026/11/21/orders.gz') },
    });
  });

  test('of one node is nothing of the others', async () => {
    await landed('b/n2/orders.gz');
    await landed('b/n1/orders.gz', GZIP.subarray(0, 50));
    expect(await look('b/{node}/**', { node: 'n2' })).toMatchObject({ kind: 'whole' });
    expect(await look('b/{node}/**', { node: 'n1' })).toMatchObject({ kind: 'failed' });
  });
});

describe('age', () => {
  const cases = [
    { name: 'two seconds before the start counts: clocks differ', ageMs: 2_000, want: 'whole' },
    { name: 'a millisecond more does not', ageMs: 2_001, want: 'failed' },
    { name: 'there already, it may be 20 hours old', ageMs: 20 * HOUR, alreadyThere: true, want: 'whole' },
    { name: 'and not a millisecond more', ageMs: 20 * HOUR + 1, alreadyThere: true, want: 'failed' },
    {
      name: 'unless the window says so',
      ageMs: 30 * HOUR,
      alreadyThere: true,
      options: { window: 30 * HOUR },
      want: 'whole',
    },
    {
      name: 'it may be any for tools that keep old times',
      ageMs: 1000 * HOUR,
      options: { 'verify-any-age': true },
      want: 'whole',
    },
  ];
  test.each(cases)('$name', async ({ ageMs, alreadyThere = false, options = {}, want }) => {
    await landed('b/orders.gz', GZIP, -ageMs);
    expect((await look('b/**', options, alreadyThere)).kind).toBe(want);
  });

  test.each([
    ['a backup that is whole', GZIP, 'whole'],
    ['one that is empty', '', 'failed'],
  ])('names what is from the future beside %s', async (_, content, kind) => {
    await landed('b/orders.gz', content);
    await landed('b/ahead.gz', GZIP, 9 * HOUR);
    const verified = await look('b/*.gz');
    expect(verified.kind).toBe(kind);
    expect(verified.message).toMatch(
      /orders\.gz.*; \/.*ahead\.gz is dated in the future, so it does not count; check the clocks$/,
    );
  });

  test('of something from the future is not believed', async () => {
    await landed('b/orders.gz', GZIP, HOUR);
    expect(await look('b/**')).toMatchObject({
      kind: 'failed',
      artifact: null,
      message: expect.stringContaining('which is dated in the future; check the clocks'),
    });
  });
});

describe('size', () => {
  test('below the least is not right', async () => {
    await landed('b/orders.txt', 'x'.repeat(999));
    expect(await look('b/**', { 'at-least': 1000 })).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/orders\.txt has 999 B, less than the 1 KB of --at-least$/),
    });
    expect((await look('b/**', { 'at-least': 999 })).kind).toBe('whole');
  });

  test('is compared with what was verified last, at this place', async () => {
    await landed('b/1.txt', 'x'.repeat(1000), 0);
    expect((await look('b/**', { shrink: 50 })).kind).toBe('whole');
    await landed('b/2.txt', 'x'.repeat(500));
    expect((await look('b/**', { shrink: 50 })).kind).toBe('whole');
    await landed('b/3.txt', 'x'.repeat(249), 2 * MINUTE);
    const shrunk = await look('b/**', { shrink: 50 });
    expect(shrunk).toMatchObject({ kind: 'failed', artifact: { sizeBytes: 249 } });
    expect(shrunk.message).toContain('shrank by 50.2% (249 B after 500 B), more than the 50% of --shrink');
    // What was not right is not what the next one is compared with.
    expect(JSON.parse(await readFile(join(folder, 'kept/orders-db.json'), 'utf8'))).toMatchObject({ sizeBytes: 500 });
    await landed('c/1.txt', 'x');
    expect((await look('c/', { shrink: 50 })).kind).toBe('whole');
  });

  test('that cannot be compared is said to be so', async () => {
    const note = '--shrink had no earlier size to compare with';
    await landed('b/1.txt', 'x'.repeat(1000));
    expect((await look('b/**')).message).not.toContain(note);
    expect((await look('b/**', { shrink: 50 })).message).not.toContain(note);
    await writeFile(join(folder, 'kept/orders-db.json'), '{"place": "/b');
    expect(await look('b/**', { shrink: 50 })).toMatchObject({ kind: 'whole', message: expect.stringContaining(note) });
  });

  test('is compared however the place was written', async () => {
    await landed('b/1.txt', 'x'.repeat(1000), 0);
    expect((await look('b/**', { shrink: 50 })).kind).toBe('whole');
    await landed('b/2.txt', 'x');
    expect((await look(join(folder, 'b/**'), { shrink: 50 })).message).toContain('shrank by 99.9%');
  });

  test('of a folder of empty files is none', async () => {
    await landed('b/monday/a', '');
    expect((await look('b/{run}')).message).toMatch(/contains only empty files$/);
  });
});

describe('content', () => {
  test('of a folder with many files is looked into in the newest, and in all of them where it is read whole', async () => {
    await landed('b/cut.gz', GZIP.subarray(0, 40), 0);
    await Promise.all(Array.from({ length: 100 }, (_, index) => landed(`b/${index}.gz`)));
    expect(await look('b')).toMatchObject({
      kind: 'whole',
      artifact: { files: 101, checkedBy: '100 of gzip; 1 older file not checked (--verify-deep checks them)' },
    });
    expect(await look('b', { 'verify-deep': true })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('b/cut.gz'),
    });
  });

  test('that is cut short is not right, in any file of a folder', async () => {
    await landed('b/monday/a.gz');
    await landed('b/monday/b.gz', GZIP.subarray(0, 60));
    expect(await look('b/{run}')).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/^in .*monday\/, .*monday\/b\.gz: it is cut short/),
    });
  });

  test('beyond what may be read is said to be not checkable, and is no failure', async () => {
    await landed('b/orders.gz');
    expect(await look('b/**', { 'verify-read': 10 })).toMatchObject({
      kind: 'whole',
      artifact: { checkedBy: expect.stringContaining('gzip, tail not checkable') },
    });
    expect(await look('b/**', { 'verify-read': 10, 'verify-deep': true })).toMatchObject({
      artifact: { checkedBy: expect.stringContaining('gzip, tail not checkable') },
    });
    expect(await look('b/**', { 'verify-deep': true })).toMatchObject({
      artifact: { checkedBy: expect.stringContaining('gzip: read whole') },
    });
  });

  test("is read whole by the tool's own test where that is asked for", async () => {
    await landed('b/orders.txt', 'rows');
    execFileSync('tar', ['-C', join(folder, 'b'), '-cf', join(folder, 'b/orders.tar'), '--remove-files', 'orders.txt']);
    await landed('b/orders.tar', await readFile(join(folder, 'b/orders.tar')));
    expect(await look('b/**', { 'verify-deep': true })).toMatchObject({
      kind: 'whole',
      artifact: { checkedBy: expect.stringMatching(/^tar: .*; read whole by tar$/) },
    });
    // A tool that sees what the ends do not show.
    await mkdir(join(folder, 'bin'));
    const tool = '#!/bin/sh\n[ "$1" = -tf ] && [ -s "$2" ] && echo damage in member 7 >&2\nexit 2\n';
    await writeFile(join(folder, 'bin/tar'), tool, { mode: 0o755 });
    const env = { PATH: `${folder}/bin:${process.env.PATH}` };
    expect((await look('b/**', {}, false, env)).kind).toBe('whole');
    expect(await look('b/**', { 'verify-deep': true }, false, env)).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/orders\.tar: tar -tf: it exited with status 2: damage in member 7$/),
    });
    expect((await look('b/**', { 'verify-deep': true }, false, { PATH: folder })).message).toMatch(
      /orders\.tar: tar -tf: command not found; install it$/,
    );
  });

  test("is for the job's own check to judge as well", async () => {
    await landed('b/orders.txt', 'rows');
    const check = 'grep -q rows "$SENTINEL_ARTIFACT"';
    expect(await look('b/**', { 'verify-command': [check] })).toMatchObject({
      kind: 'whole',
      artifact: { checkedBy: expect.stringContaining(`; its own check, ${check}`) },
    });
    const failed = await look('b/**', { 'verify-command': [check, 'echo no columns >&2; exit 4'] });
    expect(failed.kind).toBe('failed');
    expect(failed.message).toMatch(
      /^\/.*\/b\/orders\.txt: the verify-command \(.*exit 4\) failed: it exited with status 4: no columns$/,
    );
  });
});

describe('a destination', () => {
  test('with nothing in it has no backup', async () => {
    await mkdir(join(folder, 'b'));
    expect(await look('b/**')).toMatchObject({ kind: 'failed', artifact: null });
    expect((await look('b/orders.gz')).message).toBe(
      'nothing found at b/orders.gz; check what the command wrote, and where',
    );
  });

  test('that is gone leaves open whether there is a backup', async () => {
    expect(await look('b/**')).toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(
        /^cannot read .*b\/: no such folder \(ENOENT\); it is not known whether the backup is there/,
      ),
    });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Judgement, judge, rulesWith } from './judgement.ts';
import { shell } from './shell.ts';

let folder: string;
const run = (commands: string) => shell(commands, { cwd: folder, env: { RCLONE_CONFIG: '/dev/null' } });
const judgement = (state?: string): Promise<Judgement> =>
  judge(join(folder, 'rules.yaml'), state === undefined ? {} : { state });
const useJob = (job: string) => writeFile(join(folder, 'rules.yaml'), rulesWith(job));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
  // Documents that nobody has touched for a month.
  await run('mkdir -p drive/2026 && for file in a b c; do head -c 400000 /dev/urandom > drive/2026/$file; done');
  await run("touch -d '30 days ago' drive/2026/*");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('rclone copy into a folder', () => {
  const PLAIN = `  drive:
    name: Shared drive
    backup: ./copy/**
    rule: every 24 hours, allow 26
`;

  test('keeps the dates of the originals: watched file by file, a fresh copy of old documents looks old', async () => {
    await useJob(PLAIN);
    await run('rclone copy drive copy');
    expect(await judgement()).toMatchObject({ state: 'alert', failing: [expect.stringMatching(/^recent: /)] });
  });

  test('with --local-no-set-modtime dates a copy by when it was made, but not one that was not needed', async () => {
    await useJob(PLAIN);
    await run('rclone copy --local-no-set-modtime drive copy');
    expect(await judgement()).toMatchObject({ state: 'green' });
    await run("touch -d '40 hours ago' copy/2026/* && rclone copy --local-no-set-modtime --size-only drive copy");
    expect(await judgement()).toMatchObject({ state: 'alert' });
  });
});

describe('rclone sync with a marker that is written last', () => {
  const SYNC = 'rclone sync drive mirror/current --backup-dir replaced/$(date +%F) && date > mirror/current/_SUCCESS';

  beforeEach(async () => {
    await useJob(`  drive:
    name: Shared drive
    backup: ./mirror/{run}/
    finished: marker _SUCCESS
    rule: every 24 hours, allow 26; at least 1 MB; flag if it shrinks more than 50%
`);
    await run(SYNC);
  });

  test('is green, whatever the dates of the documents, also when there was nothing to copy', async () => {
    expect(await judgement()).toMatchObject({ state: 'green', failing: [], sizeBytes: 1_200_000 });
    await run(SYNC);
    expect(await judgement()).toMatchObject({ state: 'green', failing: [], sizeBytes: 1_200_000 });
  });

  test('is not disturbed by what --backup-dir keeps elsewhere', async () => {
    await run(`rm drive/2026/a && ${SYNC}`);
    expect(await run('ls replaced/*/2026')).toBe('a\n');
    // Its old marker is kept there as well, and is no marker here.
    expect(await judgement()).toMatchObject({ state: 'warn', sizeBytes: 800_000 });
  });

  const failures = [
    {
      name: 'whose marker is of 27 hours ago is a warning',
      commands: "touch -d '27 hours ago' mirror/current/_SUCCESS",
      want: 'warn',
      says: /^recent: /,
    },
    {
      name: 'whose marker is of 40 hours ago is an alert',
      commands: "touch -d '40 hours ago' mirror/current/_SUCCESS",
      want: 'alert',
      says: /^recent: /,
    },
    {
      // Whatever changes after the marker makes the run an unfinished one.
      name: 'whose files were cut short afterwards is an alert',
      commands: 'truncate -s 1000 mirror/current/2026/*',
      want: 'alert',
      says: /^recent: no good backup .* a run is under way/,
    },
    {
      name: 'that was removed is an alert',
      commands: 'rm -r mirror/current',
      want: 'alert',
      says: /^recent: no good backup/,
    },
  ];
  test.each(failures)('$name', async ({ commands, want, says }) => {
    await run(commands);
    expect(await judgement()).toMatchObject({
      state: want,
      failing: expect.arrayContaining([expect.stringMatching(says)]),
    });
  });

  test('that broke off, so that the marker is missing, is an alert once it had its time', async () => {
    await run('rm mirror/current/_SUCCESS');
    expect(await judgement()).toMatchObject({ state: 'alert' });
  });

  test('that lost more than half from one day to the next is an alert', async () => {
    const state = join(folder, 'state');
    expect(await judgement(state)).toMatchObject({ state: 'green' });
    await run(`truncate -s 100 drive/2026/* && touch -d '29 days ago' drive/2026/* && sleep 1.1 && ${SYNC}`);
    expect(await judgement(state)).toMatchObject({
      state: 'alert',
      failing: expect.arrayContaining([expect.stringMatching(/^size: /)]),
    });
  });
});

describe('rclone copy into a folder per day', () => {
  test('is green with its marker, and unfinished without', async () => {
    await useJob(`  drive:
    name: Shared drive
    backup: ./daily/{run}/
    finished: marker _SUCCESS
    rule: every 24 hours, allow 26; at least 1 MB; finish within 3 hours
`);
    await run('day=daily/$(date +%F) && rclone copy drive $day && date > $day/_SUCCESS');
    expect(await judgement()).toMatchObject({ state: 'green', failing: [], sizeBytes: 1_200_000 });
    await run('rm daily/*/_SUCCESS');
    expect(await judgement()).toMatchObject({ state: 'alert' });
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Judgement, judge, rulesWith } from './judgement.ts';
import { shell } from './shell.ts';

let folder: string;
const run = (commands: string) =>
  shell(commands, {
    cwd: folder,
    env: { RESTIC_PASSWORD: 'open sesame', RESTIC_REPOSITORY: './repository', RESTIC_CACHE_DIR: './cache' },
  });
const judgement = (): Promise<Judgement> => judge(join(folder, 'rules.yaml'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
  await run('restic init && mkdir home && head -c 3000000 /dev/urandom > home/photos');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the snapshots of a restic repository', () => {
  // A snapshot's file is written last, when everything it needs is stored. It is small whatever the backup holds.
  beforeEach(async () => {
    const job = `  home:
    name: Home folders
    backup: ./repository/snapshots/
    rule: every 24 hours, allow 26; at least 100 B; flag if it shrinks more than 90%
`;
    await writeFile(join(folder, 'rules.yaml'), rulesWith(job));
  });

  test('are missed before the first backup', async () => {
    expect(await judgement()).toMatchObject({
      state: 'alert',
      failing: [expect.stringMatching(/^recent: no good backup/)],
    });
  });

  test('are green after a backup, also one that found nothing new', async () => {
    await run('restic backup home && restic backup home');
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
  });

  test('are green after old ones were forgotten and pruned', async () => {
    await run('restic backup home && restic backup home --tag second && restic forget --keep-last 1 --prune');
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
  });

  const failures = [
    {
      name: 'of 27 hours ago are a warning',
      commands: "touch -d '27 hours ago' repository/snapshots/*",
      want: 'warn',
      says: /^recent: /,
    },
    {
      name: 'of 40 hours ago are an alert',
      commands: "touch -d '40 hours ago' repository/snapshots/*",
      want: 'alert',
      says: /^recent: /,
    },
    {
      name: 'cut short are an alert',
      commands: 'chmod u+w repository/snapshots/* && truncate -s 20 repository/snapshots/*',
      want: 'alert',
      says: /^size: /,
    },
    {
      name: 'that were removed are an alert',
      commands: 'rm -f repository/snapshots/*',
      want: 'alert',
      says: /^recent: no good backup/,
    },
  ];
  test.each(failures)('$name', async ({ commands, want, says }) => {
    await run(`restic backup home && ${commands}`);
    expect(await judgement()).toMatchObject({
      state: want,
      failing: expect.arrayContaining([expect.stringMatching(says)]),
    });
  });
});

describe('the report that restic prints', () => {
  // The size stays that of the snapshot's file: with `backup:`, sizes come from what landed.
  beforeEach(async () => {
    const job = `  home:
    name: Home folders
    backup: ./repository/snapshots/
    finished: report ./reports/*.json
    report: { format: restic }
    rule: every 24 hours, allow 26; flag if it shrinks more than 90%
`;
    await writeFile(join(folder, 'rules.yaml'), rulesWith(job));
    await run('mkdir reports && restic backup --json home > "reports/$(date +%F).json"');
  });

  test('is green after a backup', async () => {
    expect(await judgement()).toMatchObject({ state: 'green', failing: [] });
  });

  test('is not green when the next backup failed, though the last one is fresh', async () => {
    await run('sleep 1.1; restic -r ./nowhere backup --json home > reports/next.json 2>&1 || true');
    const { state, failing } = await judgement();
    // restic before 0.17 tells of it in plain text, which is a report that cannot be read; later ones in JSON.
    expect(['warn', 'alert']).toContain(state);
    expect(failing).toEqual([expect.stringMatching(/^finished: /)]);
  });

  test('is an alert when no snapshot came with it', async () => {
    await run('rm -f repository/snapshots/*');
    expect(await judgement()).toMatchObject({ state: 'alert' });
  });

  test('is an alert when it is missing and its time is over', async () => {
    await run('rm reports/*');
    expect(await judge(join(folder, 'rules.yaml'), { laterHours: 7 })).toMatchObject({ state: 'alert' });
  });
});

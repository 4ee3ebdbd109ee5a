import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentOf, suggestionFor } from '../places/judged-place.ts';
import { CONTAINER, MadeWorld, NOW } from '../places/made-world.ts';

/** Listings of places that real tools wrote for 24 nights; `node scripts/tool-layouts.mjs` makes them. */
interface Layout {
  readonly tool: string;
  /** Path, bytes, seconds since 1970. */
  readonly files: readonly (readonly [string, number, number])[];
}

const folder = new URL('.', import.meta.url);
const layouts = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name): Layout => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

/** The places that are suggested, below the one that was looked at. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  borg: ['index*'],
  dar: ['data_{yyyy}-{MM}-{dd}.1.dar'],
  duplicity: [
    'duplicity-full.{yyyy}{MM}{dd}T*.vol1.difftar.gpg',
    'duplicity-inc.*T*.to.{yyyy}{MM}{dd}T*.vol1.difftar.gpg',
  ],
  logrotate: ['app*'],
  pg_basebackup: ['{run}/'],
  pg_dump: ['globals-{yyyy}-{MM}-{dd}.sql', '{each}-{yyyy}-{MM}-{dd}.dump'],
  'rdiff-backup': ['mirror/rdiff-backup-data/session_statistics*'],
  restic: ['snapshots/'],
  // What keeps the times of its originals has no job: nothing says when a copy was made.
  rsnapshot: [],
  'rsync --link-dest': [],
  'sqlite3 .backup': ['app-{yyyy}-{MM}-{dd}.sqlite'],
  'sqlite3 .dump': ['app_{yyyy}{MM}{dd}_*.sql.gz'],
  'tar, full and incremental': ['data-full-{yyyy}-{MM}-{dd}.tar.gz', 'data-inc-{yyyy}-{MM}-{dd}.tar.gz'],
};

const hasJobs = ({ tool }: Layout) => PLACES[tool]?.length !== 0;

function suggestedFor({ files }: Layout) {
  const world = new MadeWorld();
  for (const [key, sizeBytes, seconds] of files) world.happen({ at: seconds * 1000, key, sizeBytes });
  return { world, suggested: suggestionFor(world) };
}

test('there are ten at least', () => {
  expect(layouts.length).toBeGreaterThanOrEqual(10);
});

describe.each(layouts.filter(hasJobs))('$tool', (layout) => {
  const { world, suggested } = suggestedFor(layout);
  const { document, problems, text } = documentOf(suggested);

  test('has a job for what it writes, and nothing is wrong', () => {
    expect(suggested.jobs.map(({ backup }) => backup.slice(CONTAINER.length))).toEqual(PLACES[layout.tool]);
    expect(suggested.findings.map(({ words }) => words)).toEqual([]);
  });

  test('the document lints clean, and a check with it is green', async () => {
    expect(
      problems.map(({ message }) => message),
      text,
    ).toEqual([]);
    if (document === null) throw new Error(text);
    expect(await world.check(document, NOW), text).toEqual([]);
  });
});

test.each(layouts.filter((layout) => !hasJobs(layout)))('$tool: all of it is listed, with what to do', (layout) => {
  const { suggested } = suggestedFor(layout);
  expect(suggested.jobs).toEqual([]);
  expect(suggested.leftovers).toMatchObject([
    { count: layout.files.length, reason: expect.stringContaining('let their job write a marker') },
  ]);
});

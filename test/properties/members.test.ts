import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../lib/app/check/check.ts';
import { dueJobs } from '../../lib/app/check/due-jobs.ts';
import { rulesOf } from '../../lib/app/foresight/replayed-rules.ts';
import { ReplayedMembers, ReplayedMirrors, ReplayedRows, UNKEPT } from '../../lib/app/foresight/replayed-stores.ts';
import { compareBytes } from '../../lib/core/evidence/byte-order.ts';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import { DAY_MS, formatInstant, HOUR_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { foldersOf } from '../app/members/members-setting.ts';
import { IS_NIGHTLY, untilLimit } from '../nightly.ts';
import { documentOf } from '../web/ping-setting.ts';

const BEGIN = Date.parse('2026-10-10T00:00:00Z');
const DAYS = 7;
const TIMEOUT_MS = IS_NIGHTLY ? 600_000 : 120_000;
/** Each plays a week of ticks twice, which takes as long as a hundred cases of another property. */
const SOME = { numRuns: IS_NIGHTLY ? 50 : 5, ...untilLimit() };
const PAGE_KEYS = 20;
const NAMES = ['a', 'b', 'c', 'd'];

/** Places whose members have folders of their own, and the key of a backup in each. */
const TEMPLATES: Readonly<Record<string, (name: string, at: string) => string>> = {
  'hosts/{each}/': (name, at) => `hosts/${name}/${at}.dump`,
  'hosts/{each}/db-*.dump': (name, at) => `hosts/${name}/db-${at}.dump`,
  'hosts/{each}/{yyyy}-{MM}-{dd}T{HH}*.dump': (name, at) => `hosts/${name}/${at}.dump`,
  'hosts/{each}/{yyyy}/{MM}/{dd}/': (name, at) => `hosts/${name}/${at.slice(0, 10).replaceAll('-', '/')}/${at}.dump`,
  'hosts/web-{each}.d/{run}/': (name, at) => `hosts/web-${name}.d/${at}/data.bin`,
};

interface Story {
  readonly template: string;
  readonly everyH: number;
  /** How long before the beginning each host has backups, in runs. */
  readonly runsBefore: number;
  /** By name: for each run, minutes after it is expected, or null for none; and its size. */
  readonly nights: Readonly<Record<string, readonly { readonly lateM: number | null; readonly sizeBytes: number }[]>>;
  /** By name: in which hour everything of it is deleted. */
  readonly deletedH: Readonly<Record<string, number | null>>;
  /** Hours in which nothing may be listed. */
  readonly deniedH: readonly number[];
  /** In which hour a fifth host begins. */
  readonly newAtH: number | null;
}

const someNight = fc.record({
  lateM: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 10 }) },
    { weight: 2, arbitrary: fc.integer({ min: 10, max: 600 }) },
    fc.constant(null),
  ),
  sizeBytes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1_000_000, max: 1_010_000 }) },
    fc.constantFrom(0, 20, 300_000),
  ),
});
const someNights = fc.array(someNight, { minLength: 4, maxLength: 40 });
const someStory: fc.Arbitrary<Story> = fc.record({
  template: fc.constantFrom(...Object.keys(TEMPLATES)),
  everyH: fc.constantFrom(24, 24, 6),
  // Of four, the host that is written last has three before the beginning: with fewer than two it is no member yet.
  runsBefore: fc.integer({ min: 4, max: 30 }),
  nights: fc.record(Object.fromEntries([...NAMES, 'new'].map((name) => [name, someNights]))),
  deletedH: fc.record(
    Object.fromEntries(
      NAMES.map((name) => [name, fc.option(fc.integer({ min: 1, max: DAYS * 24 }), { freq: 1, nil: null })]),
    ),
  ),
  deniedH: fc.uniqueArray(fc.integer({ min: 1, max: DAYS * 24 }), { maxLength: 6 }),
  newAtH: fc.option(fc.integer({ min: 1, max: 4 * 24 }), { nil: null }),
});

/** What lands when, in order. */
function landingsOf({ template, everyH, runsBefore, nights, newAtH }: Story): readonly ListedObject[] {
  const keyOf = TEMPLATES[template];
  return [...NAMES, ...(newAtH === null ? [] : ['new'])].flatMap((name, index) => {
    const first = name === 'new' ? BEGIN + (newAtH ?? 0) * HOUR_MS : BEGIN - runsBefore * everyH * HOUR_MS;
    const all: ListedObject[] = [];
    for (let run = 0; ; run += 1) {
      const expected = first + run * everyH * HOUR_MS + index * 3 * HOUR_MS;
      if (expected > BEGIN + DAYS * DAY_MS) return all;
      const night = nights[name]?.[run - (name === 'new' ? 0 : runsBefore)];
      if (expected >= BEGIN && night?.lateM === null) continue;
      const at = expected + (expected >= BEGIN ? (night?.lateM ?? 5) : 5) * MINUTE_MS;
      const text = new Date(at).toISOString().slice(0, 16).replace(':', '-');
      const sizeBytes = expected >= BEGIN ? (night?.sizeBytes ?? 1_000_000) : 1_000_000;
      all.push({ key: keyOf?.(name, text) ?? '', sizeBytes, lastModified: at });
    }
  });
}

/** The bucket of a story as it is at an instant. */
class Bucket {
  readonly requests = { list: 0, get: 0 };
  now: Instant = BEGIN;
  readonly #story: Story;
  readonly #landings: readonly ListedObject[];

  constructor(story: Story) {
    this.#story = story;
    this.#landings = landingsOf(story);
  }

  #there(): readonly ListedObject[] {
    const deleted = NAMES.flatMap((name) => {
      const at = BEGIN + (this.#story.deletedH[name] ?? Number.POSITIVE_INFINITY) * HOUR_MS;
      return this.now < at ? [] : [{ folder: `${TEMPLATES[this.#story.template]?.(name, '').split('/')[1]}/`, at }];
    });
    const isDeleted = ({ key, lastModified }: ListedObject) =>
      deleted.some(({ folder, at }) => key.startsWith(`hosts/${folder}`) && lastModified < at);
    return this.#landings.filter((object) => object.lastModified <= this.now && !isDeleted(object));
  }

  #ask(): void {
    this.requests.list += 1;
    const hour = Math.round((this.now - BEGIN) / HOUR_MS);
    if (this.#story.deniedH.includes(hour)) throw new EvidenceUnreadable('refused', 'list', 's3://acme/', 'denied');
  }

  source(hasFolders: boolean): EvidenceSource {
    const self = this;
    const source = {
      requests: this.requests,
      async *list(_place: unknown, prefix: string, startAfter = '') {
        const keys = self
          .#there()
          .filter(({ key }) => key.startsWith(prefix) && compareBytes(key, startAfter) > 0)
          .sort((a, b) => compareBytes(a.key, b.key));
        for (let from = 0; from === 0 || from < keys.length; from += PAGE_KEYS) {
          self.#ask();
          yield keys.slice(from, from + PAGE_KEYS);
        }
      },
      unfinishedUploads: async () => [],
    };
    const folders = async (_place: unknown, prefix: string) => {
      self.#ask();
      return foldersOf(
        self.#there().map(({ key }) => key),
        prefix,
      );
    };
    return { ...source, ...(hasFolders ? { folders } : {}) } as unknown as EvidenceSource;
  }
}

interface Played {
  /** What became of each host, by its name. */
  readonly transitions: readonly string[];
  readonly found: readonly string[];
  readonly lists: number;
  readonly passes: number;
}

/** Hourly ticks over a story, as the schedule makes them. */
async function play(story: Story, jobs: string, hasFolders = true): Promise<Played> {
  const rules = rulesOf(
    documentOf(
      `version: 1\nsettings: { admin: dana, timezone: UTC }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${jobs}`,
    ),
  );
  const bucket = new Bucket(story);
  const rows = new ReplayedRows();
  const source = bucket.source(hasFolders);
  const ports = {
    ...UNKEPT,
    store: rows,
    mirrors: new ReplayedMirrors(),
    members: new ReplayedMembers(),
    heartbeats: null,
    days: { put: async () => {}, newest: async () => [] },
    sourceOf: async () => source,
    elapsedMs: () => 0,
  };
  const found: string[] = [];
  let passes = 0;
  for (let hour = 0; hour <= DAYS * 24; hour += 1) {
    const now = BEGIN + hour * HOUR_MS;
    bucket.now = now;
    const { document } = rules;
    const due = await dueJobs(document?.jobs ?? [], ports, rows.lastPass, rules.version, now);
    if (due.jobs.length > 0) passes += 1;
    const only = due.jobs.map(({ id }) => id);
    const options = { now, dryRun: false, only, isPass: true, passId: formatInstant(now), comparedAt: due.comparedAt };
    const pass = await check(rules, ports, options);
    found.push(...pass.found.map(({ job }) => `${job.id} ${formatInstant(now)}`));
  }
  const told = rows.transitions.map(
    ({ jobId, at, from, to, reason }) => `${jobId.replace(/^hosts./, '')} ${formatInstant(at)} ${from} ${to} ${reason}`,
  );
  return { transitions: told.toSorted(), found, lists: bucket.requests.list, passes };
}

const ruleOf = ({ everyH }: Story) => `every ${everyH} hours, allow ${everyH + 2}; flag if it shrinks more than 50%`;
const asMembers = (story: Story) => `  hosts: { backup: "s3://acme/${story.template}", rule: "${ruleOf(story)}" }\n`;
const asJobs = (story: Story) =>
  NAMES.map(
    (name) =>
      `  hosts-${name}: { backup: "s3://acme/${story.template.replace('{each}', name)}", rule: "${ruleOf(story)}" }\n`,
  ).join('');

const isOfOld = (line: string) => !line.startsWith('new ');

describe('members with folders of their own', () => {
  it(
    'are judged at the same ticks as jobs of their own, for a request more in each pass',
    async () => {
      await fc.assert(
        fc.asyncProperty(someStory, async (story) => {
          const members = await play(story, asMembers(story));
          const jobs = await play(story, asJobs(story));
          expect(members.transitions.filter(isOfOld)).toEqual(jobs.transitions);
          // What a fifth host takes, which is no job of the others, is not counted.
          const more = story.newAtH === null ? 0 : members.lists;
          expect(members.lists).toBeLessThanOrEqual(jobs.lists + members.passes + DAYS + more);
        }),
        SOME,
      );
    },
    TIMEOUT_MS,
  );

  it(
    'and are found and judged as by listing everything each time',
    async () => {
      await fc.assert(
        fc.asyncProperty(someStory, async (story) => {
          const { lists: _, ...alone } = await play(story, asMembers(story));
          const { lists: __, ...whole } = await play(story, asMembers(story), false);
          expect(alone).toEqual(whole);
        }),
        SOME,
      );
    },
    TIMEOUT_MS,
  );
});

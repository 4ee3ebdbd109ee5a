import { describe, expect, it } from 'vitest';
import { check } from '../../../lib/app/check/check.ts';
import { dueJobs } from '../../../lib/app/check/due-jobs.ts';
import { Past } from '../../../lib/app/foresight/past.ts';
import { replay } from '../../../lib/app/foresight/replay.ts';
import { rulesOf } from '../../../lib/app/foresight/replayed-rules.ts';
import { ReplayedMembers, ReplayedMirrors, ReplayedRows, UNKEPT } from '../../../lib/app/foresight/replayed-stores.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { JudgedDay } from '../../../lib/core/history/day.ts';
import { DAY_MS, formatInstant, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { Seeded } from '../../faults/seeded.ts';
import { read } from '../../rules-doc/read.ts';
import { Disk } from '../../simulated/layouts/disk.ts';

const FROM = Date.parse('2026-10-01T00:00:00Z');
const DAYS = 30;
const UNTIL = FROM + DAYS * DAY_MS;
const RULES = [
  'every 24 hours, allow 26; at least 500 KB',
  'every day at 02:00, allow 2 hours',
  'every 4 hours, allow 5 hours',
  'every 6 hours',
  'every 24 hours; flag if it shrinks more than 20%',
  'weekdays at 22:00, escalate never',
  'every 24 hours, check every 2 hours',
];
const NO_HOLIDAYS = { datesOf: async () => [] };

function documentOf(jobs: readonly string[]): RulesDocument {
  const { document, problems } = read(
    `version: 1\nsettings: { admin: dana, timezone: UTC }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${jobs.map((job) => `  ${job}\n`).join('')}`,
  );
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

/** What lands, and when: most runs, some late, some small, some not at all. */
function landings(
  seed: number,
  count: number,
): { readonly path: string; readonly at: Instant; readonly bytes: number }[] {
  const chance = new Seeded(seed);
  return Array.from({ length: count }, (_, job) => {
    const everyMs = [24, 24, 4, 6, 24, 24, 24][job % RULES.length] ?? 24;
    const landed: { readonly path: string; readonly at: Instant; readonly bytes: number }[] = [];
    for (let at = FROM - 3 * DAY_MS + 2 * HOUR_MS; at < UNTIL; at += everyMs * HOUR_MS) {
      if (at > FROM && chance.isLucky(0.08)) continue;
      const late = chance.isLucky(0.1) ? Math.floor(chance.next() * 5 * HOUR_MS) : 10 * MINUTE_MS;
      const bytes = chance.isLucky(0.05) ? 400_000 : 1_000_000 + Math.floor(chance.next() * 10_000);
      landed.push({ path: `/srv/job-${job}/${at}.dump`, at: at + late, bytes });
    }
    return landed;
  }).flat();
}

/** A disk with a folder for each job: what a listing shows is kept sorted as it lands. */
class Folders extends Disk {
  readonly #objects = new Map<string, ListedObject[]>();

  override put(location: string, at: Instant, bytes: number): void {
    super.put(location, at, bytes);
    const folder = location.slice(0, location.lastIndexOf('/') + 1);
    const known = this.#objects.get(folder) ?? [];
    this.#objects.set(folder, known);
    known.push({ key: location, sizeBytes: bytes, lastModified: at });
  }

  override async *list(_place: { readonly container: string }, prefix: string) {
    yield this.#objects.get(prefix) ?? [];
  }
}

/** The passes as they were made at their time, each over what had landed by then. */
async function lived(document: RulesDocument, landed: ReturnType<typeof landings>) {
  const disk = new Folders();
  const rows = new ReplayedRows();
  const days = new Map<string, JudgedDay[]>();
  const ports = {
    ...UNKEPT,
    store: rows,
    mirrors: new ReplayedMirrors(),
    members: new ReplayedMembers(),
    heartbeats: null,
    days: {
      put: async (jobId: string, day: JudgedDay) => void days.set(jobId, [...(days.get(jobId) ?? []), day]),
      newest: async () => [],
    },
    sourceOf: async () => disk,
    elapsedMs: () => 0,
  };
  const waiting = landed.toSorted((a, b) => a.at - b.at);
  for (let now = FROM; now <= UNTIL; now += HOUR_MS) {
    while ((waiting[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
      const { path, at, bytes } = waiting.shift() as (typeof landed)[number];
      disk.put(path, at, bytes);
    }
    const rules = rulesOf(document);
    const { jobs, comparedAt } = await dueJobs(document.jobs, ports, rows.lastPass, rules.version, now);
    const only = jobs.map(({ id }) => id);
    await check(rules, ports, { now, dryRun: false, only, isPass: true, passId: formatInstant(now), comparedAt });
  }
  return { disk, transitions: rows.transitions, rows, days };
}

const shown = (transitions: readonly Transition[]) =>
  transitions.map(({ jobId, at, to }) => `${formatInstant(at)} ${jobId} ${to}`).toSorted();

/** `memory`: rows and days of before, where what they speak of has been deleted. */
async function replayed(
  document: RulesDocument,
  disk: Disk,
  from = FROM,
  { rows, days }: Pick<Awaited<ReturnType<typeof lived>>, 'rows' | 'days'> = {
    rows: new ReplayedRows(),
    days: new Map(),
  },
) {
  const past = await Past.open(document.jobs, {
    sourceOf: async () => disk,
    heartbeats: { newest: async () => [] },
    landedOf: async (jobId) => days.get(jobId) ?? [],
    store: rows,
  });
  return replay(document, { from, until: UNTIL }, { past, holidays: NO_HOLIDAYS, elapsedMs: () => 0 });
}

describe('a replay', () => {
  it('of 50 jobs over 30 days makes the transitions that were made, to the check', { timeout: 120_000 }, async () => {
    const jobs = Array.from(
      { length: 50 },
      (_, job) => `job-${job}: { backup: /srv/job-${job}/*.dump, rule: "${RULES[job % RULES.length]}" }`,
    );
    const document = documentOf(jobs);
    const { disk, transitions } = await lived(document, landings(7, 50));
    expect(transitions.length).toBeGreaterThan(100);
    expect(shown((await replayed(document, disk)).transitions)).toEqual(shown(transitions));
  });

  it('makes them of the days that are kept, where all backups were deleted since', { timeout: 60_000 }, async () => {
    const places = [
      '/srv/job-0/*.dump',
      '/srv/job-1/*.dump',
      '/srv/job-2/*.dump',
      '/srv/job-3/{yyyy}-{MM}-{dd}-*.dump',
    ];
    const document = documentOf(
      places.map((place, job) => `job-${job}: { backup: "${place}", rule: "${RULES[job]}" }`),
    );
    const landed = landings(7, 4).map((one) =>
      one.path.includes('job-3')
        ? { ...one, path: `/srv/job-3/${formatInstant(one.at).slice(0, 10)}-${one.at}.dump` }
        : one,
    );
    const { transitions, ...memory } = await lived(document, landed);
    expect(new Set(transitions.map(({ jobId }) => jobId)).size).toBe(4);
    // What a place with dates held before the first look was not all looked at.
    const later = (all: readonly Transition[]) => shown(all.filter(({ at }) => at >= FROM + 2 * DAY_MS));
    const again = await replayed(document, new Disk(), FROM, memory);
    expect(later(again.transitions)).toEqual(later(transitions));
    const byRowsAlone = await replayed(document, new Disk(), FROM, { ...memory, days: new Map() });
    expect(later(byRowsAlone.transitions)).not.toEqual(later(transitions));
  });

  it('judges a job from its first evidence on', async () => {
    const document = documentOf(['late: { backup: /srv/late/*.dump, rule: every 24 hours }']);
    const disk = new Disk();
    for (let day = 20; day < DAYS; day += 1) disk.put(`/srv/late/${day}.dump`, FROM + day * DAY_MS, 1000);
    const { transitions, pasts } = await replayed(document, disk);
    expect(shown(transitions)).toEqual([]);
    expect(pasts.get('late')).toEqual({ kind: 'from', from: FROM + 20 * DAY_MS });
  });

  it('says of which jobs nothing is known, and why', async () => {
    const document = documentOf([
      'never: { backup: /srv/never/*.dump, rule: every 24 hours }',
      'photos: { backup: /srv/photos/, mirror: true, rule: every 24 hours }',
    ]);
    const { pasts } = await replayed(document, new Disk());
    expect(Object.fromEntries(pasts)).toEqual({ never: { kind: 'nothing' }, photos: { kind: 'mirror' } });
  });
});

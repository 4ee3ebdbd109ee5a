import { describe, expect, it } from 'vitest';
import { PastBackups } from '../../../lib/app/foresight/past-backups.ts';
import { PastListing } from '../../../lib/app/foresight/past-listing.ts';
import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import { CollectingScope } from '../../../lib/core/evidence/collecting.ts';
import { FileCollector } from '../../../lib/core/evidence/file-collector.ts';
import type { ListedVersion } from '../../../lib/core/evidence/listed-object.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { Seeded } from '../../faults/seeded.ts';
import { read } from '../../rules-doc/read.ts';

const FROM = Date.parse('2026-10-01T00:00:00Z');

function jobOf(clauses: string): Job {
  const { document } = read(
    `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n  job: { ${clauses} }\n`,
  );
  const [job] = document?.jobs ?? [];
  if (job === undefined) throw new Error('the rules doc is not good');
  return job;
}

/** A hundred files, of which some are overwritten, deleted, or no backups. */
function versions(seed: number, endings: readonly string[]): readonly ListedVersion[] {
  const chance = new Seeded(seed);
  return Array.from({ length: 100 }, (_, index): ListedVersion => {
    const lastModified = FROM + Math.floor(chance.next() * 40 * DAY_MS);
    const key = `/srv/db/${(index * 37) % 100}${endings[index % endings.length]}`;
    const until = chance.isLucky(0.3) ? lastModified + Math.floor(chance.next() * 9 * DAY_MS) : null;
    return { object: { key, sizeBytes: 1000 + index, lastModified }, until };
  }).sort((a, b) => compareBytes(a.object.key, b.object.key));
}

describe('the backups that a place held', () => {
  it.each(['/srv/db/*.dump', '/srv/db/'])('are at each instant those that a look at %s finds', (backup) => {
    const job = jobOf(`backup: ${backup}, rule: every 24 hours`);
    const { place } = job;
    if (place === null) throw new Error('it has a place');
    const all = versions(3, ['.dump', '.dump', '.sha256', '.part', '.dump']);
    const listing = new PastListing(all);
    const past = PastBackups.of(job, place, listing);
    if (past === null) throw new Error('the place can be looked at once');
    const chance = new Seeded(5);
    const moments = all.slice(0, 40).map(({ object }) => object.lastModified + MINUTE_MS);
    for (let step = 0; step < 200; step += 1) moments.push(FROM + Math.floor(chance.next() * 45 * DAY_MS));
    for (const now of moments) {
      const there = all.filter(({ object, until }) => object.lastModified <= now && (until === null || until > now));
      const collector = new FileCollector(new CollectingScope(place, job.finished, job.namesIn, now, null));
      collector.add(there.map(({ object }) => object));
      const { backups, newestKey } = collector.collected();
      expect(past.at(now)).toMatchObject({ backups, newestKey, keys: there.length });
    }
  });

  it('change when something lands, goes away, or is written no more', () => {
    const job = jobOf('backup: /srv/db/*.dump, rule: every 24 hours');
    const object = { key: '/srv/db/1.dump', sizeBytes: 1, lastModified: FROM };
    const listing = new PastListing([{ object, until: FROM + HOUR_MS }]);
    const past = job.place && PastBackups.of(job, job.place, listing);
    const changes = [FROM - 1, FROM, FROM + 2 * MINUTE_MS, FROM + HOUR_MS].map((now) => past?.nextChange(now));
    expect(changes).toEqual([FROM, FROM + 2 * MINUTE_MS, FROM + HOUR_MS, Number.POSITIVE_INFINITY]);
  });

  it.each([
    ['with folders of runs', 'backup: "/srv/db/{run}/"', ['.dump']],
    ['with dates', 'backup: "/srv/db/{yyyy}.dump"', ['.dump']],
    ['with markers', 'backup: /srv/db/*.dump, finished: marker .done', ['.dump']],
    ['with files that may belong to others', 'backup: /srv/db/', ['.dump', '.log']],
  ])('are not known without a look at a place %s', (_, clauses, endings) => {
    const job = jobOf(`${clauses}, rule: every 24 hours`);
    if (job.place === null) throw new Error('it has a place');
    expect(PastBackups.of(job, job.place, new PastListing(versions(3, endings)))).toBeNull();
  });
});

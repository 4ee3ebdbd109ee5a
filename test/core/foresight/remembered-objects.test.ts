import { describe, expect, it } from 'vitest';
import { rememberedObjects } from '../../../lib/core/foresight/remembered-objects.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { read, withJob } from '../../rules-doc/read.ts';

function jobOf(lines: string): Job {
  const { document, problems } = read(withJob(lines));
  const [job] = document?.jobs ?? [];
  if (job === undefined) throw new Error(`no job in ${lines}: ${JSON.stringify(problems)}`);
  return job;
}

const RUN = { ts: 1_000_000, sizeBytes: 7, finding: 'good' } as const;
const rowOf = ({ place }: Job) => ({ runs: [RUN], place: `${place?.container}${place?.template}` });

describe('a backup that a row remembers', () => {
  it.each([
    ['backup: s3://bucket/orders/', 's3://bucket/', 'orders/remembered-1000000'],
    ['backup: "/srv/orders/*.dump"', '', '/srv/orders/remembered-1000000.dump'],
    ['backup: "/srv/orders-{yyyy}-{MM}-{dd}.dump"', '', '/srv/orders-1970-01-01.dump'],
    ['backup: "/srv/{yyyy}/{MM}/{dd}/*.tar"', '', '/srv/1970/01/01/remembered-1000000.tar'],
    ['backup: /srv/orders/newest.dump', '', '/srv/orders/newest.dump'],
  ])('was an object in the place of %s', (lines, container, key) => {
    const job = jobOf(`${lines}\nrule: every 24 hours`);
    const object = { key, sizeBytes: 7, lastModified: 1_000_000 };
    expect(rememberedObjects(job, rowOf(job))).toEqual([{ container, object }]);
  });

  it.each([
    ['members', 'backup: "/srv/{each}-*.dump"\nrule: every 24 hours'],
    ['a folder of a run', 'backup: "/srv/{run}/"\nrule: every 24 hours'],
    ['a look inside', 'backup: /srv/orders/\nverify: well-formed\nrule: every 24 hours'],
    ['an end marker', 'backup: /srv/orders/\nfinished: marker _SUCCESS\nrule: every 24 hours'],
  ])('is left out with %s', (_, lines) => {
    const job = jobOf(lines);
    expect(rememberedObjects(job, rowOf(job))).toEqual([]);
  });

  it('is left out where the row speaks of another place, and where its size is not known', () => {
    const job = jobOf('backup: /srv/orders/\nrule: every 24 hours');
    expect(rememberedObjects(job, { ...rowOf(job), place: '/srv/old/' })).toEqual([]);
    expect(rememberedObjects(job, { ...rowOf(job), runs: [{ ...RUN, sizeBytes: null }] })).toEqual([]);
  });

  it('is taken of the days of that place as well, and once', () => {
    const job = jobOf('backup: /srv/orders/\nrule: every 24 hours');
    const older = { ...RUN, ts: 900_000 };
    const days = [
      { place: '/srv/orders/', runs: [RUN, older] },
      { place: '/srv/old/', runs: [{ ...RUN, ts: 800_000 }] },
      { runs: [{ ...RUN, ts: 700_000 }] },
    ];
    expect(rememberedObjects(job, rowOf(job), days).map(({ object }) => object.lastModified)).toEqual([
      1_000_000, 900_000,
    ]);
    expect(rememberedObjects(job, null, days)).toHaveLength(2);
  });
});

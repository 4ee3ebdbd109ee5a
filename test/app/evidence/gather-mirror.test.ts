import { describe, expect, test } from 'vitest';
import { gatherMirror, type MirrorLook } from '../../../lib/app/evidence/gather-mirror.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { MirrorCounts } from '../../../lib/core/evidence/mirror-count.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import type { MirrorLog } from '../../../lib/ports/mirror-log.ts';
import { StateStoreUnavailable } from '../../../lib/ports/state-store.ts';
import { FakeSource, now, s3, sampleJob } from './gather-evidence-setting.ts';

const PLACE = s3('photos/');
const DONE = now - 2 * HOUR_MS;
const CUT = new EvidenceUnreadable('transient', 'list', 's3://b/photos/', 'cut short');
const REFUSED = new EvidenceUnreadable('refused', 'list', 's3://b/photos/', 'access denied');

/** A bucket whose listing ends with an error after so many pages. */
class Breaking extends FakeSource {
  pages = Number.POSITIVE_INFINITY;
  error: Error = CUT;

  override async *list(...[place, prefix, startAfter]: Parameters<FakeSource['list']>) {
    let given = 0;
    for await (const page of super.list(place, prefix, startAfter)) {
      if (given === this.pages) throw this.error;
      given += 1;
      yield page as ListedObject[];
    }
  }
}

class Log implements MirrorLog {
  counts: MirrorCounts | null = null;
  fault: Error | null = null;
  writes = 0;

  async read() {
    return this.counts;
  }

  async write(_jobId: string, counts: MirrorCounts) {
    this.writes += 1;
    if (this.fault) throw this.fault;
    this.counts = counts;
  }
}

function setting(job: Partial<Job> = { finished: { kind: 'heartbeat' }, heartbeat: true }) {
  const source = new Breaking();
  source.pageSize = 10;
  for (let n = 0; n < 55; n += 1) source.put(`photos/${String(n).padStart(3, '0')}`, now - DAY_MS + n, 100);
  const log = new Log();
  const mirror = sampleJob({ place: PLACE, isMirror: true, ...job });
  const look = (change: Partial<MirrorLook> = {}) =>
    gatherMirror(mirror, PLACE, { mode: 'from-newest', isRaised: false, doneAt: DONE, now, ...change }, source, log);
  return { source, log, look };
}

describe('a look at a mirror', () => {
  test('counts all of it once, and then looks at the signal alone', async () => {
    const { source, log, look } = setting();
    const { backups, partial } = await look();
    expect(backups).toMatchObject([
      { ts: DONE, sizeBytes: 5500, fileCount: 55, ended: true, location: 's3://b/photos/' },
    ]);
    expect(partial).toBe(false);
    source.asked.length = 0;
    const later = await look({ doneAt: now, now: now + HOUR_MS });
    expect(later.backups).toMatchObject([{ ts: now, sizeBytes: 5500 }]);
    expect(source.asked).toEqual([]);
    expect(log.writes).toBe(1);
  });

  test('goes on where a listing was cut short, and is never judged by half a count', async () => {
    const { source, log, look } = setting();
    await look();
    source.objects.delete('photos/000');
    source.pages = 3;
    const day = { now: now + DAY_MS, doneAt: DONE + DAY_MS };
    expect((await look(day)).backups).toMatchObject([{ ts: DONE + DAY_MS, fileCount: 55 }]);
    expect(log.counts?.partial).toMatchObject({ fileCount: 30, after: 'photos/030' });
    source.pages = Number.POSITIVE_INFINITY;
    expect((await look(day)).backups).toMatchObject([{ fileCount: 54, sizeBytes: 5400 }]);
    expect(source.asked.at(-1)).toBe('list photos/ after photos/030');
    expect(log.counts?.partial).toBeNull();
  });

  test.each([
    ['cut short before the first count is done', { pages: 3, error: CUT, isFirst: true }],
    ['that gives nothing at all', { pages: 0, error: CUT, isFirst: false }],
    ['that is refused', { pages: 3, error: REFUSED, isFirst: false }],
  ])('fails with a listing %s', async (_, { pages, error, isFirst }) => {
    const { source, look } = setting();
    if (!isFirst) await look();
    Object.assign(source, { pages, error });
    await expect(look({ now: now + DAY_MS })).rejects.toBe(error);
  });

  test('fails when two days were not enough for a count', async () => {
    const { source, look } = setting();
    await look();
    source.pages = 1;
    await expect(look({ now: now + 2 * DAY_MS + 1 })).rejects.toBe(CUT);
  });

  test('notes a long listing on its way', async () => {
    const { source, log, look } = setting();
    source.pageSize = 2;
    await look();
    expect(log.writes).toBe(2);
  });

  test('stands where what was counted cannot be kept', async () => {
    const { log, look } = setting();
    log.fault = new StateStoreUnavailable('no table');
    expect((await look()).backups).toMatchObject([{ fileCount: 55 }]);
  });

  test('begins again at another place', async () => {
    const { source, log, look } = setting();
    await look();
    log.counts = { ...(log.counts as MirrorCounts), place: 's3://b/elsewhere/' };
    source.asked.length = 0;
    await look();
    expect(source.asked).toEqual(['list photos/']);
  });

  test('takes the time of a marker at its top', async () => {
    const { source, look } = setting({ finished: { kind: 'marker', name: 'DONE' } });
    expect((await look()).backups).toMatchObject([{ ended: false, fileCount: 55 }]);
    source.put('photos/DONE', DONE, 0);
    const { backups, markedAt } = await look();
    expect(backups).toMatchObject([{ ts: DONE, ended: true, fileCount: 55 }]);
    expect(markedAt).toBe(DONE);
  });

  test('without signals is of its newest file, ever', async () => {
    const { source, look } = setting({ finished: { kind: 'landed' } });
    expect((await look()).backups).toMatchObject([{ ts: now - DAY_MS + 54 }]);
    source.objects.delete('photos/054');
    expect((await look({ now: now + DAY_MS })).backups).toMatchObject([{ ts: now - DAY_MS + 54, fileCount: 54 }]);
  });

  test('of more than 100,000 files asks for an end signal', async () => {
    const { source, look } = setting({ finished: { kind: 'landed' } });
    source.list = async function* () {
      for (let page = 0; page < 101; page += 1) {
        yield Array.from({ length: 1000 }, (_, n) => ({ key: `photos/${page}-${n}`, sizeBytes: 1, lastModified: now }));
      }
    } as typeof source.list;
    await expect(look()).rejects.toThrow(/100,000 files needs to say when it is done; add finished:/);
  });
});

import { describe, expect, it } from 'vitest';
import { SharedListings } from '../../../lib/app/evidence/shared-listings.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { ListableOf } from '../../../lib/core/planning/plan-sweeps.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import { FakeSource, s3 } from './gather-evidence-setting.ts';

const JOBS = 40;
const prefixOf = (job: number) => `${String(job).padStart(2, '0')}/`;
const denied = new EvidenceUnreadable('refused', 'list', 's3://b/', 'denied');

function bucket(): FakeSource {
  const source = new FakeSource();
  for (let job = 0; job < JOBS; job += 1) {
    for (let day = 1; day <= 50; day += 1) source.put(`${prefixOf(job)}${String(day).padStart(3, '0')}.dump`, day);
  }
  return source;
}

const placeOf = (job: number): Place => s3(prefixOf(job));

/** What each job is shown, all of them planned and then looked at side by side. */
async function shownTo(source: FakeSource, listableOf?: ListableOf): Promise<readonly (readonly string[])[]> {
  const shared = new SharedListings(async () => source, listableOf);
  const jobs = Array.from({ length: JOBS }, (_, job) => job);
  shared.plan(
    jobs.map((job) => ({
      place: placeOf(job),
      look: { id: `job-${job}`, container: 's3://b/', prefixes: [prefixOf(job)], keys: 50 },
    })),
  );
  return Promise.all(
    jobs.map(async (job) => {
      const keys: string[] = [];
      const listings = [{ prefix: prefixOf(job), startAfter: null }];
      for await (const page of shared.pages(`job-${job}`, placeOf(job), listings)) {
        keys.push(...page.map(({ key }) => key));
      }
      return keys;
    }),
  );
}

const whole = Array.from({ length: JOBS }, (_, job) =>
  [...bucket().objects.keys()].filter((key) => key.startsWith(prefixOf(job))),
);

describe('the looks of a pass', () => {
  it('share one listing', async () => {
    const source = bucket();
    expect(await shownTo(source)).toEqual(whole);
    expect(source.requests.list).toBe(2);
  });

  it('list by themselves where the common listing is refused', async () => {
    const source = refusing(({ prefix }) => prefix === '');
    expect(await shownTo(source)).toEqual(whole);
    expect(source.requests.list).toBe(JOBS);
  });

  it('keep what was listed before the common listing was cut, and list only the rest', async () => {
    const source = refusing(({ prefix, page }) => prefix === '' && page === 2);
    expect(await shownTo(source)).toEqual(whole);
    // 20 jobs of 50 keys are in the first page, and how the 20th ends is not known.
    expect(source.requests.list).toBe(1 + JOBS - 19);
  });

  it('try no common listing of what may not be listed', async () => {
    const source = bucket();
    expect(await shownTo(source, () => ['0', '1'])).toEqual(whole);
    expect(source.asked.filter((asked) => asked.startsWith('list 0 after 00'))).toHaveLength(1);
    expect(source.asked.filter((asked) => asked.startsWith('list 1 after 10'))).toHaveLength(1);
    expect(source.requests.list).toBe(1 + 1 + 20);
  });
});

it('begins looks as their keys come by, several common listings side by side', () => {
  const shared = new SharedListings(async () => new FakeSource());
  const wanted = (id: string, prefix: string, container: string) => ({
    place: { ...s3(prefix), container },
    look: { id, container, prefixes: [prefix], keys: 1 },
  });
  shared.plan([
    wanted('b2', '2/', 's3://b/'),
    wanted('b1', '1/', 's3://b/'),
    wanted('c2', '2/', 's3://c/'),
    wanted('c1', '1/', 's3://c/'),
  ]);
  const ids = ['b2', 'alone', 'b1', 'c2', 'c1'];
  expect(shared.inOrder(ids.map((id) => ({ id }))).map(({ id }) => id)).toEqual(['b1', 'alone', 'c1', 'b2', 'c2']);
});

/** A bucket that fails a request of a listing. */
function refusing(isRefused: (request: { readonly prefix: string; readonly page: number }) => boolean): FakeSource {
  const source = bucket();
  const list = source.list.bind(source);
  source.list = async function* (place, prefix, startAfter) {
    let page = 0;
    const pages = list(place, prefix, startAfter);
    for (;;) {
      page += 1;
      if (isRefused({ prefix, page })) throw denied;
      const { done, value } = await pages.next();
      if (done) return;
      yield value;
    }
  };
  return source;
}

import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { failedTests } from '../../../lib/core/wording/failed-tests.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { WatchedBucket } from '../../app/members/members-setting.ts';
import { EXAMPLES } from './examples.ts';
import { MEMBER_LAYOUTS, type MemberFault, type MemberLayout } from './members.ts';
import { FIRST_DAY } from './play-nights.ts';

const [HEALTHY_DAYS, DAYS_BEFORE, BETWEEN] = [45, 7, 3];

/** What is reported of so many days, with the hours since the first midnight. */
async function playDays(
  bucket: WatchedBucket,
  { hourly }: MemberLayout,
  { from, to, fault = null }: { readonly from: number; readonly to: number; readonly fault?: MemberFault | null },
): Promise<readonly string[]> {
  const reported: string[] = [];
  for (let n = from; n < to; n += 1) {
    const midnight = FIRST_DAY + n * DAY_MS;
    const date = new Date(midnight).toISOString().slice(0, 10);
    for (let hour = 0; hour < 24; hour += 1) {
      hourly({ bucket, hour, n, midnight, date, fault });
      if (n < 0) continue;
      const { checked } = await bucket.check(midnight + hour * HOUR_MS + 5 * MINUTE_MS);
      for (const { job, entry, decision } of checked) {
        if (!entry?.transition) continue;
        const [first] = decision?.verdict ? failedTests(renderVerdict(decision.verdict)) : [];
        const since = (n - from) * 24 + hour;
        reported.push(`${job.id} ${entry.transition.to}${first ? ` ${first.test.kind}` : ''} at ${since} h`);
      }
      bucket.deliverAll();
    }
  }
  return reported;
}

describe.each(MEMBER_LAYOUTS)('$heading', (layout) => {
  test('nothing is reported in 45 days, and then what goes wrong with one member', async () => {
    const bucket = new WatchedBucket((EXAMPLES.get(layout.heading) ?? '').replace(/^/gm, '  '));
    await playDays(bucket, layout, { from: -DAYS_BEFORE, to: 0 });
    expect(await playDays(bucket, layout, { from: 0, to: HEALTHY_DAYS })).toEqual([]);
    let from = HEALTHY_DAYS;
    for (const [fault, want] of Object.entries(layout.faults) as [MemberFault, readonly string[]][]) {
      const reported = await playDays(bucket, layout, { from, to: from + 2, fault });
      expect(reported.slice(0, want.length), fault).toEqual(want);
      await playDays(bucket, layout, { from: from + 2, to: from + 2 + BETWEEN });
      from += 2 + BETWEEN;
    }
  });
});

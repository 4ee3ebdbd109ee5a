import { expect, test } from 'vitest';
import { type SoakDay, soak } from '../faults/soak.ts';
import { figure, IS_NIGHTLY } from '../nightly.ts';

/** `npm run soak`: a fortnight of a thousand jobs, minute by minute; else a few days of a few, five minutes at a time. */
const SHAPE = IS_NIGHTLY
  ? { jobs: Number(process.env.SENTINEL_SOAK_JOBS ?? 1000), days: 14, stepMinutes: 1 }
  : { jobs: 60, days: Number(process.env.SENTINEL_SOAK_DAYS ?? 4), stepMinutes: 5 };
/** In the short form the first days are still those in which the program warms up: what V8 compiles, 1 MB of blocks. */
const WARMING_MB = IS_NIGHTLY ? 0 : 8;
/** What is written goes to a log of a MB, and from there to files that are merged later. */
const UNMERGED_MB = 4;

test(
  `watch over ${SHAPE.jobs} jobs for ${SHAPE.days} days stays level in memory, descriptors and store`,
  async () => {
    const days = await soak({ ...SHAPE, seed: 13, onDay: (day) => console.log(JSON.stringify(day)) });
    const measured = days.slice(1, SHAPE.days);
    const { residentMb, descriptors } = first(measured);
    const last = first(measured.toReversed());
    figure('resident MB, day 2 to the end', `${residentMb.toFixed(1)} to ${last.residentMb.toFixed(1)}`);
    expect(last.residentMb).toBeLessThan(residentMb * 1.1 + WARMING_MB);
    // Connections that have just ended are still counted.
    expect(last.descriptors).toBeLessThan(descriptors + 20);
    expect(days.every(({ mails }) => mails > 0)).toBe(true);
    // Everything that was kept has expired and is gone, but for what a day brought.
    const pruned = first(days.toReversed());
    expect(pruned.storeMb).toBeLessThan(Math.max(...measured.map(({ storeMb }) => storeMb)) + UNMERGED_MB);
    expect(pruned.residentMb).toBeLessThan(residentMb * 1.1 + WARMING_MB);
  },
  IS_NIGHTLY ? 10_800_000 : 30_000 * SHAPE.days,
);

function first(days: readonly SoakDay[]): SoakDay {
  const [day] = days;
  if (day === undefined) throw new Error('no day was measured');
  return day;
}

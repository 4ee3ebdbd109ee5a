import { expect } from 'vitest';
import { goOnWith, Happening, type Model } from './model.ts';
import type { Found, Played } from './played.ts';
import { DAY } from './reference/clauses.ts';
import type { ReferenceJob, Seen } from './reference/job.ts';
import { judge } from './reference/judge.ts';

/** A pass, or one beside another. */
export class Check extends Happening {
  /** Of each of the checkers that check at once, the turns that its calls wait. */
  readonly checkers: readonly (readonly number[])[];

  constructor(afterMs: number, checkers: readonly (readonly number[])[]) {
    super(afterMs);
    this.checkers = checkers;
  }

  protected async happen(model: Model, product: Played): Promise<void> {
    const { now, story } = model;
    const found = await Promise.all(this.checkers.map((lags) => product.check(now, lags)));
    const held = noteHeld(model.passes, now);
    const seen = story.isDenied ? 'refused' : story.isSilent ? 'unknown' : look(model);
    const possible = model.jobs.flatMap((job) => job.after(now, seen, held));
    // The second checker may decide upon what the first one wrote, as a later check would; it may have read the pass
    // before that of the first.
    if (this.checkers.length > 1) {
      possible.push(...possible.flatMap((once) => [false, held].flatMap((isHeld) => once.after(now, seen, isHeld))));
    }
    const when = `at ${new Date(now).toISOString()}`;
    goOnWith(model, possible, await product.standing(), when);
    if (this.checkers.length === 1) assertVerdict(model.jobs[0], found[0] ?? null, seen, when);
  }
}

function assertVerdict({ lastVerdict }: ReferenceJob, found: Found | null, seen: Seen, when: string): void {
  const isSeen = typeof seen === 'object';
  const { finished, recent, size } = found?.tests ?? {};
  const tests = { finished: finished?.result, recent: recent?.result, size: size?.result };
  expect(
    found && { ...tests, lastGood: isSeen ? (found.lastGood?.ts ?? null) : null },
    `the tests ${when}: ${JSON.stringify(found?.tests)}`,
  ).toEqual(
    lastVerdict && {
      ...{ finished: lastVerdict.finished, recent: lastVerdict.recent, size: lastVerdict.size },
      lastGood: isSeen ? lastVerdict.lastGood : null,
    },
  );
}

function look({ now, story, jobs: [job] }: Model) {
  const { clauses } = job;
  // Of another place nothing is known yet.
  const known = job.hasMoved ? [] : job.known;
  return story.look(
    now,
    { clauses, known },
    (seen) => judge(clauses, seen, known, now, job.firstLook ?? now, job.isPingedOnly).recent !== 'pass',
  );
}

/**
 * Notes a pass and says whether its clock is doubted. Passes are made by any machine here: a gap of more than a day is
 * doubted, of more than two where no day saw two.
 */
export function noteHeld(passes: number[], now: number): boolean {
  const before = passes.slice();
  const last = before.at(-1);
  passes.push(now);
  if (last === undefined) return false;
  const days = before.map((at) => Math.floor(at / DAY));
  const newest = [...new Set(days)].slice(-3);
  const isDaily = newest.every((day) => days.filter((each) => each === day).length <= 1);
  return now - last > (isDaily ? 2 : 1) * DAY;
}

import fc from 'fast-check';
import { expect } from 'vitest';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { figure, IS_NIGHTLY, runs, SEED, untilLimit } from '../nightly.ts';
import { documentOf } from '../web/ping-setting.ts';

export const TIMEOUT_MS = IS_NIGHTLY ? 3_600_000 : 120_000;

/** The same, played by the product and by the reference. */
interface Pair<Step> {
  play(step: Step): Promise<void>;
  readonly product: unknown;
  readonly reference: unknown;
}

/** Plays histories, in which product and reference say the same after each step; so many by day, and at night. */
export async function playHistories<Made, Step>(
  what: string,
  [byDay, atNight]: readonly [number, number],
  some: fc.Arbitrary<Made>,
  open: (made: Made) => { readonly pair: Pair<Step>; readonly steps: readonly Step[] },
): Promise<void> {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(some, async (made) => {
      const { pair, steps } = open(made);
      for (const step of steps) {
        await pair.play(step);
        expect(pair.product).toEqual(pair.reference);
      }
      played += 1;
      if (played % 100 === 0) figure(what, played);
    }),
    { ...runs(byDay, atNight), ...untilLimit(), seed: SEED },
  );
}

/** A document of these jobs, by the clocks of a zone. */
export function documentIn(zone: string, jobs: string): RulesDocument {
  return documentOf(
    `version: 1\nsettings: { admin: sam, timezone: ${zone} }\npeople: { sam: { email: sam@acme.example } }\njobs:\n${jobs}\n`,
  );
}

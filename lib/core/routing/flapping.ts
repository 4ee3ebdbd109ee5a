import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import type { Transition } from '../model/transition.ts';
import { type Delivery, mayHaveBeenNotified } from './delivery.ts';
import type { Need } from './need.ts';
import type { RouteReason } from './route-reason.ts';
import type { Situation } from './situation.ts';

/** A job that goes from green to failing more often than this in 24 hours is flapping. */
const MAX_FAILURES = 3;
/** A failure that lasts this long without a change is sent all the same. */
const STEADY_MS = 2 * HOUR_MS;
/** Green for this long, it is flapping no more. */
const CALM_MS = DAY_MS;

/** Since when a job flaps (docs/design/routing.md#one-message). */
export interface Flapping {
  /** The number of the transition that made it so. */
  readonly seq: number;
  /** Times that it went from green to failing in the 24 hours up to its newest failure. */
  readonly count: number;
  /** When it passed last; null when it has not since. */
  readonly passedAt: Instant | null;
}

/** What flapping means for one person's message: held until an instant, or dropped. */
export type Hold =
  | { readonly kind: 'until'; readonly until: Instant; readonly reason: RouteReason }
  | { readonly kind: 'drop'; readonly reason: RouteReason };

/** Null when the job does not flap. `transitions` are those of the last days, oldest first. */
export function flappingOf(transitions: readonly Transition[]): Flapping | null {
  let failures: Instant[] = [];
  let seq: number | null = null;
  let passedAt: Instant | null = null;
  for (const { from, to, reason, at, seq: number } of transitions) {
    if (to === 'green') {
      if (reason === 'passed') passedAt = at;
      continue;
    }
    if (passedAt !== null && at - passedAt >= CALM_MS) seq = null;
    passedAt = null;
    if (from !== 'green' || reason !== 'worsened') continue;
    failures = [...failures.filter((each) => at - each < DAY_MS), at];
    if (failures.length > MAX_FAILURES) seq ??= number;
  }
  return seq === null ? null : { seq, count: failures.length, passedAt };
}

/** Null where it is sent. The first message says that it flaps; then warnings, alerts and recoveries are held. */
export function holdOf(
  flapping: Flapping | null,
  situation: Situation,
  need: Extract<Need, { kind: 'message' }>,
  theirs: readonly Delivery[],
  now: Instant,
): Hold | null {
  if (flapping === null || need.isRefuted) return null;
  const { newest } = situation;
  const reason: RouteReason = { code: 'flapping', count: flapping.count };
  const ofFlapping = theirs.filter(
    (each) => each.seq >= flapping.seq && each.state !== 'green' && mayHaveBeenNotified(each),
  );
  if (situation.kind === 'failing') {
    const until = newest.at + STEADY_MS;
    const isHeld = situation.state !== 'escalate' && ofFlapping.length > 0 && now < until;
    return isHeld ? { kind: 'until', until, reason } : null;
  }
  if (situation.kind !== 'over') return null;
  if (ofFlapping.some((each) => each.seq > newest.seq)) return { kind: 'drop', reason: { code: 'later-break' } };
  const until = (flapping.passedAt ?? now) + CALM_MS;
  return now < until ? { kind: 'until', until, reason } : null;
}

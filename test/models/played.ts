import type { Action } from '../../lib/core/model/action.ts';
import type { Clauses } from './reference/clauses.ts';

/** How a job stands: what is stored of it. A side that cannot see one of the numbers leaves it out. */
export interface Standing {
  readonly state: string;
  readonly wouldBe: string | null;
  /** How often its state changed, or a mark was refuted. */
  readonly changes?: number;
  /** How many looks in a row had no answer. */
  readonly unread?: number;
}

/** What a look came to. */
export interface Found {
  readonly tests: Readonly<Record<string, { readonly result: string } | undefined>>;
  readonly lastGood: { readonly ts: number } | null;
}

/** What is played beside the reference: the product as a library, or as it is built. */
export interface Played {
  /** A pass; null where nothing could be seen. `lags`: how many turns each of its calls waits. */
  check(now: number, lags: readonly number[]): Promise<Found | null>;
  /** True where it was done. */
  act(now: number, action: Action): Promise<boolean>;
  standing(): Promise<Standing>;
  /** The rules doc has another rule from now on. */
  amend(clauses: Clauses): Promise<void>;
}

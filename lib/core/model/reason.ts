import type { FutureDated } from '../evidence/collecting.ts';
import type { Contradiction } from '../evidence/evidence.ts';
import type { Instant } from '../instant.ts';

/**
 * Why a test gave what it gave, as data. Words are made of it only where a person reads them (`sentence.ts`),
 * so that a pass over thousands of healthy jobs formats nothing.
 */
export type Reason = FinishedReason | RecentReason | SizeReason | ProvenReason;

export type FinishedReason =
  | { readonly kind: 'finished'; readonly ts: Instant }
  | { readonly kind: 'no-run' }
  | { readonly kind: 'running'; readonly since: Instant; readonly until: Instant }
  | { readonly kind: 'never-finished'; readonly since: Instant; readonly withinS: number; readonly location: string }
  | { readonly kind: 'failed'; readonly ts: Instant; readonly location: string; readonly error: string | null }
  | ({ readonly kind: 'contradiction' } & Contradiction)
  | { readonly kind: 'malformed' | 'hollow'; readonly location: string; readonly words: string }
  | { readonly kind: 'not-looked-inside'; readonly location: string; readonly since: Instant }
  | { readonly kind: 'with-warnings'; readonly location: string; readonly warning: string }
  | { readonly kind: 'report-unreadable'; readonly location: string; readonly error: string }
  | { readonly kind: 'not-looked' };

/**
 * `refutedTs`: the newest backup is there, and a proof showed that it cannot be restored. `futureDated`: one is there that
 * does not count, since it is dated in the future.
 */
export type RecentReason = RecentKind & { readonly refutedTs?: Instant; readonly futureDated?: FutureDated };

/** `goneTs`: a newer backup was there and is gone; null where none is. */
type RecentKind =
  | { readonly kind: 'fresh'; readonly ageS: number; readonly allowS: number }
  | {
      readonly kind: 'stale';
      readonly ageS: number;
      readonly allowS: number;
      readonly hardAfterS: number;
      readonly runningSince: Instant | null;
      readonly goneTs: Instant | null;
    }
  | { readonly kind: 'on-time'; readonly expected: Instant | null; readonly ts: Instant }
  | { readonly kind: 'running'; readonly since: Instant; readonly until: Instant }
  | {
      readonly kind: 'missed';
      readonly expected: Instant;
      readonly allowS: number;
      readonly ts: Instant;
      readonly runningSince: Instant | null;
      readonly goneTs: Instant | null;
    }
  | {
      readonly kind: 'no-good-run';
      readonly place: string;
      readonly runningSince: Instant | null;
      /**
       * The finished runs that were seen there and are gone; null where one is there that is not good.
       * `hasUnended`: something is there, and nothing says of any of it that it ended well.
       */
      readonly seen: { readonly count: number; readonly newestTs: Instant | null; readonly hasUnended?: true } | null;
    }
  | { readonly kind: 'unchanged'; readonly ranTs: Instant; readonly ts: Instant; readonly withinS: number }
  | { readonly kind: 'first-ping'; readonly until: Instant }
  | { readonly kind: 'not-expected-yet'; readonly starts: string }
  | { readonly kind: 'newest-gone'; readonly ts: Instant }
  | { readonly kind: 'future-dated'; readonly ts: Instant; readonly location: string }
  | { readonly kind: 'unreadable'; readonly operation: string; readonly location: string; readonly error: string }
  | { readonly kind: 'unread-again'; readonly count: number; readonly since: Instant; readonly error: string };

/** A proof, in the words of who made it; `copyTs`: of the copy that was restored, null where that is not known. */
export interface ToldProof {
  readonly at: Instant;
  readonly copyTs: Instant | null;
  readonly words: string;
}

/** `tried`: a later proof that says nothing of its copy; null without one. */
export type ProvenReason =
  | { readonly kind: 'proven'; readonly at: Instant; readonly copyTs: Instant | null; readonly by: string | null }
  | { readonly kind: 'first-proof'; readonly until: Instant }
  | {
      readonly kind: 'proof-old';
      readonly ageS: number;
      readonly everyS: number;
      readonly hardAfterS: number;
      readonly tried: ToldProof | null;
    }
  | {
      readonly kind: 'never-proven';
      readonly since: Instant;
      readonly everyS: number;
      readonly tried: ToldProof | null;
    }
  | ({ readonly kind: 'restore-refuted' } & ToldProof)
  | ({ readonly kind: 'not-restored' } & ToldProof)
  | { readonly kind: 'restore-slow'; readonly at: Instant; readonly tookS: number; readonly withinS: number };

/** A backup that is named otherwise than the one that it is measured by: most likely it is none. */
interface OtherShape {
  readonly name: string;
  readonly beforeName: string;
}

/**
 * `otherShape`: the backup that it is measured by is named otherwise. `hasOthersBetween`: there were later ones than
 * that, which do not count or are gone.
 */
export type SizeReason = SizeKind & { readonly otherShape?: OtherShape; readonly hasOthersBetween?: true };

type SizeKind =
  | { readonly kind: 'size-fine'; readonly bytes: number; readonly floorBytes: number | null }
  | { readonly kind: 'nothing-to-measure' }
  | { readonly kind: 'size-unknown' }
  | { readonly kind: 'accepted'; readonly bytes: number }
  | { readonly kind: 'empty'; readonly location: string }
  | { readonly kind: 'almost-nothing'; readonly location: string; readonly bytes: number }
  /** `count`: of equal backups in a row, the newest one counted. */
  | { readonly kind: 'same-again'; readonly location: string; readonly count: number }
  | { readonly kind: 'too-few-files' | 'too-few-members'; readonly files: number; readonly atLeast: number }
  | {
      readonly kind: 'below-floor';
      readonly bytes: number;
      readonly floorBytes: number;
      readonly beforeBytes: number | null;
    }
  | { readonly kind: 'shrunk'; readonly bytes: number; readonly beforeBytes: number; readonly limitPercent: number }
  | {
      readonly kind: 'back-to-usual';
      readonly bytes: number;
      readonly beforeBytes: number;
      readonly usualBytes: number;
    }
  | { readonly kind: 'grown'; readonly bytes: number; readonly beforeBytes: number; readonly limitPercent: number }
  | { readonly kind: 'above-ceiling'; readonly bytes: number; readonly ceilingBytes: number }
  | { readonly kind: 'not-looked' };

import { dateText, localDay } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import type { Backup } from './backup.ts';
import type { CollectingScope } from './collecting.ts';
import { ContentSum } from './content-sum.ts';
import type { ListedObject } from './listed-object.ts';
import { folderOf } from './place-template.ts';

/** What one full listing of a mirror adds up to (docs/design/evidence.md#mirrors). */
export interface MirrorCount {
  readonly startedAt: Instant;
  /** The end signal that it was begun for; null without one. */
  readonly signalAt: Instant | null;
  readonly sizeBytes: number;
  readonly fileCount: number;
  /** The newest file, of this count or an earlier one; null while none was ever there. */
  readonly newestAt: Instant | null;
  readonly content: string | null;
}

/** A listing that was cut short; the next one goes on behind `after`, a key. */
export interface PartialCount extends MirrorCount {
  readonly after: string;
}

/** What is kept of a mirror between looks. */
export interface MirrorCounts {
  /** The place that was counted. */
  readonly place: string;
  readonly complete: MirrorCount | null;
  readonly partial: PartialCount | null;
}

/** Without an end signal a mirror of more files than this is counted too seldom to say when it was written. */
export const MAX_WITHOUT_SIGNAL = 100_000;
const RECOUNT_RAISED_MS = 6 * HOUR_MS;

/** What decides whether a mirror is counted now. */
export interface CountMoment {
  readonly hasSignal: boolean;
  /** The newest end signal. */
  readonly signalAt: Instant | null;
  /** Something would be raised by what is known. */
  readonly isNeeded: boolean;
  readonly isRaised: boolean;
  readonly zone: string;
  readonly now: Instant;
}

/**
 * A mirror is counted once a day: for the day's first signal, else a day after the count before. Without signals also
 * before anything is raised, since only a count shows when it was written; and while something is raised, for each
 * signal and every 6 hours, so that what was put right is seen.
 */
export function isCountDue({ complete, partial }: MirrorCounts, moment: CountMoment): boolean {
  if (partial !== null || complete === null) return true;
  const { hasSignal, signalAt, zone, now } = moment;
  const sinceMs = now - complete.startedAt;
  if (sinceMs < 0 || sinceMs >= DAY_MS) return true;
  if (!hasSignal) return moment.isNeeded && sinceMs >= (moment.isRaised ? RECOUNT_RAISED_MS : HOUR_MS);
  if (signalAt === null || complete.signalAt === null) return signalAt !== complete.signalAt;
  if (moment.isRaised && (signalAt > complete.signalAt || sinceMs >= RECOUNT_RAISED_MS)) return true;
  const dayOf = (instant: Instant) => dateText(localDay(zone, instant));
  return signalAt > complete.signalAt && dayOf(signalAt) !== dayOf(complete.signalAt);
}

/** Adds up a mirror's files, page by page. */
export class MirrorCollector {
  readonly #scope: CollectingScope;
  readonly #startedAt: Instant;
  readonly #signalAt: Instant | null;
  readonly #content: ContentSum;
  #sizeBytes: number;
  #fileCount: number;
  #newestAt: Instant | null;
  #after: string | null;

  /** Goes on where a listing was cut short, or begins; `newestAt`: of the counts before. */
  constructor(
    scope: CollectingScope,
    begun: PartialCount | { readonly signalAt: Instant | null; readonly newestAt: Instant | null },
  ) {
    const partial = 'after' in begun ? begun : null;
    this.#scope = scope;
    this.#startedAt = partial?.startedAt ?? scope.now;
    this.#signalAt = begun.signalAt;
    this.#newestAt = begun.newestAt;
    this.#content = new ContentSum(partial === null ? '0' : partial.content);
    this.#sizeBytes = partial?.sizeBytes ?? 0;
    this.#fileCount = partial?.fileCount ?? 0;
    this.#after = partial?.after ?? null;
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) this.#add(object);
    this.#after = page.at(-1)?.key ?? this.#after;
  }

  #add(object: ListedObject): void {
    const { key, sizeBytes, lastModified, contentMark } = object;
    if (!this.#scope.isMirrored(object)) return;
    this.#sizeBytes += sizeBytes;
    this.#fileCount += 1;
    this.#content.add(sizeBytes, contentMark ?? `${key} ${lastModified}`);
    // A file that keeps the time of its source may have any; one from the future says nothing of the mirror.
    if (!this.#scope.isFuture(lastModified)) this.#newestAt = Math.max(this.#newestAt ?? lastModified, lastModified);
  }

  get fileCount(): number {
    return this.#fileCount;
  }

  complete(): MirrorCount {
    return {
      startedAt: this.#startedAt,
      signalAt: this.#signalAt,
      sizeBytes: this.#sizeBytes,
      fileCount: this.#fileCount,
      newestAt: this.#newestAt,
      content: this.#content.text,
    };
  }

  /** Null while nothing was listed. */
  partial(): PartialCount | null {
    return this.#after === null ? null : { ...this.complete(), after: this.#after };
  }
}

/**
 * The run that a mirror is: of its newest end signal's time, where it has signals, else of its newest file's, with what
 * the newest count adds up to. Null where nothing was ever there.
 */
export function mirrorBackup(
  scope: CollectingScope,
  { sizeBytes, fileCount, newestAt, content }: MirrorCount,
  signalAt: Instant | null,
): Backup | null {
  const { place, matcher, finished } = scope;
  const ts = signalAt ?? newestAt;
  if (ts === null) return null;
  const key = folderOf(matcher.prefix);
  return {
    key,
    location: place.container + key,
    source: 'folder',
    ts,
    startedAt: null,
    modifiedAt: newestAt ?? ts,
    sizeBytes,
    fileCount,
    content,
    beingWritten: finished.kind === 'landed' && scope.isBeingWritten(newestAt ?? ts),
    ended: finished.kind === 'landed' || signalAt !== null,
  };
}

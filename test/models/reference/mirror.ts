import { DAY, HOUR } from './clauses.ts';
import type { ReferenceRun } from './judge.ts';
import { dateAt } from './times.ts';

/** What one listing of all files of a mirror added up to (docs/design/evidence.md#mirrors). */
interface Count {
  readonly at: number;
  /** The newest success when it was made; null without one. */
  readonly signalAt: number | null;
  readonly size: number;
  readonly files: number;
  /** The newest file of this or an earlier count. */
  readonly newest: number | null;
  readonly content: string;
}

/** What decides whether it is counted now. */
export interface Moment {
  readonly now: number;
  readonly zone: string;
  /** A success was ever, or could be, signalled. */
  readonly isSignalled: boolean;
  readonly signalAt: number | null;
  /** Something is raised. */
  readonly isRaised: boolean;
}

/** One copy that is updated in place, which is counted now and then. */
export class ReferenceMirror {
  #count: Count | null = null;

  /** `isNeeded`: a run should have landed, or something would be raised. */
  isDue({ now, zone, isSignalled, signalAt, isRaised }: Moment, isNeeded: () => boolean): boolean {
    const count = this.#count;
    if (count === null || now >= count.at + DAY) return true;
    const since = now - count.at;
    if (!isSignalled) return isRaised ? since >= 6 * HOUR : since >= HOUR && isNeeded();
    if (isRaised && since >= 6 * HOUR) return true;
    if (signalAt === null || signalAt === count.signalAt) return false;
    return isRaised || count.signalAt === null || !dateAt(signalAt, zone).equals(dateAt(count.signalAt, zone));
  }

  count(now: number, signalAt: number | null, files: readonly { readonly size: number; readonly at: number }[]): void {
    const times = files.map(({ at }) => at);
    const newest = Math.max(...times, this.#count?.newest ?? Number.NEGATIVE_INFINITY);
    this.#count = {
      ...{ at: now, signalAt, files: files.length, content: JSON.stringify(files) },
      size: files.reduce((sum, { size }) => sum + size, 0),
      newest: Number.isFinite(newest) ? newest : null,
    };
  }

  /**
   * Its run: of the time of the newest success, else of the newest file, by which a job that has an end signal is
   * unfinished; null before anything was there.
   */
  run(signalAt: number | null, isSignalled: boolean): ReferenceRun | null {
    const ts = signalAt ?? this.#count?.newest ?? null;
    if (this.#count === null || ts === null) return null;
    const { size, files, content } = this.#count;
    return {
      ...{
        ts,
        startedAt: ts,
        outcome: isSignalled && signalAt === null ? 'unfinished' : 'finished',
        size,
        files,
        content,
        key: '',
        inside: null,
      },
      ...{ isContradicted: false, isWarned: false },
    };
  }
}

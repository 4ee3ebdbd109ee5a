import type { Place } from '../evidence/place.ts';
import type { Instant } from '../instant.ts';
import type { Each } from './each.ts';
import type { EndSignal } from './end-signal.ts';
import type { ReportReading } from './report-format.ts';
import type { Rule } from './rule.ts';

/** Where a job's owner is named, the nearest first. */
export const OWNER_SOURCES = ['job', 'group', 'settings', 'admin'] as const;

/** One series of a job with `{each}`. */
export interface Member {
  /** What `{each}` stands for in its names; of several, joined by slashes. From outside: any text. */
  readonly value: string;
  /** How many members its job has. */
  readonly of: number;
  /** From when on it is expected, where that is announced; null otherwise. */
  readonly announcedAt: Instant | null;
  /** The job that it belongs to, with `{each}` still in its place. */
  readonly whole: Job;
}

/** One job, or one node or member of a job, with everything it inherits already in it. */
export interface Job {
  /** `orders-db`, or `medusa/n1` for a node, `databases/shop` for a member. */
  readonly id: string;
  /** The job's key in the document: `medusa` for `medusa/n1`, otherwise the id. */
  readonly parentId: string;
  readonly node: string | null;
  /** Of a job whose members are found; such a job is judged itself only while too few of them are known. */
  readonly each?: Each;
  /** Of such a job as it is judged itself: how many members are known. */
  readonly whole?: { readonly members: number };
  /** Set for a member of such a job. */
  readonly member?: Member;
  /** Set for the proofs of a job, which are judged in a row of their own (docs/design/decision.md#proven). */
  readonly proofOf?: Job;
  readonly name: string;
  readonly group: string | null;
  /** The person who is notified, after all inheritance; null when no one is named anywhere. */
  readonly owner: string | null;
  readonly ownerFrom: (typeof OWNER_SOURCES)[number] | null;
  /** Of the job's group, independent of the job's own owner; null without one. */
  readonly groupOwner: string | null;
  readonly escalateTo: string | null;
  /** Null for a job that only sends heartbeats. */
  readonly place: Place | null;
  /** The whole place is one copy, updated in place (docs/design/evidence.md#mirrors). */
  readonly isMirror?: true;
  /** The zone of the date parts in its names. */
  readonly namesIn: string;
  /** Calendars, countries and regions on whose dates no run is expected, as the document names them. */
  readonly skips?: readonly string[];
  readonly finished: EndSignal;
  readonly report: ReportReading;
  readonly heartbeat: boolean;
  readonly rule: Rule;
  /** Whole seconds between checks. */
  readonly checkEveryS: number;
  /** The rule itself says how often it is checked: it is looked at each time, also when nothing can have changed. */
  readonly isCheckSaid?: true;
  readonly isPublic: boolean;
  readonly runbook: string | null;
  readonly note: string | null;
  /** Where the job stands: `rules.yaml:21`. */
  readonly at: string;
  /** The rule in words, as it was understood, defaults included. */
  readonly understood: string;
}

/** Whether what the job pings counts: otherwise its pings are kept and not judged. */
export function isJudgedByPings({ heartbeat, finished }: Pick<Job, 'heartbeat' | 'finished'>): boolean {
  return heartbeat || finished.kind === 'heartbeat';
}

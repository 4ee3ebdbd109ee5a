import type { Rule } from '../core/decision/rule.ts';
import type { Place } from '../core/evidence/place.ts';
import type { ProblemCode } from './yaml/problem-code.ts';

/** How a job shows that a run has ended (`finished:`). */
export type EndSignal =
  | { readonly kind: 'landed' }
  | { readonly kind: 'marker'; readonly name: string }
  | { readonly kind: 'report'; readonly place: Place }
  | { readonly kind: 'heartbeat' };

export type ReportFormat = 'sentinel' | 'restic' | 'pgbackrest' | 'borg' | 'rclone' | 'aws-backup' | 'text';

export interface ReportReading {
  readonly format: ReportFormat;
  /** Plain-text phrases for the format `text`; failure wins. */
  readonly success: readonly string[];
  readonly failure: readonly string[];
}

/** One job, or one node of a job, with everything it inherits already in it. */
export interface Job {
  /** `orders-db`, or `medusa/n1` for a node. */
  readonly id: string;
  /** The job's key in the document: `medusa` for `medusa/n1`, otherwise the id. */
  readonly parentId: string;
  readonly node: string | null;
  readonly name: string;
  readonly group: string | null;
  /** The person who is told, after all inheritance; null when nobody is named anywhere. */
  readonly owner: string | null;
  readonly ownerFrom: 'job' | 'group' | 'settings' | 'admin' | null;
  /** Of the job's group, whoever owns the job itself; null without one. */
  readonly groupOwner: string | null;
  readonly escalateTo: string | null;
  /** Null for a job that only sends heartbeats. */
  readonly place: Place | null;
  readonly finished: EndSignal;
  readonly report: ReportReading;
  readonly heartbeat: boolean;
  readonly rule: Rule;
  /** Whole seconds between checks. */
  readonly checkEveryS: number;
  readonly isPublic: boolean;
  readonly runbook: string | null;
  readonly note: string | null;
  /** Where the job stands: `rules.yaml:21`. */
  readonly at: string;
  /** The rule in words, as it was understood, defaults included. */
  readonly understood: string;
}

export type Channel = 'slack' | 'slack-channel' | 'email' | 'webhook' | 'sns';

export interface Person {
  readonly id: string;
  readonly email: string | null;
  readonly slack: string | null;
  readonly slackChannel: string | null;
  readonly webhook: string | null;
  readonly sns: string | null;
  readonly via: readonly Channel[];
  readonly timezone: string;
  /** Minutes after local midnight; may cross it. */
  readonly quiet: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** ISO weekdays on which the person may be told, 1 = Monday. */
  readonly weekdays: readonly number[];
  /** Country or country-region codes, or names of `calendars`. */
  readonly holidays: readonly string[];
  /** Both ends are local dates, `YYYY-MM-DD`, and belong to the absence. */
  readonly away: readonly { readonly from: string; readonly to: string }[];
  readonly cover: string | null;
  readonly manager: string | null;
  readonly summary: 'daily' | 'weekly' | 'never';
}

/** A rules doc that was read whole and found good. Frozen. */
export interface RulesDocument {
  readonly timezone: string;
  readonly admin: string | null;
  readonly owner: string | null;
  readonly escalateTo: string | null;
  /** Minutes after local midnight. */
  readonly summaryMinute: number;
  readonly people: ReadonlyMap<string, Person>;
  /** A calendar's name to its dates, `YYYY-MM-DD`. */
  readonly calendars: ReadonlyMap<string, readonly string[]>;
  /** In the document's order, nodes one after the other. */
  readonly jobs: readonly Job[];
  /** Country and region codes that somebody's `holidays` name, to be resolved to dates. */
  readonly holidayCodes: readonly string[];
}

/** A fault in a rules doc, with its place, what is wrong and what to do. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** Counted from 1; 0 when the fault is the whole document's. */
  readonly line: number;
  readonly column: number;
  /** `jobs.orders-db.rule`; the empty string for the whole document. */
  readonly path: string;
  /** One sentence with the value; then what to do. */
  readonly message: string;
}

import type { DayView } from '../core/history/day.ts';
import type { ChainLink } from '../core/record/chain-link.ts';
import type { RecordHead } from '../core/record/record-head.ts';
import type { RulesNote } from '../core/record/rules-note.ts';
import type { Delivery } from '../core/routing/delivery.ts';
import type { AuditRow } from './state-store.ts';

/** Everything that the audit log holds of one job, also what is too old to be shown. Each in no particular order. */
export interface JobLog {
  /** Of the kinds that are chained, in the chain or not. */
  readonly rows: readonly AuditRow[];
  readonly days: readonly DayView[];
  readonly deliveries: readonly Delivery[];
}

/** The record in bk-audit. Every method throws StateStoreUnavailable. */
export interface RecordLog {
  read(jobId: string): Promise<JobLog>;
  /** The ids of the rows of deliveries of a job. */
  deliveryIds(jobId: string): Promise<ReadonlySet<string>>;
  /** Every head of the record that is kept, the oldest first. */
  heads(): Promise<readonly RecordHead[]>;
  /** The newest one; `isPublished` once the bus has taken it. */
  newestHead(): Promise<{ readonly head: RecordHead; readonly isPublished: boolean } | null>;
  /** False, with nothing written, when there is one of this number. */
  addHead(head: RecordHead): Promise<boolean>;
  notePublished(head: RecordHead): Promise<void>;
  /** What rules docs changed, the oldest first. */
  rulesNotes(): Promise<readonly RulesNote[]>;
  /** False, with nothing written, when there is one of its number. */
  addRulesNote(note: RulesNote & { readonly link: ChainLink }): Promise<boolean>;
}

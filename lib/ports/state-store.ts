import type { ClockNote } from '../core/clock/clock-note.ts';
import type { Heartbeat } from '../core/evidence/heartbeat.ts';
import type { Instant } from '../core/instant.ts';
import type { JobRow, OutboxEntry, PlannedLook } from '../core/model/job-row.ts';
import type { Transition } from '../core/model/transition.ts';
import type { ChainLink } from '../core/record/chain-link.ts';

/** What the last complete or incomplete pass did, kept in the item `#sentinel`. */
export interface LastPass {
  /** The scheduled instant, or when it began: a pass that is asked for twice has one id. */
  readonly id: string;
  readonly at: Instant;
  readonly durationMs: number;
  /** Jobs in the document; those of them that were due in this pass; of these, judged and not. */
  readonly configured: number;
  readonly due: number;
  readonly judged: number;
  readonly unknown: number;
  readonly rulesVersion: string;
  /** Every job that was due until then has been looked at; null when that cannot be said. */
  readonly coveredUntil: Instant | null;
  /** The first job that was not reached for lack of time: the next pass begins with it. */
  readonly resumeFrom: string | null;
  /** When the jobs of the document were compared with the rows, with none left over; null where some are, or may be. */
  readonly comparedAt: Instant | null;
  /** The passes of the three newest days with any (UTC), the newest first. */
  readonly days: readonly PassDay[];
  /** What was seen of the machine's clock, where old rows are removed by it; else null. */
  readonly clock: ClockNote | null;
  /** When the machine had booted, by its clock of then; null where passes are made by any machine. */
  readonly bootedAt: Instant | null;
}

/** How the passes of one day went. */
export interface PassDay {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  readonly passes: number;
  /** Those that judged every job that was due. */
  readonly complete: number;
}

/** What one slice of a pass did. */
export interface SliceCounts {
  readonly judged: number;
  readonly unknown: number;
  /** Jobs that were not reached for lack of time; they are among the unknown. */
  readonly unreached: number;
  readonly durationMs: number;
}

/** A pass that is under way in slices, kept in the item `#sentinel` beside the last one. */
export interface SlicedPass {
  readonly id: string;
  readonly at: Instant;
  readonly lateMs: number;
  readonly missedTicks: number;
  readonly configured: number;
  readonly due: number;
  readonly rulesVersion: string;
  readonly comparedAt: Instant | null;
  /** How many slices there are. */
  readonly of: number;
  /** The slices that have been judged, by their index. */
  readonly slices: ReadonlyMap<number, SliceCounts>;
}

/** A row that is there and cannot be used; it is left alone, and said loudly. It does not stop the others. */
export interface UnusableRow {
  readonly jobId: string;
  /** A newer version of the program wrote it, or the attribute that is damaged, and what to do; for people. */
  readonly message: string;
}

export interface RowsRead {
  readonly rows: ReadonlyMap<string, JobRow>;
  readonly unusable: readonly UnusableRow[];
}

/** A row as the index has it, without reading it: as it was a moment ago. */
export interface ListedRow extends PlannedLook {
  /** As the row's. What is taken out of its outbox, or noted as handled, leaves it as it is. */
  readonly version: number;
  readonly isOpen: boolean;
  readonly changedAt: Instant | null;
  /** Someone quieted it and has not resumed it, or no check has passed since they did. */
  readonly isQuieted: boolean;
}

/**
 * bk-state. Each guarantee rests on one conditional write of one item (docs/design/decision.md#writing).
 * Every method throws StateStoreUnavailable when the store cannot be reached.
 */
export interface StateStore {
  /** The rows of these jobs, strongly consistent; a job without a row is absent from the map. */
  read(jobIds: readonly string[]): Promise<RowsRead>;
  /** Every row, in no particular order. */
  readAll(): Promise<RowsRead>;
  /**
   * The ids of the open rows (lib/core/decision/is-open.ts), as they were a moment ago. Also of some that are open no
   * more: that is noted with the next write. A row that an earlier version wrote is not among them before it is written
   * again or marked.
   */
  openIds(): Promise<readonly string[]>;
  /** Puts a row among the open ones as it is; no matter what version it has, and no harm if it is gone. */
  markOpen(jobId: string): Promise<void>;
  /**
   * Stores what differs between `before` and `after`, with `entry` added to the outbox, if the stored version is
   * still `before.version`; the new version is one more. `after.version`, `after.outbox` and `after.handledSeq` are
   * not written from `after`; `entry.key` is the new version.
   * Resolves to false, with nothing written, when the row is not what was read: another process wrote in between,
   * or a newer version of the program did, or an earlier try of this very write was applied and its answer got
   * lost. In each case the caller reads again and decides again.
   */
  write(before: JobRow, after: JobRow, entry: OutboxEntry | null): Promise<boolean>;
  /**
   * The rows of the jobs that are to be looked at by `until`; of all that are to be looked at with `until` null. An open
   * row whose look is not planned is among them, by an instant of long ago; one of a job that left the rules doc, or that
   * is not there, is not.
   */
  readLooks(until: Instant | null): Promise<ReadonlyMap<string, ListedRow>>;
  /** Takes an entry out of the outbox; no matter what version the row has, and no harm if it is gone already. */
  removeFromOutbox(jobId: string, key: number): Promise<void>;
  /**
   * Notes that dispatch has dealt with a job's transitions up to `seq`; no matter what version the row has, and no harm
   * if a later one is noted already, or the row is gone.
   */
  noteHandled(jobId: string, seq: number): Promise<void>;
  /** Null when no pass has ended yet, or when what is stored cannot be used by this version of the program. */
  readLastPass(): Promise<LastPass | null>;
  /** Resolves to false, with nothing written, when a newer version of the program wrote the item. */
  writeLastPass(pass: LastPass): Promise<boolean>;
  /** As `writeLastPass`; also false when a pass of this id is the last one already. */
  finishPass(pass: LastPass): Promise<boolean>;
  /** Null when no pass was ever sliced, or when what is stored cannot be used by this version of the program. */
  readSlicedPass(): Promise<SlicedPass | null>;
  /** Notes a pass without any slice done. False, with nothing written, when this pass or a later one is noted. */
  beginSlicedPass(pass: SlicedPass): Promise<boolean>;
  /** Notes a slice as done. False, with nothing written, when it is already, or another pass is noted. */
  endSlice(passId: string, index: number, counts: SliceCounts): Promise<boolean>;
  close(): Promise<void>;
}

/** A row of bk-audit as it is shown. */
export interface AuditRow {
  readonly jobId: string;
  /** `t#...` transitions and cleared rows, `a#...` actions, `n#...` deliveries; sorts by time within its kind. */
  readonly atId: string;
  readonly at: Instant;
  /** The row's content in snake_case, as stored. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Its place in the chain; left out in rows that are in none. */
  readonly link?: ChainLink;
}

/** bk-audit: what happened, kept 400 days; what is chained, three years. */
export interface AuditLog {
  /** Puts the rows; the same id again changes nothing, also with other content. Throws StateStoreUnavailable. */
  put(rows: readonly AuditRow[]): Promise<void>;
  /** A job's transitions from the one numbered `fromSeq` on, newest first: those that are in the log by now. */
  transitions(jobId: string, fromSeq: number): Promise<readonly Transition[]>;
  /** The newest transitions and actions of a job, newest first, without those whose time is over. */
  history(jobId: string, limit: number): Promise<readonly AuditRow[]>;
  /** Removes rows whose time has come, where the store has no TTL of its own. Resolves to how many. */
  prune(now: Instant): Promise<number>;
}

/** Heartbeats that speak of runs, log lines, and reports of proofs. */
export type HeartbeatKind = 'signals' | 'log' | 'proof';

/** bk-evidence: heartbeats that came in, kept 400 days. */
export interface HeartbeatLog {
  /** One write. Of the same instant, those that one process has recorded keep their order. */
  record(heartbeat: Heartbeat): Promise<void>;
  /**
   * The newest heartbeats of a job, newest first, without those whose 400 days are over. Each kind is asked for
   * by itself: a job that writes many log lines must not hide behind them whether it is done.
   */
  newest(jobId: string, limit: number, kind?: HeartbeatKind): Promise<readonly Heartbeat[]>;
  /** Removes rows whose time has come, where the store has no TTL of its own. Resolves to how many. */
  prune(now: Instant): Promise<number>;
}

/** The store could not be reached or is not usable; `message` says what and what to do. */
export class StateStoreUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StateStoreUnavailable';
  }
}

/** The state folder is another one by now: what is written to the one that is open would be seen by no other process. */
export class StateFolderReplaced extends Error {
  constructor(path: string) {
    super(
      `${path} was replaced or removed while it was open; nothing more is written to the old one. Start the watch again, which goes on with the folder that is there now`,
    );
    this.name = 'StateFolderReplaced';
  }
}

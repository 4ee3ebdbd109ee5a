import type { Instant } from '../instant.ts';
import type { OfferedAction } from '../model/action.ts';
import type { RunIdentity } from '../model/run.ts';
import type { State } from '../model/state.ts';
import type { TestName } from '../model/verdict.ts';
import type { NoticeKind } from '../routing/routed.ts';
import type { Cause } from './cause.ts';

/** A test that does not pass, in words and numbers. */
export interface FailedTest {
  readonly test: TestName;
  readonly cause: Cause;
  readonly result: 'soft' | 'hard';
  /** With the measured value, the threshold and its line; instants in it are UTC. */
  readonly reason: string;
  /** Whole seconds or whole bytes. */
  readonly measured: number | null;
  readonly threshold: number | null;
  /** Where the threshold stands: `rules.yaml:21`. */
  readonly at: string;
}

/** What is lost with the source, now. `seconds` and `lastGoodAt` are null when there is no good copy. */
export interface AtRisk {
  readonly seconds: number | null;
  readonly lastGoodAt: Instant | null;
  /** The place cannot be looked at: the copy was there when it last could. */
  readonly isUnseen: boolean;
  /** No backup, good or not, was ever seen there. */
  readonly isNeverSeen: boolean;
  /** In a break, about when the newest good copy will be deleted; absent where that is not known. */
  readonly deletedAbout?: Instant;
  /** When a restore was last shown to work; null where the rule does not ask. */
  readonly restorable: { readonly provenAt: Instant | null } | null;
  /** It is about the proofs of a job: the rest says nothing. */
  readonly isOfProofs: boolean;
}

/** How a break ended. */
export interface Ending {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly lastedS: number;
  /** The worst that was seen in it. */
  readonly worst: State;
  readonly by:
    | { readonly kind: 'backup'; readonly at: Instant; readonly sizeBytes: number | null; readonly location: string }
    | { readonly kind: 'proof'; readonly at: Instant }
    | { readonly kind: 'accepted'; readonly sizeBytes: number | null }
    /** The same backup passes since the rule's threshold was changed. */
    | { readonly kind: 'new-rule' }
    /** The place can be read again, or a sign of its end came late. */
    | { readonly kind: 'no-newer-backup' };
  /** Who had said that it was fixed; null when no one had. */
  readonly fixedBy: string | null;
  /** The job has broken again since. */
  readonly again: { readonly state: State; readonly since: Instant } | null;
}

export interface QuietedBy {
  readonly how: 'snoozed' | 'muted';
  readonly by: string;
  /** Null for a mute. */
  readonly until: Instant | null;
}

/** Who owns a job that was escalated, for another reader. */
export interface OwnerSoFar {
  readonly personId: string;
  /** When they were first notified of the break; null when they were not. */
  readonly knownSince: Instant | null;
  /** What they did about it last; null for nothing. */
  readonly did: { readonly what: 'fixed' | 'snoozed' | 'muted'; readonly at: Instant } | null;
}

/** Another person who was, is being, or will be notified of the same break. */
export interface OtherRecipient {
  readonly personId: string;
  readonly when: { readonly kind: 'notified' | 'later'; readonly at: Instant } | { readonly kind: 'now' };
}

/** What several jobs may have in common; null where it does not apply. */
export interface SharedFacts {
  readonly error: string | null;
  readonly bucket: string | null;
  /** The node that the backups are of. */
  readonly host: string | null;
  readonly group: string | null;
  /** Of a member: its job, behind how many members that has: `41 Databases`. */
  readonly members?: string;
}

/** One job's news for one person, as data. Nothing in it is escaped or shortened; renderers see to that. */
export interface Notice {
  readonly jobId: string;
  readonly jobName: string;
  /** Of a member of a job with `{each}`: its job, its own name, and of how many members it is one. */
  readonly member?: { readonly jobId: string; readonly job: string; readonly name: string; readonly of: number };
  readonly kind: NoticeKind;
  readonly state: State;
  readonly eventId: string;
  readonly breakSeq: number | null;
  /** When the state began, and when the break did. */
  readonly since: Instant;
  readonly brokenSince: Instant;
  /** When what `failed` says was found; null when there is no finding. */
  readonly foundAt: Instant | null;
  /** The test that counts; null when nothing fails, or nothing is known of it. */
  readonly failed: FailedTest | null;
  readonly alsoFailed: readonly FailedTest[];
  readonly atRisk: AtRisk;
  /** For `over`. */
  readonly ending: Ending | null;
  /** For `quieted`. */
  readonly quieted: QuietedBy | null;
  /** For `failing`: the snooze or mute that has ended, and that this follows. */
  readonly resumedFrom: Pick<QuietedBy, 'how' | 'by'> | null;
  /** For an escalation that another person than its owner reads. */
  readonly owner: OwnerSoFar | null;
  /** The reader said that it was fixed, and it was not. */
  readonly isRefuted: boolean;
  /** Who retired a member as gone on purpose; absent where no one did. */
  readonly retiredBy?: string;
  /** `s3://bucket/key`, or a path; null for a job that only pings. */
  readonly evidence: string | null;
  /** The clause that was broken, and its line; `words` is null where the rule has none for it. */
  readonly rule: { readonly words: string | null; readonly at: string } | null;
  readonly runbook: string | null;
  readonly note: string | null;
  readonly actions: readonly OfferedAction[];
  /** The run that *Accept new size* would accept. */
  readonly acceptRun: RunIdentity | null;
  readonly others: readonly OtherRecipient[];
  /** Whom the reader stands in for, and why: they are away, or no channel reached them. */
  readonly standsInFor: { readonly personId: string; readonly unreached: boolean } | null;
  /** The job flaps: how often it failed in 24 hours; null when it does not. */
  readonly flapping: number | null;
  /** Why this comes late: what the reader's channels answered before; null when it does not. */
  readonly delayedBy: string | null;
  readonly shared: SharedFacts;
  readonly isDrill: boolean;
  /** In a drill: how the job really stands; null when it was never checked. */
  readonly standing: State | null;
  /** The drill whose message asks to be confirmed; null for a true one. */
  readonly drillId: string | null;
}

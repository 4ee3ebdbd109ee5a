import type { Place } from '../../core/evidence/place.ts';
import type { FreeSpace } from './host-option.ts';

/** The command and its arguments, run without a shell. */
export type CommandWords = readonly [string, ...string[]];

/** What a run is asked to do, checked and with its defaults. Times in milliseconds, sizes in bytes. */
export interface RunSettings {
  readonly jobId: string;
  readonly node: string | null;
  /** What was taken otherwise than it was written, to be said. */
  readonly notes: readonly string[];
  /** An absolute path. */
  readonly stateFolder: string;
  /** Nothing is printed for a run that succeeded. */
  readonly quiet: boolean;
  readonly command: CommandWords;
  readonly preflight: PreflightSettings;
  readonly retry: RetrySettings;
  /** Of one try; null for no limit. */
  readonly timeoutMs: number | null;
  /** Of the whole run; null for no limit. */
  readonly deadlineMs: number | null;
  readonly alreadyDone: {
    readonly exitStatuses: ReadonlySet<number>;
    /** Texts on standard error, with an exit status other than 0. */
    readonly phrases: readonly string[];
  };
  /** Exit statuses that mean done, with warnings. */
  readonly warn: {
    /** Besides those that the tool documents. */
    readonly added: ReadonlySet<number>;
    /** Not even those. */
    readonly isOff: boolean;
  };
  /** Null where nothing is verified. */
  readonly verify: VerifySettings | null;
  readonly notify: NotifySettings;
}

export interface PreflightSettings {
  readonly needFree: FreeSpace | null;
  /** Where free space is looked for: an absolute path. */
  readonly staging: string;
  readonly needEnv: readonly string[];
  readonly needFiles: readonly string[];
  /** Run by the shell. */
  readonly commands: readonly string[];
  readonly write: boolean;
}

export interface RetrySettings {
  /** Tries after the first. */
  readonly retries: number;
  readonly delayMs: number;
  readonly maxDelayMs: number;
  /** Null for all that are not in `notOn`. */
  readonly on: ReadonlySet<number> | null;
  readonly notOn: ReadonlySet<number>;
}

export interface VerifySettings {
  /** As it was written. */
  readonly text: string;
  /** `{node}` filled in. */
  readonly place: Place;
  /** How long before the start a backup that is already there may have been made. */
  readonly windowMs: number;
  readonly anyAge: boolean;
  readonly atLeastBytes: number;
  /** Null for no such limit. */
  readonly shrinkPercent: number | null;
  /** The most to read of a kind without an end mark; null for what its place allows. */
  readonly maxReadBytes: number | null;
  readonly deep: boolean;
  /** False where what landed is judged by age and size alone. */
  readonly looksInside: boolean;
  /** How much the clock of the storage may differ from this host's. */
  readonly clockSlackMs: number;
  /** Run by the shell. */
  readonly commands: readonly string[];
}

export interface NotifySettings {
  readonly reportTo: string | null;
  readonly heartbeatUrl: string | null;
  readonly alertWebhook: string | null;
  readonly alertCommand: string | null;
}

/** One worked case, played against the built program: real files, real state, one command after the other. */
export interface Scenario {
  readonly name: string;
  /** The rules doc to begin with. */
  readonly rules: string;
  /** Empty folders to begin with. */
  readonly dirs?: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  /** The instant of the step; what the commands are told with `--now`. */
  readonly now: string;
  /** Files that are there from this step on; `size` makes a sparse one. */
  readonly files?: readonly StepFile[];
  readonly remove?: readonly string[];
  /** Another rules doc from this step on. */
  readonly rules?: string;
  /** An owner's action before the check: the verb, then its arguments. */
  readonly action?: readonly [string, ...string[]];
  /** Run `lint` in place of `check`. */
  readonly lint?: boolean;
  readonly expect?: Expectation;
}

export interface StepFile {
  readonly path: string;
  readonly size?: number;
  readonly text?: string;
  /** When it was last changed; the step's own instant unless given. */
  readonly mtime?: string;
}

/** Strings that begin with `~` are regular expressions; an object is asked only for the fields it names. */
export interface Expectation {
  readonly exit?: number;
  /** The action's exit status (0 unless given), or `refused` for any other. */
  readonly action?: number | 'refused';
  readonly counts?: Readonly<Record<string, number>>;
  /** Fields of the report, dotted. */
  readonly top?: Readonly<Record<string, unknown>>;
  /** Fields of jobs, dotted; null for a job that must not be in the report. */
  readonly jobs?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;
  /** The events of the check, this many and no more. */
  readonly events?: readonly Readonly<Record<string, unknown>>[];
  /** A regular expression over both output streams. */
  readonly output?: string;
}

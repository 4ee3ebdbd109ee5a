/** What a scheduled run is made of: everything the makers of units and crontab lines need to know. */
export interface InstallRequest {
  readonly jobId: string;
  readonly node: string | null;
  /** What to call, as absolute paths: the program and, where it is a script, the script. */
  readonly program: readonly [string, ...string[]];
  /** Which command of the program is run. */
  readonly verb: 'run' | 'prove';
  /** What follows it: job, options, `--`, command. Without what the schedule is for. */
  readonly runArguments: readonly string[];
  /** Arguments of the `--unit-failed` call: the job, and the options of its notifications. */
  readonly alertArguments: readonly string[];
  /** Absolute. */
  readonly workingDirectory: string;
  /** Variables for a file of their own: addresses, which are secrets, go here instead of into arguments. */
  readonly environment: Readonly<Record<string, string>>;
  readonly schedule: Schedule;
  /** For systemd: a user's own units know no users and lie elsewhere. */
  readonly isForUser: boolean;
}

/** Five fields of cron; or, for systemd alone, calendar expressions of its own. */
export type Schedule =
  | { readonly kind: 'cron'; readonly fields: CronFields }
  | { readonly kind: 'calendar'; readonly expression: string };

/** Minute, hour, day of the month, month, day of the week, as they were written. */
export type CronFields = readonly [string, string, string, string, string];

/** A file to be written. `isSecret`: for its owner alone. */
export interface MadeFile {
  readonly name: string;
  readonly text: string;
  readonly isSecret: boolean;
}

/** The request cannot be installed. `message` says what is wrong and what to do. */
export class InstallRefused extends Error {
  override readonly name = 'InstallRefused';
}

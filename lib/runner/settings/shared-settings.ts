import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { GivenOption, GivenOptions } from './given-option.ts';
import { jobIdProblem, nodeProblem } from './job-ids.ts';
import type { NotifySettings } from './run-settings.ts';

/** Whom it is about: its id and its node's, which is written small, as the rules doc does. */
export interface NamedJob {
  readonly jobId: string;
  readonly node: string | null;
  /** What was taken otherwise than it was written, to be said. */
  readonly notes: readonly string[];
}

/** Reads the job's id and its node's; what is wrong with them goes to `problems`. */
export function namedJob(jobId: string, given: GivenOptions, problems: string[]): NamedJob {
  const jobProblem = jobIdProblem(jobId);
  if (jobProblem !== null) problems.push(jobProblem);
  const option = given.get('node');
  // The rules doc has small letters only, and hosts are named in either.
  const written = option === undefined ? null : String(option.value);
  const node = written?.toLowerCase() ?? null;
  const problem = node === null ? null : nodeProblem(node);
  if (problem !== null) problems.push(`${option?.where}: ${problem}`);
  const notes = node === written ? [] : [`the node ${written} is called ${node} here: ids have small letters`];
  return { jobId, node, notes };
}

/** Where the ends are reported. */
export function notifySettings(given: GivenOptions, reportTo: string | null): NotifySettings {
  const text = (name: string): string | null => {
    const option = given.get(name);
    return option === undefined ? null : String(option.value);
  };
  return {
    reportTo,
    heartbeatUrl: text('heartbeat'),
    alertWebhook: text('alert-webhook'),
    alertCommand: text('alert-command'),
  };
}

/** One folder for the scheduled run and the manual one, wherever they start: they share the lock. */
export function defaultStateFolder(env: NodeJS.ProcessEnv): string {
  // systemd's StateDirectory= ; the first, where there are several.
  const given = env.STATE_DIRECTORY?.split(':')[0];
  if (given) return given;
  if (process.getuid?.() === 0) return '/var/lib/backup-sentinel';
  return resolve(env.XDG_STATE_HOME || resolve(homedir(), '.local/state'), 'backup-sentinel');
}

/** The absolute path of an option; null where it was not given. */
export function pathOf(option: GivenOption | undefined): string | null {
  return option === undefined ? null : resolve(option.folder, String(option.value));
}

/** Written like a place to verify. Anything else is a problem now, not after the backup. */
export function reportPlace(option: GivenOption | undefined, problems: string[]): string | null {
  if (option === undefined) return null;
  const written = String(option.value).replace(/^file:\/\/(?=\/)/, '');
  if (/^s3:\/\/[^/]/.test(written)) return written;
  if (/^[a-z0-9]+:\/\//i.test(written)) {
    // Not shown: an address may be a key.
    problems.push(
      `${option.where}: write a path or s3://bucket/folder/; to send failures to a URL, use --alert-webhook`,
    );
    return null;
  }
  // A slash at its end says that it is a folder.
  return `${resolve(option.folder, written)}${written.endsWith('/') ? '/' : ''}`;
}

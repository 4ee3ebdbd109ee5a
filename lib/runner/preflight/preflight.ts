import { access, constants } from 'node:fs/promises';
import { formatMinute, type Instant, MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import { formatDuration } from '../../core/quantity.ts';
import { type Destination, DestinationUnusable } from '../../ports/destination.ts';
import { type CaptureOptions, capture, shellCommand } from '../attempt/captured-command.ts';
import type { RunSettings } from '../settings/run-settings.ts';
import { commandProblem } from './find-command.ts';
import { freeSpaceProblem } from './free-space.ts';

/** Credentials that expire sooner do not last for a backup. */
const MIN_CREDENTIALS_MS = 15 * MINUTE_MS;

export interface PreflightPorts {
  readonly destination: Destination | null;
  readonly env: NodeJS.ProcessEnv;
  readonly runId: string;
  readonly now: Instant;
  /** For checks of the job's own. */
  readonly commands: CaptureOptions;
}

/** What preflight found. */
export interface Preflight {
  /** Everything that is wrong, each a sentence with what to do. */
  readonly problems: readonly string[];
  /** What was looked at, in words. */
  readonly looked: readonly string[];
}

/**
 * Checks whether the backup can work before it starts (docs/design/runner.md#preflight). All checks are made, so that
 * a person fixes everything at once; the job's own commands run last, and only where the rest passed.
 */
export async function preflight(settings: RunSettings, ports: PreflightPorts): Promise<Preflight> {
  const { env } = ports;
  const { needFree, staging, needEnv, needFiles, commands } = settings.preflight;
  const problems: string[] = [];
  const looked: string[] = ['the command'];
  const note = (what: string, problem: string | null) => {
    if (!looked.includes(what)) looked.push(what);
    if (problem !== null) problems.push(problem);
  };
  note('the command', await commandProblem(settings.command[0], env));
  for (const name of needEnv) note('its variables', variableProblem(name, env));
  for (const file of needFiles) note('its files', await fileProblem(file));
  if (needFree !== null) note('free space', await freeSpaceProblem(staging, needFree));
  if (ports.destination !== null && settings.verify !== null) {
    note('the destination', await destinationProblem(settings, ports.destination, ports));
  }
  if (problems.length > 0) return { problems, looked };
  for (const command of commands) {
    const { error } = await capture(shellCommand(command), ports.commands);
    note('its own checks', error === null ? null : `the preflight command (${command}) failed: ${error}`);
  }
  return { problems, looked };
}

async function destinationProblem(
  { verify, preflight: { write } }: RunSettings,
  destination: Destination,
  { runId, now }: PreflightPorts,
): Promise<string | null> {
  if (verify === null) return null;
  try {
    const endAt = await destination.credentialsEndAt(verify.place);
    if (endAt !== null && endAt < now + MIN_CREDENTIALS_MS) return credentialsText(endAt, now);
    await destination.reach(verify.place);
    if (write) await destination.probe(verify.place, `probe-${runId}`);
    return null;
  } catch (error) {
    if (!(error instanceof DestinationUnusable)) throw error;
    return `the destination ${error.message}`;
  }
}

function credentialsText(endAt: Instant, now: Instant): string {
  if (endAt <= now) return `the credentials expired ${formatMinute(endAt)}; sign in again, or renew the session token`;
  const left = formatDuration((endAt - now) / SECOND_MS);
  return `the credentials expire in ${left}, which is too soon for a backup; sign in again, or renew the session token`;
}

function variableProblem(name: string, env: NodeJS.ProcessEnv): string | null {
  return env[name] ? null : `the variable ${name} is not set; set it for this run (systemd: EnvironmentFile=)`;
}

async function fileProblem(file: string): Promise<string | null> {
  try {
    await access(file, constants.R_OK);
    return null;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return `${file} ${isMissing ? 'does not exist; create it' : 'cannot be read by this user; change its permissions'}`;
  }
}

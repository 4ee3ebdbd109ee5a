import { spawn } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { SECOND_MS } from '../../core/instant.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { type EndReport, headlineOf, isOfProof } from './end-report.ts';

const LIMIT_MS = 5 * SECOND_MS;
const MAX_FIELD = 2_000;
const IDENTIFIER = 'backup-sentinel';
/** Names this kind of entry: `journalctl MESSAGE_ID=...` finds every failed run (systemd: *Journal Message Catalogs*). */
export const RUN_FAILED_MESSAGE_ID = '7d1c2f0e5b6a4c0f9e3b8a1d4c5e6f70';
/** The same for every failed proof. */
const PROOF_FAILED_MESSAGE_ID = 'c0a9e2f4d6b84f6f8a5d3b7e9f1c2a4d';
const PRIORITY_ERR = 3;

/** The sockets of the host's logs. */
export interface LogSockets {
  readonly journal: string;
  readonly syslog: string;
}

const SOCKETS: LogSockets = { journal: '/run/systemd/journal/socket', syslog: '/dev/log' };

/** A log of the host that took the entry, or why none did. */
export type Logged = { readonly by: 'journal' | 'syslog' } | { readonly error: string };

/**
 * Writes a failed run to the system journal, priority err, with structured fields; to syslog where there is no journal.
 * Node opens no datagram sockets of this kind, so `logger` and `systemd-cat` do it, of which a host with such a log has
 * at least one. Never throws.
 */
export async function log(report: EndReport, env: NodeJS.ProcessEnv, sockets: LogSockets = SOCKETS): Promise<Logged> {
  const text = oneLine(headlineOf(report), MAX_FIELD);
  return logEntry(text, fieldsOf(report), env, sockets);
}

/** Writes one entry, priority err, as `log` does. Never throws. */
export async function logEntry(
  text: string,
  fields: LogFields,
  env: NodeJS.ProcessEnv,
  sockets: LogSockets = SOCKETS,
): Promise<Logged> {
  if (await isSocket(sockets.journal)) {
    if ((await feed('logger', ['--journald'], entryOf(text, fields), env)) === null) return { by: 'journal' };
    // Other loggers than that of util-linux know no fields.
    const plain = await feed('systemd-cat', ['-t', IDENTIFIER, '-p', 'err'], `${text}\n`, env);
    if (plain === null) return { by: 'journal' };
  }
  if (!(await isSocket(sockets.syslog))) return { error: 'this host has neither a system journal nor syslog' };
  const error = await feed('logger', ['-t', IDENTIFIER, '-p', 'daemon.err', '--', text], '', env);
  return error === null ? { by: 'syslog' } : { error: `logger ${error}` };
}

type LogFields = Readonly<Record<string, string | number | null>>;

function fieldsOf(report: EndReport): LogFields {
  return {
    MESSAGE_ID: isOfProof(report) ? PROOF_FAILED_MESSAGE_ID : RUN_FAILED_MESSAGE_ID,
    SENTINEL_JOB: report.job,
    SENTINEL_NODE: report.node,
    SENTINEL_RUN_ID: report.run_id,
    SENTINEL_ENDING: report.ending,
    SENTINEL_EXIT_STATUS: report.exit_status,
    SENTINEL_LOCATION: report.location,
    SENTINEL_STARTED_AT: report.started_at,
    SENTINEL_FINISHED_AT: report.finished_at,
  };
}

function entryOf(text: string, fields: LogFields): string {
  const all = { MESSAGE: text, PRIORITY: PRIORITY_ERR, SYSLOG_IDENTIFIER: IDENTIFIER, ...fields };
  return Object.entries(all)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${oneLine(String(value), MAX_FIELD)}\n`)
    .join('');
}

async function isSocket(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSocket() || found.isSymbolicLink(),
    () => false,
  );
}

/** Null when the program accepted it, else what happened, worded to follow its name. */
function feed(program: string, args: readonly string[], input: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env,
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) => resolve(`could not be started (${(error as NodeJS.ErrnoException).code})`));
    child.on('exit', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? code}`));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

import { homedir, tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import { parsePlace } from '../../rules-doc/place-text.ts';
import { quoted } from '../../rules-doc/problem-log.ts';
import { type GivenOption, type GivenOptions, RunSettingsFault } from './given-option.ts';
import type { OptionName, RunOptionValues } from './run-option.ts';
import type { CommandWords, RunSettings, VerifySettings } from './run-settings.ts';

/** How old one that is there already may be, before the start of the run (runner page, phase 5). */
const DEFAULT_WINDOW_MS = 20 * HOUR_MS;
const DEFAULT_RETRY_DELAY_MS = 30 * SECOND_MS;
const DEFAULT_RETRY_MAX_DELAY_MS = 15 * MINUTE_MS;

/** The ids that the rules doc takes for jobs and nodes. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const WORDS_OF_PINGS = new Set(['start', 'fail', 'log']);

/**
 * The settings of a run from what was given, with the defaults of the rest. Throws RunSettingsFault with all that does
 * not fit together.
 */
export function makeSettings(
  jobId: string,
  command: CommandWords,
  given: GivenOptions,
  env: NodeJS.ProcessEnv,
): RunSettings {
  const faults: string[] = [];
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value])) as RunOptionValues;
  const path = (name: OptionName): string | null => pathOf(given.get(name));
  if (!ID_PATTERN.test(jobId)) faults.push(jobFault(jobId));
  const node = values.node ?? null;
  const nodeProblem = node === null ? null : nodeFault(node);
  if (nodeProblem !== null) faults.push(`${given.get('node')?.where}: ${nodeProblem}`);
  const verify = readVerify(given, values, node, faults);
  if (verify === null) {
    for (const name of ['already-done-exit', 'already-done-match'] as const) {
      const option = given.get(name);
      if (option !== undefined)
        faults.push(`${option.where}: only what is verified can be there already; write --verify PLACE too`);
    }
  }
  const stateFolder = path('state') ?? defaultStateFolder(env);
  const reportTo = reportPlace(given.get('report-to'));
  if (verify !== null) {
    const said = `lies where backups are looked for, and would be taken for one`;
    if (isTakenFor(verify.place, `${stateFolder}/locks/${jobId}.lock`))
      faults.push(`the state folder ${stateFolder} ${said}; give another as --state`);
    if (reportTo !== null && isTakenFor(verify.place, `${reportTo.replace(/\/$/, '/report.json')}`))
      faults.push(
        `${given.get('report-to')?.where}: ${reportTo} ${said}; write a folder elsewhere, or .sentinel/ in it`,
      );
  }
  const both = (values['retry-on'] ?? []).find((status) => values['no-retry-on']?.includes(status));
  if (both !== undefined)
    faults.push(`${given.get('no-retry-on')?.where}: ${both} stands in retry-on as well; keep one`);
  if (faults.length > 0) throw new RunSettingsFault(faults);
  const isLocal = verify !== null && verify.place.scheme === 'file';
  return {
    jobId,
    node,
    quiet: values.quiet ?? false,
    stateFolder,
    command,
    preflight: {
      needFree: values['need-free'] ?? null,
      staging: path('staging') ?? (isLocal ? folderNamedBy(verify) : tmpdir()),
      needEnv: values['need-env'] ?? [],
      needFiles: (values['need-file'] ?? []).map((file) => resolve(given.get('need-file')?.folder ?? '.', file)),
      commands: values.preflight ?? [],
      write: values['preflight-write'] ?? false,
    },
    retry: {
      retries: values.retries ?? 0,
      delayMs: values['retry-delay'] ?? DEFAULT_RETRY_DELAY_MS,
      maxDelayMs: values['retry-max-delay'] ?? DEFAULT_RETRY_MAX_DELAY_MS,
      on: values['retry-on'] === undefined ? null : new Set(values['retry-on']),
      notOn: new Set(values['no-retry-on']),
    },
    timeoutMs: values.timeout ?? null,
    deadlineMs: values.deadline ?? null,
    alreadyDone: {
      exitStatuses: new Set(values['already-done-exit']),
      phrases: values['already-done-match'] ?? [],
    },
    verify,
    tell: {
      reportTo,
      heartbeatUrl: values.heartbeat ?? null,
      alertWebhook: values['alert-webhook'] ?? null,
      alertCommand: values['alert-command'] ?? null,
    },
  };
}

/** One folder for the scheduled run and the one by hand, wherever they are started: they share the lock. */
function defaultStateFolder(env: NodeJS.ProcessEnv): string {
  // systemd's StateDirectory= ; the first, where there are several.
  const given = env.STATE_DIRECTORY?.split(':')[0];
  if (given) return given;
  if (process.getuid?.() === 0) return '/var/lib/backup-sentinel';
  return resolve(env.XDG_STATE_HOME || resolve(homedir(), '.local/state'), 'backup-sentinel');
}

function readVerify(
  given: GivenOptions,
  values: RunOptionValues,
  node: string | null,
  faults: string[],
): VerifySettings | null {
  const option = given.get('verify');
  const text = values.verify;
  if (option === undefined || text === undefined) {
    for (const name of ['at-least', 'shrink', 'verify-deep', 'verify-any-age', 'preflight-write'] as const) {
      const needless = given.get(name);
      if (needless !== undefined && needless.value !== false)
        faults.push(`${needless.where}: it says nothing without a place; write --verify PLACE too`);
    }
    return null;
  }
  const refuse = (message: string): null => {
    faults.push(`${option.where}: ${message}`);
    return null;
  };
  if (text.includes('{node}') && node === null)
    return refuse('{node} stands in the place; write --node NAME for the node that this is');
  // A run is a folder: its name may end the place here.
  const written = /\{run\}[^/]*$/.test(text) ? `${text}/` : text;
  const { place, problem } = parsePlace(written.replaceAll('{node}', node ?? ''), option.folder);
  if (problem !== null) return refuse(problem.message);
  return {
    text,
    place,
    windowMs: values.window ?? DEFAULT_WINDOW_MS,
    anyAge: values['verify-any-age'] ?? false,
    atLeastBytes: values['at-least'] ?? 1,
    shrinkPercent: values.shrink ?? null,
    mostReadBytes: values['verify-read'] ?? null,
    deep: values['verify-deep'] ?? false,
    commands: values['verify-command'] ?? [],
  };
}

/** Whether something of ours at a location would pass for a backup at the place. */
function isTakenFor({ container, template }: Place, location: string): boolean {
  if (!location.startsWith(container)) return false;
  const key = location.slice(container.length);
  const matcher = new PlaceMatcher(template);
  return matcher.match(key) !== null && !isNeverBackup(key, 1, folderOf(matcher.prefix).length);
}

/** The folder that the place names, as far as it has no placeholder in it. */
function folderNamedBy({ place }: VerifySettings): string {
  const prefix = literalPrefix(parseTemplate(place.template));
  return prefix.slice(0, prefix.lastIndexOf('/') + 1) || '/';
}

function pathOf(option: GivenOption | undefined): string | null {
  return option === undefined ? null : resolve(option.folder, String(option.value));
}

function reportPlace(option: GivenOption | undefined): string | null {
  if (option === undefined) return null;
  const written = String(option.value);
  if (/^[a-z0-9]+:\/\//i.test(written)) return written;
  // A slash at its end says that it is a folder.
  return `${resolve(option.folder, written)}${written.endsWith('/') ? '/' : ''}`;
}

function jobFault(jobId: string): string {
  const said = 'use a-z, 0-9 and . _ - only, beginning with a letter or digit, 64 characters at most';
  if (jobId.includes('/')) return `${quoted(jobId)} is no id of a job; write the job, and its node as --node NAME`;
  return `${quoted(jobId)} is no id of a job; ${said}`;
}

/** As the rules doc has it: a ping ends in the node's name, and must not mean something else by it. */
function nodeFault(node: string): string | null {
  if (/^\d+(\.\d+)?$/.test(node))
    return `a node cannot be called by a number, which in a ping is an exit status; write for example n${node}`;
  if (WORDS_OF_PINGS.has(node))
    return `a node cannot be called ${node}, which has a meaning in a ping; write another name`;
  if (ID_PATTERN.test(node)) return null;
  return `${quoted(node)} is no id of a node; use a-z, 0-9 and . _ - only, beginning with a letter or digit`;
}

import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { MINUTE_MS, SECOND_MS } from '../../core/instant.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { type GivenOptions, RunSettingsError } from './given-option.ts';
import type { OptionName, RunOptionValues } from './run-option.ts';
import type { CommandWords, RunSettings } from './run-settings.ts';
import { defaultStateFolder, namedJob, notifySettings, pathOf, reportPlace } from './shared-settings.ts';
import { folderNamedBy, isTakenFor, readVerify } from './verified-place.ts';

const DEFAULT_RETRY_DELAY_MS = 30 * SECOND_MS;
const DEFAULT_RETRY_MAX_DELAY_MS = 15 * MINUTE_MS;

/**
 * The settings of a run from what was given, with the defaults of the rest. Throws RunSettingsError with
 * everything that does not fit together.
 */
export function makeSettings(
  jobId: string,
  command: CommandWords,
  given: GivenOptions,
  env: NodeJS.ProcessEnv,
): RunSettings {
  const problems: string[] = [];
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value])) as RunOptionValues;
  const path = (name: OptionName): string | null => pathOf(given.get(name));
  const named = namedJob(jobId, given, problems);
  const { node } = named;
  const verify = readVerify(given, values, node, problems);
  if (verify === null) {
    for (const name of ['already-done-exit', 'already-done-match'] as const) {
      const option = given.get(name);
      if (option !== undefined)
        problems.push(`${option.where}: this needs --verify PLACE, which checks that the backup is there`);
    }
  }
  const stateFolder = path('state') ?? defaultStateFolder(env);
  const reportTo = reportPlace(given.get('report-to'), problems);
  if (verify !== null) {
    const said = `lies inside the verified place and would count as a backup`;
    if (isTakenFor(verify.place, `${stateFolder}/locks/${jobId}.lock`))
      problems.push(`the state folder ${stateFolder} ${said}; name another with --state`);
    if (reportTo !== null && isTakenFor(verify.place, `${reportTo.replace(/\/$/, '/report.json')}`))
      problems.push(
        `${given.get('report-to')?.where}: ${reportTo} ${said}; name a folder elsewhere, or .sentinel/ in it`,
      );
  }
  const both = (values['retry-on'] ?? []).find((status) => values['no-retry-on']?.includes(status));
  if (both !== undefined)
    problems.push(`${given.get('no-retry-on')?.where}: ${both} is in retry-on as well; remove one`);
  if (problems.length > 0) throw new RunSettingsError(problems);
  const isLocal = verify !== null && sourceOf(verify.place.scheme).isLocal;
  return {
    ...named,
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
    warn: { added: new Set(values['warn-exit']), isOff: values['warn-exit']?.length === 0 },
    verify,
    notify: notifySettings(given, reportTo),
  };
}

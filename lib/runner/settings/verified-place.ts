import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import { HOUR_MS, SECOND_MS } from '../../core/instant.ts';
import { parsePlace } from '../../rules-doc/sections/place-text.ts';
import type { GivenOptions } from './given-option.ts';
import type { RunOptionValues } from './run-option.ts';
import type { VerifySettings } from './run-settings.ts';

/** How old a backup that is already there may be at the start of the run (docs/design/runner.md#verify). */
const DEFAULT_WINDOW_MS = 20 * HOUR_MS;
/** Clocks differ, and so do the resolutions of file systems (docs/design/runner.md#verify). */
const DEFAULT_CLOCK_SLACK_MS = 2 * SECOND_MS;
/** Options that say something of what is verified. */
const NEED_A_PLACE = [
  'at-least',
  'shrink',
  'verify-deep',
  'verify-any-age',
  'no-look',
  'clock-slack',
  'preflight-write',
] as const;

/** What is to be verified, null where nothing is; what is wrong with it goes to `problems`. */
export function readVerify(
  given: GivenOptions,
  values: RunOptionValues,
  node: string | null,
  problems: string[],
): VerifySettings | null {
  const option = given.get('verify');
  const text = values.verify;
  if (option === undefined || text === undefined) {
    for (const name of NEED_A_PLACE) {
      const needless = given.get(name);
      if (needless !== undefined && needless.value !== false)
        problems.push(`${needless.where}: it has no effect without a place; add --verify PLACE`);
    }
    return null;
  }
  const refuse = (message: string): null => {
    problems.push(`${option.where}: ${message}`);
    return null;
  };
  if (text.includes('{node}') && node === null)
    return refuse('the place contains {node}; add --node NAME to name this node');
  // A run is a folder: its name may end the place here.
  const written = /\{run\}[^/]*$/.test(text) ? `${text}/` : text;
  if ((values['clock-slack'] ?? 0) > HOUR_MS) {
    problems.push(`${given.get('clock-slack')?.where}: at most 1 hour; set the clock of the storage right`);
  }
  if (values['no-look'] && values['verify-deep']) {
    problems.push(`${given.get('no-look')?.where}: --verify-deep looks inside; remove one of the two`);
  }
  const { place, problem } = parsePlace(written.replaceAll('{node}', node ?? ''), option.folder);
  if (problem !== null) return refuse(problem.message);
  return {
    text,
    place,
    windowMs: values.window ?? DEFAULT_WINDOW_MS,
    anyAge: values['verify-any-age'] ?? false,
    atLeastBytes: values['at-least'] ?? 1,
    shrinkPercent: values.shrink ?? null,
    maxReadBytes: values['verify-read'] ?? null,
    deep: values['verify-deep'] ?? false,
    looksInside: !(values['no-look'] ?? false),
    clockSlackMs: values['clock-slack'] ?? DEFAULT_CLOCK_SLACK_MS,
    commands: values['verify-command'] ?? [],
  };
}

/** Whether a file of the runner at a location would count as a backup at the place. */
export function isTakenFor({ container, template }: Place, location: string): boolean {
  if (!location.startsWith(container)) return false;
  const key = location.slice(container.length);
  const matcher = new PlaceMatcher(template);
  return matcher.match(key) !== null && !isNeverBackup(key, 1, folderOf(matcher.prefix).length);
}

/** The folder that the place names, as far as it has no placeholder in it. */
export function folderNamedBy({ place }: VerifySettings): string {
  const prefix = literalPrefix(parseTemplate(place.template));
  return prefix.slice(0, prefix.lastIndexOf('/') + 1) || '/';
}

import { formatMinute, type Instant, SECOND_MS } from '../../core/instant.ts';
import { formatBytes, formatDuration, formatExactBytes } from '../../core/quantity.ts';
import type { VerifySettings } from '../settings/run-settings.ts';
import type { Landed } from './landed.ts';
import type { LastVerified } from './last-verified.ts';

/** Since when a backup counts: the start of the run, or for one that was there already the window before it. */
export function countsSince(
  startedAt: Instant,
  alreadyThere: boolean,
  { windowMs, clockSlackMs }: Pick<VerifySettings, 'windowMs' | 'clockSlackMs'>,
): Instant {
  return startedAt - (alreadyThere ? windowMs : clockSlackMs);
}

export interface JudgeOptions
  extends Pick<VerifySettings, 'anyAge' | 'atLeastBytes' | 'shrinkPercent' | 'windowMs' | 'clockSlackMs'> {
  readonly startedAt: Instant;
  readonly alreadyThere: boolean;
  /** Null where nothing was verified before. */
  readonly last: LastVerified | null;
  /** Where that is remembered, for a person who knows that the new size is right. */
  readonly lastFile: string;
}

/** What is wrong with the age and the size of what landed, as the end of a sentence; null when nothing is. */
export function judgeLanded(landed: Landed, options: JudgeOptions): string | null {
  return ageProblem(landed, options) ?? sizeProblem(landed, options) ?? shrinkProblem(landed, options);
}

function ageProblem({ ts }: Landed, options: JudgeOptions): string | null {
  const { anyAge, startedAt, alreadyThere, windowMs } = options;
  if (anyAge || ts >= countsSince(startedAt, alreadyThere, options)) return null;
  const older = formatDuration((startedAt - ts) / SECOND_MS);
  const made = `was last modified ${formatMinute(ts)}, ${older} before this run started`;
  if (alreadyThere) {
    return `${made}; a backup that is already there may be at most ${formatDuration(windowMs / SECOND_MS)} old (--window)`;
  }
  return `${made}: it is an earlier backup, and this run made none (for a tool that keeps old times, add --verify-any-age)`;
}

function sizeProblem({ sizeBytes, isFolder }: Landed, { atLeastBytes }: JudgeOptions): string | null {
  if (sizeBytes === 0) return isFolder ? 'contains only empty files' : 'is empty';
  if (sizeBytes >= atLeastBytes) return null;
  return `has ${formatBytes(sizeBytes, atLeastBytes)}, less than the ${formatExactBytes(atLeastBytes)} of --at-least`;
}

function shrinkProblem({ sizeBytes }: Landed, { shrinkPercent, last, lastFile }: JudgeOptions): string | null {
  if (shrinkPercent === null || last === null || sizeBytes >= last.sizeBytes * (1 - shrinkPercent / 100)) return null;
  const percent = Math.round((1 - sizeBytes / last.sizeBytes) * 1000) / 10;
  const sizes = `${formatBytes(sizeBytes, last.sizeBytes)} after ${formatBytes(last.sizeBytes, sizeBytes)}`;
  return `shrank by ${percent}% (${sizes}), more than the ${shrinkPercent}% of --shrink; if the new size is right, remove ${lastFile}`;
}

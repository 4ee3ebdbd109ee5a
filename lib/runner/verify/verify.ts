import type { Place } from '../../core/evidence/place.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import { formatBytes } from '../../core/quantity.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { CaptureOptions } from '../attempt/captured-command.ts';
import type { VerifiedArtifact } from '../run-result.ts';
import type { VerifySettings } from '../settings/run-settings.ts';
import { filesOf, findLanded, MAX_FILES } from './find-landed.ts';
import { countsSince, judgeLanded } from './judge-landed.ts';
import type { Landed } from './landed.ts';
import { type LastVerified, readLastVerified, rememberVerified } from './last-verified.ts';
import { type LookedInto, lookInto, NOT_LOOKED_INTO } from './look-into.ts';
import { runVerifyCommands, testDeep } from './own-tests.ts';

/** What verifying showed. `message` is a sentence; `artifact` is what was found, also when it is not right. */
export type Verified =
  | { readonly kind: 'whole'; readonly artifact: VerifiedArtifact; readonly message: string }
  | { readonly kind: 'failed'; readonly artifact: VerifiedArtifact | null; readonly message: string }
  /** The destination could not be read: nothing is known about the backup. */
  | { readonly kind: 'unreachable'; readonly artifact: null; readonly message: string };

export interface VerifyOptions {
  /** When the run began. */
  readonly startedAt: Instant;
  readonly now: Instant;
  /** The command said that the backup is there already. */
  readonly alreadyThere: boolean;
  /** And before that, a try of this run had failed. */
  readonly afterFailedTry: boolean;
  /** The file that remembers what was verified last. */
  readonly lastFile: string;
  readonly source: EvidenceSource;
  /** For the tools' own tests. */
  readonly commands: CaptureOptions;
}

/** Looks at what landed, not at what was said (docs/design/runner.md#verify). Throws only on an internal error. */
export async function verify(settings: VerifySettings, options: VerifyOptions): Promise<Verified> {
  try {
    return await look(settings, options);
  } catch (error) {
    if (error instanceof EvidenceGone) {
      return { kind: 'failed', artifact: null, message: `${error.location} was deleted while it was being checked` };
    }
    if (!(error instanceof EvidenceUnreadable)) throw error;
    const message = `cannot read ${error.location || settings.text}: ${error.message}; it is not known whether the backup is there`;
    return { kind: 'unreachable', artifact: null, message };
  }
}

async function look(settings: VerifySettings, options: VerifyOptions): Promise<Verified> {
  const { place, anyAge } = settings;
  const { startedAt, alreadyThere, now, source } = options;
  const since = anyAge ? null : countsSince(startedAt, alreadyThere, settings);
  const { landed, futureDated } = await findLanded(place, source, since, now);
  const [newest] = landed;
  const inFuture = newest === undefined || futureDated === null ? '' : futureText(futureDated);
  const verdict = await lookAt(newest, settings, options, futureDated);
  return { ...verdict, message: `${verdict.message}${inFuture}` };
}

/** What does not count, beside what does: most likely it is the newest backup, of a host whose clock is ahead. */
function futureText(location: string): string {
  return `; ${location} is dated in the future, so it does not count; check the clocks`;
}

async function lookAt(
  newest: Landed | undefined,
  settings: VerifySettings,
  options: VerifyOptions,
  futureDated: string | null,
): Promise<Verified> {
  const { place } = settings;
  const { startedAt, alreadyThere, source, lastFile } = options;
  if (newest === undefined) return { kind: 'failed', artifact: null, message: missing(settings, futureDated) };
  const last = await readLastVerified(lastFile, nameOf(place));
  const problem = judgeLanded(newest, { ...settings, startedAt, alreadyThere, last, lastFile });
  if (problem !== null) return failed(newest, 'its age and size', `${newest.location} ${problem}`);

  const maxFiles = settings.deep ? Number.POSITIVE_INFINITY : MAX_FILES;
  const { files, others } = await filesOf(newest, place, source, maxFiles);
  const looked = settings.looksInside ? await lookInto(files, settings, source) : NOT_LOOKED_INTO;
  if (looked.damage !== null) return failed(newest, looked.checkedBy, damageText(newest, looked));
  const tests = [
    settings.deep ? await testDeep(looked, settings, options.commands) : { error: null, checkedBy: [] },
    await runVerifyCommands(newest, settings.commands, options.commands),
  ];
  const checkedBy = [looked.checkedBy, ...notLookedInto(others), ...tests.flatMap((test) => test.checkedBy)].join('; ');
  const failure = tests.find((test) => test.error !== null)?.error;
  if (failure != null) return failed(newest, checkedBy, failure);
  if (isLeftOver(newest, looked, settings, options)) return failed(newest, checkedBy, leftOverText(newest));
  const artifact = artifactOf(newest, checkedBy);
  const message = `${sentenceOf(artifact)}${notCompared(settings, last)}${await remember(settings, options, newest)}`;
  return { kind: 'whole', artifact, message };
}

/** What is there, as a sentence: `/backups/orders.dump, 262.5 MB, checked by ...`. */
function sentenceOf({ location, sizeBytes, files, checkedBy }: VerifiedArtifact): string {
  const many = files === 1 ? '' : ` in ${files.toLocaleString('en-US')} files`;
  return `${location}, ${formatBytes(sizeBytes)}${many} (${checkedBy})`;
}

/** A backup without a known predecessor passes --shrink; the message says that nothing was compared. */
function notCompared({ shrinkPercent }: VerifySettings, last: LastVerified | null): string {
  return shrinkPercent === null || last !== null ? '' : '; --shrink had no earlier size to compare with';
}

function missing({ text, place }: VerifySettings, futureDated: string | null): string {
  if (futureDated !== null) {
    return `nothing found at ${text} except ${futureDated}, which is dated in the future; check the clocks`;
  }
  const folder = place.template.endsWith('/') ? 'nothing found in' : 'nothing found at';
  return `${folder} ${text}; check what the command wrote, and where`;
}

function damageText({ location, isFolder }: Landed, { damage }: LookedInto): string {
  return isFolder ? `in ${location}, ${damage}` : `${damage}`;
}

function failed(landed: Landed, checkedBy: string, message: string): Verified {
  return { kind: 'failed', artifact: artifactOf(landed, checkedBy), message };
}

function artifactOf({ location, ts, sizeBytes, files }: Landed, checkedBy: string): VerifiedArtifact {
  return { location, ts, sizeBytes, files, checkedBy };
}

/**
 * What is already there may be left over from a failed try of this run: it counts only if its content, or the job's own
 * check, shows that it is complete.
 */
function isLeftOver(landed: Landed, looked: LookedInto, settings: VerifySettings, options: VerifyOptions): boolean {
  const { startedAt, alreadyThere, afterFailedTry } = options;
  if (!alreadyThere || !afterFailedTry || looked.isShownWhole || settings.commands.length > 0) return false;
  return landed.ts >= countsSince(startedAt, false, settings);
}

function leftOverText({ location }: Landed): string {
  return `${location} was written during this run by a try that failed, and its content does not show whether it is complete; check it, and add a --verify-command`;
}

function notLookedInto(others: number): readonly string[] {
  if (others === 0) return [];
  return [
    `${others.toLocaleString('en-US')} older ${others === 1 ? 'file' : 'files'} not checked (--verify-deep checks them)`,
  ];
}

/** The same for a place however it was written: from another folder, by hand or in a file. */
function nameOf({ container, template }: Place): string {
  return container + template;
}

/** Returns what to add to the message: nothing, or that the size could not be saved, which harms no backup. */
async function remember({ place }: VerifySettings, { lastFile, now }: VerifyOptions, landed: Landed): Promise<string> {
  const { location, sizeBytes } = landed;
  try {
    await rememberVerified(lastFile, { place: nameOf(place), location, sizeBytes, verifiedAt: formatInstant(now) });
    return '';
  } catch (error) {
    return `; its size could not be saved for --shrink (${(error as NodeJS.ErrnoException).code ?? 'unknown error'} at ${lastFile})`;
  }
}

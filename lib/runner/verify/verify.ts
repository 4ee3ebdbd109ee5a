import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import { formatInstant } from '../../core/instant.ts';
import { formatBytes } from '../../core/quantity.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { CaptureOptions } from '../attempt/captured-command.ts';
import type { VerifiedArtifact } from '../run-result.ts';
import type { VerifySettings } from '../settings/run-settings.ts';
import { filesOf, findLanded, MAX_FILES } from './find-landed.ts';
import { countsSince, judgeLanded } from './judge-landed.ts';
import type { Landed } from './landed.ts';
import { type LastVerified, readLastVerified, rememberVerified } from './last-verified.ts';
import { type LookedInto, lookInto } from './look-into.ts';
import { runVerifyCommands, testDeep } from './own-tests.ts';

/** What verifying showed. `message` is a sentence; `artifact` is what was found, also when it is not right. */
export type Verified =
  | { readonly kind: 'whole'; readonly artifact: VerifiedArtifact; readonly message: string }
  | { readonly kind: 'failed'; readonly artifact: VerifiedArtifact | null; readonly message: string }
  /** The destination could not be looked at: nothing is known of the backup. */
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

/** Looks at what landed, not at what was said (runner page, phase 5). Throws only what is a fault of ours. */
export async function verify(settings: VerifySettings, options: VerifyOptions): Promise<Verified> {
  try {
    return await look(settings, options);
  } catch (error) {
    if (error instanceof EvidenceGone) {
      return { kind: 'failed', artifact: null, message: `${error.location} went away while it was looked at` };
    }
    if (!(error instanceof EvidenceUnreadable)) throw error;
    const message = `${error.location || settings.text} cannot be looked at: ${error.message}; whether the backup is there is not known`;
    return { kind: 'unreachable', artifact: null, message };
  }
}

async function look(settings: VerifySettings, options: VerifyOptions): Promise<Verified> {
  const { place, anyAge, windowMs } = settings;
  const { startedAt, alreadyThere, now, source, lastFile } = options;
  const since = anyAge ? null : countsSince(startedAt, alreadyThere, windowMs);
  const { newest, futureDated } = await findLanded(place, source, since, now);
  if (newest === null) return { kind: 'failed', artifact: null, message: missing(settings, futureDated) };
  const last = await readLastVerified(lastFile, nameOf(place));
  const fault = judgeLanded(newest, { ...settings, startedAt, alreadyThere, last, lastFile });
  if (fault !== null) return failed(newest, 'its age and size', `${newest.location} ${fault}`);

  const most = settings.deep ? Number.POSITIVE_INFINITY : MAX_FILES;
  const { files, others } = await filesOf(newest, place, source, most);
  const looked = await lookInto(files, settings, source);
  if (looked.damage !== null) return failed(newest, looked.checkedBy, damageText(newest, looked));
  const tests = [
    settings.deep ? await testDeep(looked, settings, options.commands) : { fault: null, checkedBy: [] },
    await runVerifyCommands(newest, settings.commands, options.commands),
  ];
  const checkedBy = [looked.checkedBy, ...notLookedInto(others), ...tests.flatMap((test) => test.checkedBy)].join('; ');
  const failure = tests.find((test) => test.fault !== null)?.fault;
  if (failure != null) return failed(newest, checkedBy, failure);
  if (isLeftOver(newest, looked, settings, options)) return failed(newest, checkedBy, leftOverText(newest));
  const artifact = artifactOf(newest, checkedBy);
  const message = `${sentenceOf(artifact)}${notCompared(settings, last)}${await remember(settings, options, newest)}`;
  return { kind: 'whole', artifact, message };
}

/** What is there, as a sentence: `/backups/orders.dump, 262.5 MB, checked by ...`. */
function sentenceOf({ location, sizeBytes, files, checkedBy }: VerifiedArtifact): string {
  const many = files === 1 ? '' : ` in ${files.toLocaleString('en-US')} files`;
  return `${location} is there with ${formatBytes(sizeBytes)}${many} (${checkedBy})`;
}

/** A first backup, or one whose forerunner is forgotten, passes --shrink; a person is to know that nothing was compared. */
function notCompared({ shrinkPercent }: VerifySettings, last: LastVerified | null): string {
  return shrinkPercent === null || last !== null
    ? ''
    : '; of an earlier one no size is known to compare with (--shrink)';
}

function missing({ text, place }: VerifySettings, futureDated: string | null): string {
  if (futureDated !== null) {
    return `there is nothing at ${text} but ${futureDated}, which says it is from the future; set the clocks right`;
  }
  const folder = place.template.endsWith('/') ? 'nothing is in' : 'nothing is at';
  return `${folder} ${text}; look what the command wrote, and where`;
}

function damageText({ location, isFolder }: Landed, { damage }: LookedInto): string {
  return isFolder ? `in ${location}, ${damage}` : `${location}: ${damage}`;
}

function failed(landed: Landed, checkedBy: string, message: string): Verified {
  return { kind: 'failed', artifact: artifactOf(landed, checkedBy), message };
}

function artifactOf({ location, ts, sizeBytes, files }: Landed, checkedBy: string): VerifiedArtifact {
  return { location, ts, sizeBytes, files, checkedBy };
}

/**
 * What is there already may be what a try of this very run left when it failed: then it is none unless its content, or a
 * check of the job's own, says that it is whole.
 */
function isLeftOver(landed: Landed, looked: LookedInto, settings: VerifySettings, options: VerifyOptions): boolean {
  const { startedAt, alreadyThere, afterFailedTry } = options;
  if (!alreadyThere || !afterFailedTry || looked.isShownWhole || settings.commands.length > 0) return false;
  return landed.ts >= countsSince(startedAt, false, settings.windowMs);
}

function leftOverText({ location }: Landed): string {
  return `${location} was written since this run began, by a try that failed, and its content does not show whether it is whole; look at it, and have it judged by a --verify-command`;
}

function notLookedInto(others: number): readonly string[] {
  if (others === 0) return [];
  return [
    `${others.toLocaleString('en-US')} older ${others === 1 ? 'file' : 'files'} not looked into, which --verify-deep does`,
  ];
}

/** The same for a place however it was written: from another folder, by hand or in a file. */
function nameOf({ container, template }: Place): string {
  return container + template;
}

/** Gives back what to add to the message: nothing, or that it could not be remembered, which harms no backup. */
async function remember({ place }: VerifySettings, { lastFile, now }: VerifyOptions, landed: Landed): Promise<string> {
  const { location, sizeBytes } = landed;
  try {
    await rememberVerified(lastFile, { place: nameOf(place), location, sizeBytes, verifiedAt: formatInstant(now) });
    return '';
  } catch (error) {
    return `; its size could not be remembered (${(error as NodeJS.ErrnoException).code ?? 'unknown error'} at ${lastFile})`;
  }
}

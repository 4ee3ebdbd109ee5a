import { HEARTBEAT_PLACE } from '../evidence/heartbeat-place.ts';
import { formatMinute } from '../instant.ts';
import type { Reason, ToldProof } from '../model/reason.ts';
import type { TestResult } from '../model/verdict.ts';
import { formatAge, formatBytes, formatDuration } from '../quantity.ts';

/** A test's reason as one sentence with the measured value, the threshold and where it stands in the rules doc. */
export function sentenceOf(test: Pick<TestResult, 'reason' | 'at'>): string {
  const words = refutedNote(test.reason) + futureNote(test.reason) + wordsOf(test.reason) + shapeNote(test.reason);
  return hasThreshold(test.reason) ? `${words} (${test.at})` : words;
}

function refutedNote(reason: Reason): string {
  if (!('refutedTs' in reason) || reason.refutedTs === undefined) return '';
  return `the newest backup, of ${formatMinute(reason.refutedTs)}, cannot be restored, as its proof showed; `;
}

function futureNote(reason: Reason): string {
  const future = 'futureDated' in reason ? reason.futureDated : undefined;
  return future === undefined
    ? ''
    : `${future.location} is dated in the future, ${formatMinute(future.ts)}, and does not count; `;
}

function shapeNote(reason: Reason): string {
  const shape = 'otherShape' in reason ? reason.otherShape : undefined;
  if (shape === undefined) return '';
  const ending = /(?:\.[a-z][a-z0-9]*)+$/i.exec(shape.beforeName)?.[0] ?? '';
  const pattern = ending === '' ? 'names like that' : `*${ending}`;
  return `; it is ${shape.name}, after ${shape.beforeName}: if it is no backup, narrow the place to ${pattern}`;
}

function hasThreshold(reason: Reason): boolean {
  switch (reason.kind) {
    case 'stale':
    case 'missed':
    case 'never-finished':
    case 'below-floor':
    case 'shrunk':
    case 'above-ceiling':
    case 'no-good-run':
    case 'back-to-usual':
    case 'grown':
    case 'too-few-files':
    case 'too-few-members':
    case 'same-again':
    case 'proof-old':
    case 'never-proven':
    case 'restore-slow':
      return true;
    default:
      return false;
  }
}

function wordsOf(reason: Reason): string {
  switch (reason.kind) {
    case 'finished':
      return `the newest run finished ${formatMinute(reason.ts)}`;
    case 'no-run':
      return 'there is no run that could have failed';
    case 'running':
      return `running since ${formatMinute(reason.since)}; expected to finish by ${formatMinute(reason.until)}`;
    case 'never-finished':
      return `started ${formatMinute(reason.since)} and never finished; expected within ${formatDuration(reason.withinS)}`;
    case 'failed':
      return `failed ${formatMinute(reason.ts)}${reason.error ? `: ${reason.error}` : ''} (${reason.location})`;
    case 'contradiction':
      return reason.found
        ? `contradiction: ${reason.signal} says ${bytesOf(reason.claimedBytes)}, ${reason.found.location} has ${formatBytes(reason.found.sizeBytes)}`
        : `contradiction: ${reason.signal} says done at ${formatMinute(reason.ts)}, and no backup of that time is there`;
    case 'malformed':
      return `${reason.location} is not well-formed: ${reason.words}`;
    case 'hollow':
      return `${reason.location} holds nothing: ${reason.words}`;
    case 'not-looked-inside':
      return `${reason.location} was to be looked into since ${formatMinute(reason.since)}, and more was to be looked at than a check may read`;
    case 'with-warnings':
      return `${reason.location} completed with warnings: ${reason.warning}`;
    case 'report-unreadable':
      return `the report ${reason.location} cannot be read: ${reason.error}`;
    case 'not-looked':
      return 'not judged: the evidence could not be read';
    case 'fresh':
      return `the newest good backup is ${formatAge(reason.ageS, reason.allowS)} old; up to ${formatDuration(reason.allowS)} allowed`;
    case 'stale':
      return `${goneNote(reason.goneTs)}the newest good backup is ${formatAge(reason.ageS, reason.allowS)} old; up to ${formatDuration(reason.allowS)} allowed${runningNote(reason.runningSince)}`;
    case 'on-time':
      return reason.expected === null
        ? 'no run has been expected yet'
        : `the run expected at ${formatMinute(reason.expected)} landed ${formatMinute(reason.ts)}`;
    case 'missed':
      return `${goneNote(reason.goneTs)}the run expected at ${formatMinute(reason.expected)} has not landed${reason.allowS === 0 ? '' : ` within ${formatDuration(reason.allowS)}`}; the newest good backup is of ${formatMinute(reason.ts)}${runningNote(reason.runningSince)}`;
    case 'no-good-run':
      return `${absenceWords(reason)}${runningNote(reason.runningSince)}`;
    case 'unchanged':
      return `ran ${formatMinute(reason.ranTs)}, nothing new since ${formatMinute(reason.ts)}; that is fine for ${formatDuration(reason.withinS)}`;
    case 'first-ping':
      return `waiting for its first ping until ${formatMinute(reason.until)}`;
    case 'not-expected-yet':
      return `no backup is expected before ${reason.starts}`;
    case 'newest-gone':
      return `the newest backup, of ${formatMinute(reason.ts)}, is gone`;
    case 'future-dated':
      return `${reason.location} is dated in the future, ${formatMinute(reason.ts)}; it does not count`;
    case 'unreadable':
      return `unreadable: ${reason.operation} ${reason.location}: ${reason.error}`;
    case 'unread-again':
      return `could not be read ${reason.count} times in a row since ${formatMinute(reason.since)}: ${reason.error}`;
    case 'size-fine':
      return reason.floorBytes === null
        ? formatBytes(reason.bytes)
        : `${formatBytes(reason.bytes)}; at least ${formatBytes(reason.floorBytes)} expected`;
    case 'nothing-to-measure':
      return 'there is no backup to measure';
    case 'size-unknown':
      return 'the size is not known';
    case 'accepted':
      return `${formatBytes(reason.bytes)}, accepted by its owner`;
    case 'empty':
      return `${reason.location} is empty`;
    case 'almost-nothing':
      return `${reason.location} has ${formatBytes(reason.bytes)}: almost nothing`;
    case 'same-again':
      return `${reason.location} has the same bytes as the ${reason.count === 2 ? 'backup' : `${reason.count - 1} backups`} before it`;
    case 'too-few-files':
      return `${reason.files === 1 ? '1 file' : `${reason.files} files`}; at least ${reason.atLeast} expected`;
    case 'too-few-members':
      return `${reason.files === 1 ? '1 member' : `${reason.files} members`} found; at least ${reason.atLeast} expected`;
    case 'below-floor': {
      const before = reason.beforeBytes === null ? '' : `; ${formatBytes(reason.beforeBytes)} the ${timeOf(reason)}`;
      return `${formatBytes(reason.bytes, reason.floorBytes)}; at least ${formatBytes(reason.floorBytes)} expected${before}`;
    }
    case 'shrunk':
      return `${lessThanBefore(reason)}; up to ${reason.limitPercent}% less is allowed`;
    case 'back-to-usual':
      return `${lessThanBefore(reason)}, which was out of the ordinary; ${formatBytes(reason.usualBytes)} was usual`;
    case 'grown': {
      const percent = (100 * (reason.bytes - reason.beforeBytes)) / reason.beforeBytes;
      return `${formatBytes(reason.bytes, reason.beforeBytes)}, ${formatPercent(percent)} more than the ${formatBytes(reason.beforeBytes)} of the ${timeOf(reason)}; up to ${reason.limitPercent}% more is allowed`;
    }
    case 'proven':
      return reason.by === null
        ? `restored on ${formatMinute(reason.at)}${copyNote(reason.copyTs)}`
        : `restored by hand on ${formatMinute(reason.at)}, says ${reason.by}`;
    case 'first-proof':
      return `waiting for the first proof of a restore until ${formatMinute(reason.until)}`;
    case 'proof-old':
      return `the newest proof of a restore is ${formatAge(reason.ageS, reason.everyS)} old; one every ${formatDuration(reason.everyS)} expected${triedNote(reason.tried)}`;
    case 'never-proven':
      return `no restore was ever proven, and one every ${formatDuration(reason.everyS)} has been expected since ${formatMinute(reason.since)}${triedNote(reason.tried)}`;
    case 'restore-refuted':
      return `restored on ${formatMinute(reason.at)}${copyNote(reason.copyTs)}: ${reason.words}`;
    case 'not-restored':
      return `${triedWords(reason)}; that says nothing about the copy`;
    case 'restore-slow':
      return `the restore of ${formatMinute(reason.at)} took ${formatAge(reason.tookS, reason.withinS)}; within ${formatDuration(reason.withinS)} expected`;
    case 'above-ceiling':
      return `${formatBytes(reason.bytes, reason.ceilingBytes)}; at most ${formatBytes(reason.ceilingBytes)} expected`;
  }
}

function lessThanBefore(reason: Extract<Reason, { kind: 'shrunk' | 'back-to-usual' }>): string {
  const { bytes, beforeBytes } = reason;
  const percent = (100 * (beforeBytes - bytes)) / beforeBytes;
  return `${formatBytes(bytes, beforeBytes)}, ${formatPercent(percent)} less than the ${formatBytes(beforeBytes)} of the ${timeOf(reason)}`;
}

function timeOf({ hasOthersBetween }: { readonly hasOthersBetween?: true }): string {
  return hasOthersBetween === true ? 'last good time' : 'time before';
}

function copyNote(copyTs: number | null): string {
  return copyTs === null ? '' : ` from ${formatMinute(copyTs)}'s copy`;
}

function triedNote(tried: ToldProof | null): string {
  return tried === null ? '' : `; ${triedWords(tried)}`;
}

function triedWords({ at, copyTs, words }: ToldProof): string {
  return `a restore on ${formatMinute(at)}${copyNote(copyTs)} could not be finished: ${words}`;
}

function goneNote(goneTs: number | null): string {
  return goneTs === null ? '' : `the newest backup, of ${formatMinute(goneTs)}, is gone; `;
}

function absenceWords({ place, seen }: Extract<Reason, { kind: 'no-good-run' }>): string {
  if (place === HEARTBEAT_PLACE) return 'no ping has said that a run ended well; does the job call its ping address?';
  return `no good backup at ${place}${seenNote(seen)}`;
}

function seenNote(seen: Extract<Reason, { kind: 'no-good-run' }>['seen']): string {
  if (seen === null) return ': every backup there failed its tests';
  if (seen.newestTs === null) {
    return seen.hasUnended
      ? ': what is there is not known to have ended well'
      : ': there has never been one; is the place right?';
  }
  const newest = formatMinute(seen.newestTs);
  return seen.count === 1
    ? `: there was 1, of ${newest}, and it is gone`
    : `: there were ${seen.count}, the newest of ${newest}, and they are gone`;
}

function runningNote(since: number | null): string {
  return since === null ? '' : `; a run is under way since ${formatMinute(since)}`;
}

function bytesOf(bytes: number | null): string {
  return bytes === null ? 'done' : formatBytes(bytes);
}

/** Rounded up to a tenth, so that a drop beyond a limit never reads as equal to it. */
function formatPercent(percent: number): string {
  return `${Math.ceil(percent * 10) / 10}%`;
}

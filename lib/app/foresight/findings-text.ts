import { formatBytes } from '../../core/quantity.ts';
import type { SuggestedPlaces } from './suggest-places.ts';

/** What is wrong now, one line each, worst first. */
export function findingLines({ findings, jobs }: SuggestedPlaces): readonly string[] {
  return findings.map(({ jobId, member, words }) => {
    const backup = jobs.find(({ job }) => job.id === jobId)?.job.backup ?? '';
    return `${jobId}${member === null ? '' : `, ${member}`}: ${words} (${backup})`;
  });
}

/** What is in no job, one line each, and what could not be looked at. */
export function leftoverLines({ leftovers, notes }: SuggestedPlaces): readonly string[] {
  const lines = leftovers.map(({ location, leftover: { count, bytes, example, reason } }) => {
    const size = bytes === 0 ? '' : `, ${formatBytes(bytes)}`;
    const name = example === '' ? '' : `, such as ${example}`;
    return `${location}: ${count.toLocaleString('en-US')} file${count === 1 ? '' : 's'}${size}${name}: ${reason}`;
  });
  return [...notes, ...lines];
}

import type { Dispatched } from '../../lib/app/dispatch/dispatched.ts';
import { formatInstant, formatMinute, formatSecond, type Instant } from '../../lib/core/instant.ts';
import { routeText } from '../../lib/core/routing/route-reason.ts';
import { printable } from './printable.ts';

/** Jobs that a line names; the rest is counted. */
const MAX_NAMED = 5;

/** What a dispatch did: who was notified, who could not be, who is notified later. */
export function dispatchedLines(dispatched: Dispatched, now: Instant, asJson: boolean): string[] {
  const lines = asJson ? jsonLines(dispatched, now) : textLines(dispatched, now);
  return lines.map((line) => `${printable(line)}\n`);
}

function textLines({ notified, deferred, unreachable }: Dispatched, now: Instant): string[] {
  const at = formatSecond(now);
  return [
    ...notified.flatMap(({ personId, jobIds, isUpdate, delivered }) => {
      const { outcome, address, failures } = delivered;
      const because = failures.map(({ channel, message }) => `${channel}: ${message}`).join('; ');
      const jobs = named(jobIds);
      if (outcome === 'accepted') {
        const what = isUpdate ? 'updated the message to' : 'notified';
        return [`${at}  ${what} ${personId} by ${address?.channel}: ${jobs}${because ? ` (${because})` : ''}`];
      }
      if (outcome === 'later') return [`${at}  not notified yet: ${personId}, of ${jobs} (${because})`];
      if (outcome === 'unknown') return [`${at}  perhaps notified: ${personId}, of ${jobs} (${because})`];
      return [`${at}  could not notify ${personId} of ${jobs} (${because})`];
    }),
    ...deferred.map(
      ({ personId, jobId, until, reasons }) =>
        `${at}  ${personId} will be notified of ${jobId} ${formatMinute(until)} (${routeText(reasons)})`,
    ),
    ...unreachable.map(
      (jobId) => `${at}  no one can be notified of ${jobId}: name an owner or an admin with an address`,
    ),
  ];
}

function jsonLines({ notified, deferred, unreachable }: Dispatched, now: Instant): string[] {
  const at = formatInstant(now);
  return [
    ...notified.map(({ personId, jobIds, isUpdate, delivered: { outcome, address, failures } }) => ({
      at,
      delivery: outcome,
      person: personId,
      channel: address?.channel ?? null,
      jobs: jobIds,
      update: isUpdate,
      troubles: failures.map(({ channel, message }) => ({ channel, why: message })),
    })),
    ...deferred.map(({ personId, jobId, until, reasons }) => ({
      at,
      delivery: 'deferred',
      person: personId,
      jobs: [jobId],
      until: formatInstant(until),
      why: routeText(reasons),
    })),
    ...unreachable.map((jobId) => ({ at, delivery: 'nobody', jobs: [jobId] })),
  ].map((line) => JSON.stringify(line));
}

function named(jobIds: readonly string[]): string {
  const more = jobIds.length - MAX_NAMED;
  return `${jobIds.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

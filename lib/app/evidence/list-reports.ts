import { datePrefixes } from '../../core/evidence/date-prefixes.ts';
import { datedSpan } from '../../core/evidence/dated-span.ts';
import type { NewestReports } from '../../core/evidence/newest-reports.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';

/** `reports` with what lies in the place. Throws EvidenceUnreadable. */
export async function listReports(
  job: Job,
  reports: NewestReports,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  source: EvidenceSource,
): Promise<NewestReports> {
  // The document does not name a member's folder: one that is gone holds nothing, and is no failure.
  const { finished } = job.member?.whole ?? job;
  const named = finished.kind === 'report' ? finished.place : place;
  for (const prefix of prefixesOf(job, reports, memory, now)) {
    for await (const page of source.list(named, prefix)) reports.add(page);
  }
  return reports;
}

function prefixesOf(job: Job, { matcher }: NewestReports, memory: RememberedPlace, now: Instant): readonly string[] {
  if (!matcher.hasDate) return [matcher.prefix];
  // No report older than the remembered latest is read, so no look goes further back.
  const span = datedSpan(matcher, job, memory, 'from-newest', now);
  return datePrefixes(matcher.tokens, job.namesIn, span.from - DAY_MS, span.to + DAY_MS);
}

import { DETAIL_VERSION } from '../event/detail-types.ts';
import { formatOptional } from '../event/publishable.ts';
import { type Json, snakeCased } from '../event/snake-case.ts';
import { formatInstant } from '../instant.ts';
import { oneLine } from '../message/outside-text.ts';
import type { ComposedSummary } from './composed-summary.ts';
import type { SummaryFacts, SummaryJob, SummaryReader } from './facts.ts';

/** SNS, the smallest of those who get JSON, takes 256 KiB. */
const MAX_LISTED = 300;
const MAX_TEXT = 300;

/** A reader's facts for machines: instants as ISO-8601 UTC, durations in seconds, sizes in bytes. */
export function summaryJson(
  facts: SummaryFacts,
  reader: SummaryReader,
  { summary, paragraph }: { readonly summary: ComposedSummary; readonly paragraph: string | null },
): Readonly<Record<string, Json>> {
  const { passes } = facts;
  return {
    version: DETAIL_VERSION,
    kind: 'summary',
    person: reader.personId,
    at: formatInstant(facts.now),
    since: formatInstant(reader.since),
    title: summary.subject,
    text: summary.headline,
    paragraph,
    is_calm: summary.isCalm,
    jobs: facts.jobs.length,
    broken: some(facts.broken, ({ job, state, since, atRiskSeconds, deletedAbout, reasons, foundAt }) => ({
      ...jobJson(job),
      state,
      broken_since: formatOptional(since),
      data_at_risk_seconds: atRiskSeconds,
      ...(deletedAbout !== undefined && { last_good_deleted_about: formatInstant(deletedAbout) }),
      reasons: reasons.map(cut),
      found_at: formatOptional(foundAt),
    })),
    not_known: some(facts.unknown, ({ job, message }) => ({ ...jobJson(job), why: cut(message) })),
    quieted: some(facts.quieted, ({ job, how, by, since, until, wouldBe }) => ({
      ...jobJson(job),
      how,
      by: cut(by),
      at: formatOptional(since),
      until: formatOptional(until),
      would_be: wouldBe && { state: wouldBe.state, since: formatInstant(wouldBe.since) },
    })),
    recovered: some(facts.recovered, ({ job, worst, began, ended, wasNotified }) => ({
      ...jobJson(job),
      worst,
      broken_since: formatInstant(began),
      ended_at: formatInstant(ended),
      was_told: wasNotified,
    })),
    trends: some(facts.trends, ({ job, trend }) => ({ ...jobJson(job), ...(snakeCased(trend) as object) })),
    loosened: some(facts.loosened, ({ at, parentId, what, from, to }) => ({
      at: formatInstant(at),
      job_id: parentId,
      what,
      from: cut(from),
      to: cut(to),
    })),
    unowned: some(facts.unowned, jobJson),
    proposals: facts.proposals && { count: facts.proposals.count, yaml: facts.proposals.yaml.slice(0, 20_000) },
    unwatched: facts.unwatched && {
      count: facts.unwatched.series.length,
      seen_at: formatInstant(facts.unwatched.at),
      yaml: facts.unwatched.series
        .map(({ yaml }) => yaml)
        .join('')
        .slice(0, 20_000),
    },
    passes: {
      last_at: formatOptional(passes.lastAt),
      due: passes.due,
      unknown: passes.unknown,
      passes: passes.passes,
      complete: passes.complete,
      missed: passes.missed,
      is_overdue: passes.isOverdue,
    },
    record_head: facts.recordHead && { ...facts.recordHead },
    rules_trouble: facts.rulesError,
  };
}

function jobJson({ jobId, name, owner }: SummaryJob): Record<string, Json> {
  return { job_id: jobId, name: cut(name), owner };
}

function some<Item>(items: readonly Item[], json: (item: Item) => Json): Json {
  return items.slice(0, MAX_LISTED).map(json);
}

function cut(text: string): string {
  return oneLine(text, MAX_TEXT);
}

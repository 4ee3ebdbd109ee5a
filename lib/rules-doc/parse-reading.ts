import type { Job } from '../core/model/job.ts';
import type { Person } from '../core/model/person.ts';
import type { Clause, Rule } from '../core/model/rule.ts';
import type { Problem, RulesDocument } from './document.ts';

/** What `formatReading` writes. */
interface PlainReading {
  readonly document: Omit<RulesDocument, 'people' | 'calendars' | 'jobs'> & {
    readonly people: readonly (readonly [string, Person])[];
    readonly calendars: readonly (readonly [string, readonly string[]])[];
    readonly jobs: readonly PlainJob[];
  };
  readonly problems: readonly Problem[];
}

type PlainJob = Omit<Job, 'rule'> & {
  readonly rule: Omit<Rule, 'at'> & { readonly at: Partial<Record<Clause, string>> };
};

/**
 * What was read of a document, from what `formatReading` made of it. It looks at nothing: its caller knows that
 * the text is as it was written, and by which reader.
 */
export function parseReading(text: string): {
  readonly document: RulesDocument;
  readonly problems: readonly Problem[];
} {
  const { document, problems } = JSON.parse(text) as PlainReading;
  const people = new Map(document.people);
  const calendars = new Map(document.calendars);
  const jobs = document.jobs.map(withPlaces);
  return { document: Object.freeze({ ...document, people, calendars, jobs }), problems };
}

function withPlaces(job: PlainJob): Job {
  const { at: places } = job.rule;
  return { ...job, rule: { ...job.rule, at: (clause) => places[clause] ?? job.at } };
}

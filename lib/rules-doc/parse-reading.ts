import type { Each, MemberRule } from '../core/model/each.ts';
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

type PlainRule = Omit<Rule, 'at'> & { readonly at: Partial<Record<Clause, string>> };

type PlainJob = Omit<Job, 'rule' | 'each'> & {
  readonly rule: PlainRule;
  readonly each?: Omit<Each, 'rules'> & {
    readonly rules: readonly (Omit<MemberRule, 'rule'> & { readonly rule: PlainRule })[];
  };
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

function withPlaces({ each, ...job }: PlainJob): Job {
  const ofRule = ({ at: places, ...rule }: PlainRule): Rule => ({ ...rule, at: (clause) => places[clause] ?? job.at });
  const rule = ofRule(job.rule);
  if (each === undefined) return { ...job, rule };
  return { ...job, rule, each: { ...each, rules: each.rules.map((own) => ({ ...own, rule: ofRule(own.rule) })) } };
}

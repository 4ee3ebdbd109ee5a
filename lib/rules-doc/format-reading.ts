import type { Job } from '../core/model/job.ts';
import type { Rule } from '../core/model/rule.ts';
import { CLAUSES } from './clauses/registry.ts';
import type { Problem, RulesDocument } from './document.ts';

/**
 * A document that was read, and what it warns of, as text that `parseReading` makes the same of again, without the
 * reader. Only the same program's reader may be trusted to mean the same by it.
 */
export function formatReading(document: RulesDocument, problems: readonly Problem[]): string {
  const { people, calendars, jobs } = document;
  return JSON.stringify({
    document: { ...document, people: [...people], calendars: [...calendars], jobs: jobs.map(plainJob) },
    problems,
  });
}

function plainJob(job: Job): object {
  const plain = (rule: Rule) => ({ ...rule, at: placesOf(rule, job.at) });
  const { each } = job;
  if (each === undefined) return { ...job, rule: plain(job.rule) };
  const rules = each.rules.map((own) => ({ ...own, rule: plain(own.rule) }));
  return { ...job, rule: plain(job.rule), each: { ...each, rules } };
}

/** Where the clauses stand that do not just point at the job. */
function placesOf(rule: Rule, jobAt: string): Partial<Record<string, string>> {
  const places: Partial<Record<string, string>> = {};
  for (const { name } of CLAUSES) {
    const at = rule.at(name);
    if (at !== jobAt) places[name] = at;
  }
  return places;
}

import { jobsNamed, jobsShown } from '../../lib/app/act/act-on-job.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { RulesUnavailable } from '../../lib/ports/rules-source.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { nearest } from '../../lib/rules-doc/yaml/near.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';

/** Prints what is wrong with the rules doc as it stands, on standard error. */
export function printProblems(loaded: LoadedRules): void {
  if (loaded.lastGoodError !== null) complain(loaded.lastGoodError);
  if (loaded.unavailable !== null) complain(loaded.unavailable);
  for (const problem of loaded.problems) complain(formatProblem(loaded.fileName, problem));
  if (loaded.used === 'last-good') {
    const state = loaded.isSettling ? 'waits' : 'is not usable';
    complain(`The rules doc ${loaded.source} ${state}; using the last good one, of ${loaded.lastGood?.acceptedAt}.`);
  }
}

/** The document in force. Throws RulesUnavailable, after printing why, when there is none. */
export function documentInForce(loaded: LoadedRules): RulesDocument {
  if (loaded.document) return loaded.document;
  printProblems(loaded);
  throw new RulesUnavailable(`no usable rules doc at ${loaded.source}; \`sentinel lint\` shows what to fix`);
}

/**
 * The job of that id, or all nodes of it; of who only looks `isLook`, and the proofs come with them. Throws UsageError for
 * a job that the document does not know.
 */
export function jobsOrUsageError(document: RulesDocument, id: string, isLook = false): Job[] {
  const jobs = isLook ? jobsShown(document.jobs, id) : jobsNamed(document.jobs, id);
  if (jobs.length > 0) return jobs;
  const near = nearest(id, [...new Set(document.jobs.flatMap((job) => [job.id, job.parentId]))]);
  throw new UsageError(`the rules doc has no job ${id}${near ? `; did you mean ${near}?` : ''}`);
}

/**
 * Throws UsageError for a person whom the document does not know. A document without people names no one, and
 * takes any.
 */
export function checkPerson(document: RulesDocument, id: string, option: '--by' | '--to'): void {
  if (document.people.size === 0 || document.people.has(id)) return;
  const near = nearest(id, [...document.people.keys()]);
  throw new UsageError(
    `${option} ${id}: the rules doc has no person ${id}${near ? `; did you mean ${near}?` : `; it has ${[...document.people.keys()].join(', ')}`}`,
  );
}

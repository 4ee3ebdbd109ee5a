import type { LastGood } from '../../ports/rules-source.ts';
import type { Problem, RulesDocument } from '../../rules-doc/document.ts';
import { GRAMMAR } from '../../rules-doc/grammar-version.ts';
import type { ReadingOptions, ReadRules } from '../../rules-doc/read-rules-document.ts';
import type { ChangedJob } from '../../rules-doc/rules-change.ts';

/** Reads the text of the last good copy as the grammar understood it that accepted it. */
export async function readAsAccepted(lastGood: LastGood, options: ReadingOptions): Promise<ReadRules> {
  const { readRulesDocument } = await import('../../rules-doc/read-rules-document.ts');
  const { grammar, rules, text } = lastGood;
  return readRulesDocument(text, grammar === GRAMMAR ? options : { ...options, kept: { grammar, rules } });
}

/**
 * What the admin has to change in a document that an earlier version of the sentinel accepted: all that today's grammar
 * refuses in it, or each job whose rule it would read otherwise. Empty where the document means what it meant.
 */
export async function upgradeProblems(accepted: ReadRules, today: ReadRules): Promise<readonly Problem[]> {
  if (accepted.document === null) return [];
  if (today.document === null) return today.problems;
  const { compareDocuments } = await import('../../rules-doc/rules-change.ts');
  const { changed } = compareDocuments(accepted.document, today.document);
  return changed.map((change) => readOtherwise(change, accepted, today, today.document as RulesDocument));
}

function readOtherwise(
  { job, changes }: ChangedJob,
  accepted: ReadRules,
  today: ReadRules,
  document: RulesDocument,
): Problem {
  const sentenceOf = (read: ReadRules) => read.understood?.find(({ jobId }) => jobId === job)?.sentence ?? '';
  const words = changes.map(({ what, from, to }) => `${what} ${from} -> ${to}`).join(', ');
  const at = document.jobs.find(({ parentId }) => parentId === job)?.at ?? '';
  return {
    severity: 'error',
    code: 'READ_OTHERWISE',
    line: Number(/:(\d+)$/.exec(at)?.[1] ?? 0),
    column: 1,
    path: `jobs.${job}.rule`,
    message: `since the upgrade this rule means something else (${words}) and goes on as it was accepted; write ${sentenceOf(accepted)} to keep that, or ${sentenceOf(today)} for what it says today`,
  };
}

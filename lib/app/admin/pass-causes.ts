import { type AdminCause, adminCause } from '../../core/admin/admin-cause.ts';
import { MAX_MEMBERS } from '../../core/members/fold-members.ts';
import { FAILED_PROPOSALS, failedProposalLine, type Proposal, proposedId } from '../../core/ping/proposal.ts';
import type { RulesChange } from '../../rules-doc/rules-change.ts';
import { changeLines } from '../../rules-doc/rules-change-text.ts';
import { formatProblem } from '../../rules-doc/yaml/format-problem.ts';
import type { Pass } from '../check/check.ts';
import type { CheckedJob } from '../check/check-job.ts';
import { acceptedMinute, type LoadedRules } from '../rules/load-rules.ts';

/** One pass that could not judge a job may have met a moment's outage. */
const UNJUDGED_PASSES = 2;

/** What was met that concerns the admin, and which earlier causes are over. */
export interface AdminFindings {
  readonly causes: readonly AdminCause[];
  /** True of the key of a cause that would have been met if it were still there. */
  readonly isOver: (key: string) => boolean;
}

/** What a pass has met that only the admin can put right or has to know (docs/design/routing.md#the-admin). */
export function findingsOfPass(pass: Pass): AdminFindings {
  const { rules, checked, unusableRows } = pass;
  const causes = [
    ...causesOfRules(rules),
    ...causesOfChange(rules, pass.acceptedChange),
    ...unusableRows.map(({ jobId, message }) =>
      adminCause(`row#${jobId}`, 'stored states that cannot be read', jobId, [`${jobId}: ${message}`]),
    ),
    ...checked.flatMap(causeOfJob),
    ...[...pass.leftOut].map(([jobId, count]) => causeOfLeftOut(jobId, count)),
  ];
  const judged = new Set(checked.filter(({ unknown }) => unknown === null).map(({ job }) => job.id));
  const known = new Set(rules.document?.jobs.map(({ id }) => id));
  const isOver = (key: string) => {
    const [kind, jobId] = splitKey(key);
    if (kind === 'left-out') return jobId === null || !pass.leftOut.has(jobId);
    // A bad document, a change and a proposal are announced once for good.
    if (kind === 'rules-rejected' || kind === 'rules-changed' || kind === 'proposal') return false;
    return jobId === null || judged.has(jobId) || !known.has(jobId);
  };
  return { causes, isOver };
}

/** What is met where no pass can be made for want of a usable document. */
export function findingsWithoutDocument(rules: LoadedRules): AdminFindings {
  return { causes: causesOfRules(rules), isOver: () => false };
}

/** Jobs whose pings failed and are not judged: the rules doc does not know them. Each is announced once. */
export function findingsOfProposals(open: readonly Proposal[]): AdminFindings {
  const causes = open
    .filter(({ signal }) => signal === 'fail')
    .map((proposal) => {
      const id = proposedId(proposal);
      return adminCause(`proposal#${id}`, FAILED_PROPOSALS, id, [failedProposalLine(proposal)]);
    });
  return { causes, isOver: () => false };
}

/** A state store that cannot be used: nothing can be judged. */
export function findingsOfStore(message: string): AdminFindings {
  const causes = [adminCause('store', 'the state store cannot be used, so nothing is checked', null, [message])];
  return { causes, isOver: () => false };
}

function causesOfRules(rules: LoadedRules): AdminCause[] {
  // An editor is at it; once it is used, what it changed is announced.
  if (rules.isSettling) return [];
  const { source, unavailable, problems, lastGood, used, fileName } = rules;
  const instead =
    lastGood === null
      ? 'there is no earlier good document, so nothing is checked until this is fixed'
      : `checks go on with the last good document, accepted at ${acceptedMinute(lastGood)}`;
  if (unavailable !== null) {
    return [adminCause('rules-unavailable', 'the rules doc cannot be read', source, [unavailable, instead])];
  }
  if (used === 'current') return [];
  const lines = problems.map((problem) => formatProblem(fileName, problem));
  // Named by what is wrong: each bad version is announced once, however often it is put back.
  return [adminCause(`rules-rejected#${lines.join('\n')}`, 'the rules doc was rejected', source, [...lines, instead])];
}

/** Of a document that this pass accepted: what it made looser or tighter, and which jobs it dropped. */
function causesOfChange({ source, version }: LoadedRules, change: RulesChange | null): AdminCause[] {
  if (change === null) return [];
  const directions = new Set(change.changed.flatMap(({ changes }) => changes.map(({ direction }) => direction)));
  const effects = [
    ...(directions.has('loosened') ? ['loosened'] : []),
    ...(directions.has('tightened') ? ['tightened'] : []),
    ...(change.removed.length > 0 ? ['shortened'] : []),
    ...(change.isCompared ? [] : ['replaced']),
  ];
  if (effects.length === 0) return [];
  const title = `the rules doc was ${effects.join(' and ')}`;
  return [adminCause(`rules-changed#${version}`, title, source, changeLines(change))];
}

function causeOfJob({ job, decision, unknown }: CheckedJob): AdminCause[] {
  if (unknown !== null) {
    const cause = adminCause(`unjudged#${job.id}`, 'jobs that two passes in a row could not judge', job.id, [
      `${job.id}: ${unknown}`,
    ]);
    return [{ ...cause, afterPasses: UNJUDGED_PASSES }];
  }
  const reason = decision?.verdict?.tests.recent?.reason;
  if (reason?.kind !== 'unreadable' && reason?.kind !== 'unread-again') return [];
  const what = reason.kind === 'unreadable' ? `${reason.operation} ${reason.location}: ${reason.error}` : reason.error;
  return [adminCause(`place#${job.id}`, 'places that cannot be read', job.id, [`${job.id}: ${what}`])];
}

function causeOfLeftOut(jobId: string, count: number): AdminCause {
  const line = `${jobId}: ${count.toLocaleString('en-US')} names in its place are not watched: there are more than ${MAX_MEMBERS.toLocaleString('en-US')}, or they are too long; narrow the place, or name them in each.except`;
  return adminCause(`left-out#${jobId}`, 'backups that are not watched', jobId, [line]);
}

/** The kind of a cause, and the job it is about, where it is about one. */
function splitKey(key: string): [kind: string, jobId: string | null] {
  const at = key.indexOf('#');
  return at < 0 ? [key, null] : [key.slice(0, at), key.slice(at + 1)];
}

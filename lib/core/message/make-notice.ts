import { HEARTBEAT_PLACE } from '../evidence/heartbeat-place.ts';
import { placeText } from '../evidence/place.ts';
import { goodCopyOf } from '../history/good-copy.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { OFFERED_ACTIONS, type OfferedAction } from '../model/action.ts';
import { labelOf } from '../model/job-label.ts';
import type { Reason } from '../model/reason.ts';
import { isSameRun, type RunIdentity } from '../model/run.ts';
import { STATE_RANK, type State } from '../model/state.ts';
import type { Transition } from '../model/transition.ts';
import { BY_HAND } from '../proof/proof-job.ts';
import { ADMIN_TOPIC, mayHaveBeenNotified } from '../routing/delivery.ts';
import type { Plan, Routed, RouteInput } from '../routing/routed.ts';
import { situationOf } from '../routing/situation.ts';
import { failedTests } from '../wording/failed-tests.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import { errorOf, measuredNow, sentenceNow } from '../wording/sentence-now.ts';
import { brokenClause } from './broken-clause.ts';
import { type Cause, causeOf } from './cause.ts';
import type {
  AtRisk,
  Ending,
  FailedTest,
  Notice,
  OtherRecipient,
  OwnerSoFar,
  QuietedBy,
  SharedFacts,
} from './notice.ts';

/**
 * One job's news for one person, from what is stored: the plan says who and what, the newest finding of the break says
 * what failed. `routed` is everything that was decided in this round, so that each reader learns who else is notified.
 */
export function makeNotice(
  input: RouteInput,
  plan: Plan,
  routed: readonly Routed[],
  drillId: string | null = null,
): Notice {
  const { job, row, now } = input;
  const situation = situationOf(input);
  const { newest, transitions } = situation;
  const kept = row.breakSeq === situation.breakSeq ? row.found : null;
  const found = kept ?? transitions.findLast(({ verdict }) => verdict !== null) ?? null;
  const verdict = found?.verdict ?? null;
  const [failed = null, ...alsoFailed] =
    plan.noticeKind === 'over' ? [] : failuresOf(verdict, goodCopyOf(row, now).atRiskS);
  const isAcceptable = isOnlySize(failed, alsoFailed) && (verdict?.latest?.sizeBytes ?? 0) > 0;
  return {
    jobId: input.jobId,
    jobName: job ? labelOf(job) : input.jobId,
    ...(job?.member && {
      member: { jobId: job.parentId, job: job.name, name: job.member.value, of: job.member.of },
    }),
    kind: plan.noticeKind,
    state: plan.state,
    eventId: plan.eventId,
    breakSeq: plan.breakSeq,
    since: plan.noticeKind === 'failing' ? (row.since ?? newest.at) : newest.at,
    brokenSince: transitions[0]?.at ?? newest.at,
    foundAt: failed === null ? null : (found?.at ?? null),
    failed,
    alsoFailed,
    atRisk: atRiskOf(row, verdict, now),
    ending: plan.noticeKind === 'over' && newest.reason === 'passed' ? endingOf(input, transitions, newest) : null,
    quieted: situation.kind === 'quieted' ? quietedBy(situation) : null,
    isRefuted: plan.isRefuted,
    ...(newest.reason === 'retired' && newest.by !== null && { retiredBy: newest.by }),
    resumedFrom: plan.noticeKind === 'failing' ? resumedFrom(transitions) : null,
    owner: plan.state === 'escalate' ? ownerSoFar(input, plan, transitions) : null,
    evidence: evidenceOf(input, verdict, failed),
    rule: job && { words: failed && brokenClause(job.understood, failed.cause), at: failed?.at ?? job.at },
    runbook: job?.runbook ?? null,
    note: job?.note ?? null,
    // Nothing is broken in a drill: there is only to be seen that it arrived.
    actions:
      plan.noticeKind === 'failing' && drillId === null
        ? offered(isAcceptable, job?.member !== undefined && failed?.test === 'recent')
        : [],
    acceptRun: isAcceptable && verdict?.latest ? acceptable(verdict.latest) : null,
    others: otherRecipients(input, plan, routed),
    standsInFor: standsInFor(plan),
    flapping: plan.flapping,
    delayedBy: plan.delayedBy,
    shared: sharedFacts(input, verdict, failed),
    isDrill: drillId !== null,
    standing: null,
    drillId,
  };
}

/** The tests that failed, the cause first, with ages as they are now. */
function failuresOf(verdict: RenderedVerdict | null, ageS: number | null): FailedTest[] {
  if (verdict === null) return [];
  return failedTests(verdict).flatMap(({ name, test }): FailedTest[] => {
    const { result, threshold, at } = test;
    if (result === 'pass') return [];
    const figures = { reason: sentenceNow(test, ageS), measured: measuredNow(test, ageS), threshold };
    return [{ test: name, cause: causeOf(name, test), result, ...figures, at }];
  });
}

function isOnlySize(failed: FailedTest | null, alsoFailed: readonly FailedTest[]): boolean {
  return failed?.test === 'size' && alsoFailed.length === 0;
}

function offered(isAcceptable: boolean, isMissingMember: boolean): OfferedAction[] {
  const isThere: Partial<Record<OfferedAction, boolean>> = { accept: isAcceptable, retire: isMissingMember };
  return OFFERED_ACTIONS.filter((action) => isThere[action] ?? true);
}

function acceptable({ location, ts, sizeBytes }: RunIdentity): NonNullable<Notice['acceptRun']> {
  return { location, ts, sizeBytes };
}

function atRiskOf(row: RouteInput['row'], verdict: RenderedVerdict | null, now: Instant): AtRisk {
  const { run, atRiskS, isUnseen, isKnownPlace, deletedAbout, restorable, isOfProofs } = goodCopyOf(row, now);
  const seen = {
    seconds: atRiskS,
    lastGoodAt: run?.ts ?? null,
    isUnseen,
    isNeverSeen: !isKnownPlace && !hasUnended(verdict),
  };
  return { ...seen, ...(deletedAbout !== null && { deletedAbout }), restorable, isOfProofs };
}

/** Backups are there, and nothing says that any of them ended well. */
function hasUnended(verdict: RenderedVerdict | null): boolean {
  const reason = verdict?.tests.recent?.data;
  return reason?.kind === 'no-good-run' && reason.seen?.hasUnended === true;
}

function endingOf({ row }: RouteInput, transitions: readonly Transition[], ended: Transition): Ending {
  const startedAt = transitions[0]?.at ?? ended.at;
  const states = transitions.flatMap(({ from, to }): State[] => [from, to]);
  const again = row.state === 'green' || row.since === null || row.breakSeq === ended.breakSeq;
  return {
    startedAt,
    endedAt: ended.at,
    lastedS: Math.floor((ended.at - startedAt) / SECOND_MS),
    worst: states.reduce((worst, state) => (STATE_RANK[state] > STATE_RANK[worst] ? state : worst), 'green'),
    by: endedBy(row, ended.verdict, transitions[0]?.verdict ?? null),
    fixedBy: ended.by,
    again: again || row.since === null ? null : { state: row.state, since: row.since },
  };
}

function endedBy(row: RouteInput['row'], verdict: RenderedVerdict | null, first: RenderedVerdict | null): Ending['by'] {
  const run = verdict?.latest ?? null;
  if (run === null) return { kind: 'no-newer-backup' };
  const { accepted } = row;
  if (accepted?.ts === run.ts && accepted.location === run.location)
    return { kind: 'accepted', sizeBytes: run.sizeBytes };
  if (first?.latest && isSameRun(first.latest, run)) {
    return { kind: isByNewRule(first, verdict) ? 'new-rule' : 'no-newer-backup' };
  }
  if (verdict?.tests.proven !== undefined) return { kind: 'proof', at: run.ts };
  return { kind: 'backup', at: run.ts, sizeBytes: run.sizeBytes, location: run.location };
}

function quietedBy({ how, by, until }: QuietedBy): QuietedBy {
  return { how, by, until };
}

/** A test that failed passes with another threshold. */
function isByNewRule(first: RenderedVerdict, verdict: RenderedVerdict | null): boolean {
  return failedTests(first).some(({ name, test: { result, threshold } }) => {
    const now = verdict?.tests[name]?.threshold ?? null;
    return result !== 'pass' && threshold !== null && now !== threshold;
  });
}

/** What was quieted, when the newest change is that it no longer is. */
function resumedFrom(transitions: readonly Transition[]): Notice['resumedFrom'] {
  if (transitions.at(-1)?.reason !== 'resumed') return null;
  const quieting = transitions.findLast(({ reason }) => reason === 'snoozed' || reason === 'muted');
  if (quieting === undefined || quieting.by === null) return null;
  return { how: quieting.reason === 'muted' ? 'muted' : 'snoozed', by: quieting.by };
}

function ownerSoFar(
  { job, row, deliveries }: RouteInput,
  plan: Plan,
  transitions: readonly Transition[],
): OwnerSoFar | null {
  const owner = job?.owner ?? null;
  if (owner === null || owner === plan.personId) return null;
  const theirs = deliveries.filter(
    (each) => each.personId === owner && each.breakSeq === plan.breakSeq && mayHaveBeenNotified(each),
  );
  const acts = transitions.flatMap(({ reason, by, at, fixedRefuted }): NonNullable<OwnerSoFar['did']>[] => {
    if (by !== owner) return [];
    if (fixedRefuted) return [{ what: 'fixed', at }];
    return reason === 'snoozed' || reason === 'muted' ? [{ what: reason, at }] : [];
  });
  const fixed = row.pendingFixed?.by === owner ? [{ what: 'fixed' as const, at: row.pendingFixed.at }] : [];
  return {
    personId: owner,
    knownSince: theirs.length === 0 ? null : Math.min(...theirs.map(({ claimedAt }) => claimedAt)),
    did: [...acts, ...fixed].at(-1) ?? null,
  };
}

/** Causes that are no matter of the newest backup. */
const NOT_OF_NEWEST: readonly Cause[] = [
  'access',
  'unreachable',
  'never-arrived',
  'under-way',
  'unended',
  'missing',
  'gone',
  'failed',
  'never-finished',
];

/** The run that failed; of a size, the newest backup; else the place where one is missing. */
function evidenceOf(
  { job, row }: RouteInput,
  verdict: RenderedVerdict | null,
  failed: FailedTest | null,
): string | null {
  const reason = failed === null ? undefined : verdict?.tests[failed.test]?.data;
  const location = reason === undefined ? null : locationIn(reason);
  // A ping is at no place.
  if (location !== null && location !== HEARTBEAT_PLACE) return location;
  if (job?.proofOf !== undefined) return copyProven(verdict) ?? (job.proofOf.place && placeText(job.proofOf.place));
  if (verdict?.latest && (failed === null || !NOT_OF_NEWEST.includes(failed.cause))) return verdict.latest.location;
  return job?.place ? placeText(job.place) : row.place === HEARTBEAT_PLACE ? null : row.place;
}

/** Of one that was done by hand it is not known. */
function copyProven(verdict: RenderedVerdict | null): string | null {
  const location = verdict?.latest?.location ?? BY_HAND;
  return location === BY_HAND ? null : location;
}

/** The run, or the report, that the reason is about. */
function locationIn(reason: Reason): string | null {
  if (reason.kind === 'contradiction') return reason.found?.location ?? null;
  if ('futureDated' in reason && reason.futureDated !== undefined) return reason.futureDated.location;
  return 'location' in reason ? reason.location : null;
}

function otherRecipients({ deliveries }: RouteInput, plan: Plan, routed: readonly Routed[]): OtherRecipient[] {
  const others = new Map<string, OtherRecipient>();
  for (const { personId, claimedAt, breakSeq, ...delivery } of [...deliveries].sort((a, b) => a.seq - b.seq)) {
    const isNotified =
      personId !== ADMIN_TOPIC &&
      breakSeq === plan.breakSeq &&
      mayHaveBeenNotified({ personId, claimedAt, breakSeq, ...delivery });
    if (isNotified) others.set(personId, { personId, when: { kind: 'notified', at: claimedAt } });
  }
  for (const each of routed) {
    if (each.do === 'drop' || each.plan.earlier !== null) continue;
    const when = each.do === 'send' ? { kind: 'now' as const } : { kind: 'later' as const, at: each.until };
    others.set(each.plan.personId, { personId: each.plan.personId, when });
  }
  others.delete(plan.personId);
  return [...others.values()];
}

function standsInFor({ standsInFor, insteadOf }: Plan): Notice['standsInFor'] {
  if (insteadOf !== null) return { personId: insteadOf, unreached: true };
  return standsInFor === null ? null : { personId: standsInFor, unreached: false };
}

function sharedFacts(
  { job, row }: RouteInput,
  verdict: RenderedVerdict | null,
  failed: FailedTest | null,
): SharedFacts {
  const test = failed === null ? undefined : verdict?.tests[failed.test];
  return {
    error: row.unreadable?.error ?? (test === undefined ? null : errorOf(test)),
    bucket: job?.place?.bucket ? job.place.bucket : null,
    host: job?.node ?? null,
    group: job?.group ?? null,
    ...(job?.member && { members: `${job.member.of} ${job.name}` }),
  };
}

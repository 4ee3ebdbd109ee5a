import { goodCopyOf } from '../decision/good-copy.ts';
import type { Transition } from '../decision/transition.ts';
import { placeText } from '../evidence/place.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { TEST_NAMES } from '../judging/verdict.ts';
import { OFFERED_ACTIONS, type OfferedAction } from '../model/action.ts';
import { isSameRun, type RunIdentity } from '../model/run.ts';
import { STATE_RANK, type State } from '../model/state.ts';
import { ADMIN_TOPIC, mayHaveBeenNotified } from '../routing/delivery.ts';
import type { Plan, Routed, RouteInput } from '../routing/routed.ts';
import { situationOf } from '../routing/situation.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import { errorIn } from './error-in.ts';
import type { AtRisk, Ending, FailedTest, Notice, OtherRecipient, QuietedBy, SharedFacts } from './notice.ts';

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
  const [failed = null, ...alsoFailed] = plan.noticeKind === 'over' ? [] : failedTests(verdict);
  const isAcceptable = isOnlySize(failed, alsoFailed) && (verdict?.latest?.sizeBytes ?? 0) > 0;
  return {
    jobId: input.jobId,
    jobName: job?.name ?? input.jobId,
    kind: plan.noticeKind,
    state: plan.state,
    eventId: plan.eventId,
    breakSeq: plan.breakSeq,
    since: plan.noticeKind === 'failing' ? (row.since ?? newest.at) : newest.at,
    brokenSince: transitions[0]?.at ?? newest.at,
    foundAt: failed === null ? null : (found?.at ?? null),
    failed,
    alsoFailed,
    atRisk: atRiskOf(row, now),
    ending: plan.noticeKind === 'over' && newest.reason === 'passed' ? endingOf(input, transitions, newest) : null,
    quieted: situation.kind === 'quieted' ? quietedBy(situation) : null,
    isRefuted: plan.isRefuted,
    evidence: evidenceOf(input, verdict),
    rule: job && { words: job.understood, at: failed?.at ?? job.at },
    runbook: job?.runbook ?? null,
    note: job?.note ?? null,
    // Nothing is broken in a drill: there is only to be seen that it arrived.
    actions: plan.noticeKind === 'failing' && drillId === null ? offered(isAcceptable) : [],
    acceptRun: isAcceptable && verdict?.latest ? acceptable(verdict.latest) : null,
    others: otherRecipients(input, plan, routed),
    standsInFor: standsInFor(plan),
    flapping: plan.flapping,
    delayedBy: plan.delayedBy,
    shared: sharedFacts(input, failed),
    isDrill: drillId !== null,
    drillId,
  };
}

/** Hard ones first; of equals, the one that explains the others. */
function failedTests(verdict: RenderedVerdict | null): FailedTest[] {
  if (verdict === null) return [];
  const failed = TEST_NAMES.flatMap((test): FailedTest[] => {
    const { result, reason, measured, threshold, at } = verdict.tests[test];
    return result === 'pass' ? [] : [{ test, result, reason, measured, threshold, at }];
  });
  return [...failed.filter(({ result }) => result === 'hard'), ...failed.filter(({ result }) => result === 'soft')];
}

function isOnlySize(failed: FailedTest | null, alsoFailed: readonly FailedTest[]): boolean {
  return failed?.test === 'size' && alsoFailed.length === 0;
}

function offered(isAcceptable: boolean): OfferedAction[] {
  return OFFERED_ACTIONS.filter((action) => action !== 'accept' || isAcceptable);
}

function acceptable({ location, ts, sizeBytes }: RunIdentity): NonNullable<Notice['acceptRun']> {
  return { location, ts, sizeBytes };
}

function atRiskOf(row: RouteInput['row'], now: Instant): AtRisk {
  const { run, atRiskS } = goodCopyOf(row, now);
  return { seconds: atRiskS, lastGoodAt: run?.ts ?? null };
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
  if (first?.latest && isSameRun(first.latest, run)) return { kind: 'no-newer-backup' };
  return { kind: 'backup', at: run.ts, sizeBytes: run.sizeBytes, location: run.location };
}

function quietedBy({ how, by, until }: QuietedBy): QuietedBy {
  return { how, by, until };
}

/** The newest backup if there is one, else the place it should be in. */
function evidenceOf({ job, row }: RouteInput, verdict: RenderedVerdict | null): string | null {
  if (verdict?.latest) return verdict.latest.location;
  return job?.place ? placeText(job.place) : row.place === 'heartbeat' ? null : row.place;
}

function otherRecipients({ deliveries }: RouteInput, plan: Plan, routed: readonly Routed[]): OtherRecipient[] {
  const others = new Map<string, OtherRecipient>();
  for (const { personId, claimedAt, breakSeq, ...delivery } of [...deliveries].sort((a, b) => a.seq - b.seq)) {
    const isNotified =
      personId !== ADMIN_TOPIC &&
      breakSeq === plan.breakSeq &&
      mayHaveBeenNotified({ personId, claimedAt, breakSeq, ...delivery });
    if (isNotified) others.set(personId, { personId, when: { kind: 'told', at: claimedAt } });
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

function sharedFacts({ job, row }: RouteInput, failed: FailedTest | null): SharedFacts {
  return {
    error: row.unreadable?.error ?? (failed === null ? null : errorIn(failed.reason)),
    bucket: job?.place?.bucket ? job.place.bucket : null,
    host: job?.node ?? null,
    group: job?.group ?? null,
  };
}

import { describe, expect, test } from 'vitest';
import { explanation } from '../../../bin/print/explanation.ts';
import { Findings } from '../../../lib/app/check/findings.ts';
import { jobRecord } from '../../../lib/app/record/job-record.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { gatherSummary } from '../../../lib/app/summary/summarise.ts';
import { jobText } from '../../../lib/app/views/job-json.ts';
import { metricsText } from '../../../lib/app/views/metrics-text.ts';
import { readJobViews } from '../../../lib/app/views/read-job-views.ts';
import { readStatus, statusReport } from '../../../lib/app/views/status.ts';
import type { Decision, DecisionInput } from '../../../lib/core/decision/decision.ts';
import { publishableVerdict } from '../../../lib/core/event/publishable.ts';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import { DAY_S, formatInstant, type Instant } from '../../../lib/core/instant.ts';
import { makeNotice } from '../../../lib/core/message/make-notice.ts';
import type { Job as RoutedJob } from '../../../lib/core/model/job.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { formatAge } from '../../../lib/core/quantity.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { riskWords } from '../../../lib/web/page/job-words.ts';
import { renderNotification } from '../../channels/every-form.ts';
import { at, givenEvidence, givenRow, givenRule, givenRun, hours, Job, REFUSED } from '../../core/decision/given.ts';
import { notificationOf } from '../../core/message/sample-notifications.ts';
import { Dispatcher, peopleOf, person, routedJob } from '../../core/routing/setting.ts';

const NOW = at('2026-11-24T00:00:00Z');
const GOOD = givenRun(NOW - hours(34));
const BAD_TS = NOW - hours(10);
const BAD = givenRun(BAD_TS);
const looked = (finding: 'damaged' | 'hollow') => ({ finding, words: 'cut off', isDeep: false }) as const;
const withBad = (change: Partial<Run>): Evidence => givenEvidence([GOOD, { ...BAD, ...change }]);

/** What was there at the last check but one, and at the last: the newest good copy is 34 hours old in each. */
const CASES: readonly {
  name: string;
  before?: readonly Run[];
  last: Evidence;
  isMuted?: boolean;
  isUnseen?: boolean;
  /** Where a later run that found nothing new holds the age: since when. */
  quietSince?: Instant;
}[] = [
  { name: 'a job without a newer backup', last: givenEvidence([GOOD]) },
  { name: 'one whose newest backup is damaged', last: withBad({ looked: looked('damaged') }) },
  { name: 'one whose newest backup is hollow', last: withBad({ looked: looked('hollow') }) },
  { name: 'one whose newest backup is far too small', last: withBad({ sizeBytes: 2_000 }) },
  { name: 'one whose newest backup was deleted', before: [GOOD, BAD], last: givenEvidence([GOOD]) },
  {
    name: 'one whose newest backup is contradicted',
    last: withBad({ isContradicted: true }),
  },
  { name: 'one that is muted', last: givenEvidence([GOOD]), isMuted: true },
  { name: 'one that cannot be looked at', last: REFUSED, isUnseen: true },
  { name: 'one whose newest backup cannot be restored, as a proof showed', last: withBad({ isRefuted: true }) },
  {
    name: 'one whose later run found nothing new',
    last: givenEvidence([GOOD], { newestDone: BAD_TS }),
    quietSince: BAD_TS,
  },
];

const PROVEN_AT = NOW - hours(50);
const WHOLE = routedJob({ id: 'databases', parentId: 'databases', name: 'databases' });
const MEMBER = { value: 'orders', of: 1, announcedAt: null, whole: WHOLE };

/** What kinds of jobs these are; `name` ends that of a case. */
const KINDS: readonly { readonly name: string; readonly job: RoutedJob; readonly provenAt: Instant | null }[] = [
  { name: '', job: routedJob(), provenAt: null },
  {
    name: ', its rule asking for proofs',
    job: routedJob({ rule: givenRule({ proven: { everyS: 30 * DAY_S, hardAfterS: 37.5 * DAY_S } }) }),
    provenAt: PROVEN_AT,
  },
  {
    name: ', as a member',
    job: routedJob({ id: 'databases/orders', parentId: 'databases', name: 'databases', member: MEMBER }),
    provenAt: null,
  },
];

interface Checked {
  readonly decision: Decision;
  readonly input: DecisionInput;
}

function checked(
  { before = [GOOD], last, isMuted = false, quietSince }: (typeof CASES)[number],
  { job: { id, rule }, provenAt }: (typeof KINDS)[number],
): Checked {
  const unchanged = quietSince === undefined ? null : { withinS: 7 * DAY_S };
  const job = new Job({ ...rule, verify: 'well-formed', unchanged }, { ...givenRow(), jobId: id });
  const asked = (evidence: Evidence): Evidence =>
    evidence.kind === 'read' && provenAt !== null ? { ...evidence, restorable: { provenAt } } : evidence;
  job.check(NOW - hours(9), asked(givenEvidence(before)));
  if (isMuted) job.act(NOW - hours(1), { verb: 'mute' });
  const input = job.inputAt(NOW, asked(last));
  return { input, decision: job.check(NOW, asked(last)) };
}

/** Stores with nothing in them but this row. */
function portsOf({ decision: { row } }: Checked) {
  const nothing = async () => [];
  return {
    store: {
      read: async () => ({ rows: new Map([[row.jobId, row]]), unusable: [] }),
      readLastPass: async () => null,
      readLooks: async () => new Map(),
    },
    audit: { transitions: nothing, history: nothing },
    days: { newest: nothing },
    deliveries: { read: nothing },
    proposals: { read: nothing },
    record: { newestHead: async () => null },
  };
}

describe('the newest good copy is the same for every reader', () => {
  for (const [each, kind] of CASES.flatMap((each) => KINDS.map((kind) => [each, kind] as const))) {
    test(`of ${each.name}${kind.name}`, async () => {
      const { job } = kind;
      const found = checked(each, kind);
      const { row } = found.decision;
      const ports = portsOf(found);
      const document = { jobs: [job], people: new Map(), timezone: 'UTC' };
      const loaded = { document, used: 'current', lastGood: null, problems: [] } as unknown as LoadedRules & {
        document: NonNullable<LoadedRules['document']>;
      };
      const findings = new Findings(ports.audit as never);
      const views = await readJobViews(loaded, { ...ports, findings } as never, NOW);
      const [view] = views.jobs;
      if (!view) throw new Error('no view');
      const good = { ts: formatInstant(GOOD.ts), size_bytes: GOOD.sizeBytes, location: GOOD.location };
      const atRiskS = (NOW - (each.quietSince ?? GOOD.ts)) / 1000;
      const words = formatAge(atRiskS);

      expect(JSON.parse(jobText(view, NOW))).toMatchObject({ last_good: good, data_at_risk_seconds: atRiskS });
      expect(statusReport(await readStatus(loaded, [job], ports.store, NOW)).jobs).toMatchObject([
        { last_good: good, data_at_risk_seconds: atRiskS },
      ]);
      // While nothing can be seen, a verdict speaks of what is remembered.
      const verdict = found.decision.verdict && publishableVerdict(renderVerdict(found.decision.verdict));
      expect(verdict).toMatchObject({ last_good: good, data_at_risk_seconds: atRiskS });
      expect(riskWords(view, { timezone: 'UTC', at: NOW })).toContain(words);
      for (const perMember of [true, false]) {
        expect(await metricsText(views, { isOpenMetrics: false, perMember })).toContain(
          `job_data_at_risk_seconds{job_id="${perMember ? job.id : job.parentId}"} ${atRiskS}`,
        );
      }
      expect(goodInRecord(job, row, each.before ?? [GOOD])).toEqual([GOOD.ts]);
      const restorable = kind.provenAt === null ? undefined : { proven_at: formatInstant(kind.provenAt) };
      expect(JSON.parse(jobText(view, NOW)).restorable).toEqual(restorable);
      expect(explanation(job, row, { ...found, evidence: each.last }, NOW)).toContain(`at risk   ${words}`);
      const reader = { personId: 'dana', isAdmin: true, timezone: 'UTC', since: NOW, withTrends: false };
      const summary = await gatherSummary(loaded, ports as never, { now: NOW, tickS: null, readers: [reader] });
      const broken = { atRiskSeconds: atRiskS, isUnseen: each.isUnseen ?? false };
      expect(summary.broken).toMatchObject(each.isMuted || each.quietSince ? [] : [broken]);
      const risk = each.isUnseen
        ? 'Whether there is a good copy cannot be seen; the newest known is of Sun 22:00.'
        : `Lose it now and you lose ${words}; newest good copy Sun 22:00.`;
      const { email, slack, json } = renderNotification(notificationOf(noticeOf(found, job)));
      expect(email.text).toContain(risk);
      expect(email.html).toContain(risk);
      expect(JSON.stringify(slack)).toContain(risk);
      expect(json.notices).toMatchObject([{ data_at_risk_seconds: atRiskS, last_good_at: good.ts }]);
    });
  }
});

/** When the good runs in the record ended that are still there. */
function goodInRecord(job: RoutedJob, row: JobRow, seen: readonly Run[]): Instant[] {
  const none = { rows: [], days: [], deliveries: [] };
  const kept = { jobId: job.id, job, row, log: none, proofLog: none, notes: [] };
  const gone = seen.filter(({ ts }) => row.lastGood !== null && ts > row.lastGood.ts).map(({ ts }) => ts);
  const { runs } = jobRecord(kept, { from: NOW - hours(24 * 7), until: NOW, madeAt: NOW, timezone: 'UTC' });
  return runs.filter(({ at, finding }) => finding === 'good' && !gone.includes(at)).map(({ at }) => at);
}

/** What sam is notified of now, as of an alert: the figures come from the row. */
function noticeOf({ decision: { row } }: Checked, job: RoutedJob) {
  const dispatcher = new Dispatcher(peopleOf([person('sam'), person('dana')]), job);
  const trigger = {
    eventId: 'e',
    jobId: row.jobId,
    seq: 1,
    breakSeq: 1,
    from: 'green',
    to: 'alert',
    reason: 'worsened',
    at: NOW,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
  } as const;
  const history = {
    row: { ...row, state: 'alert', breakSeq: 1, seq: 1, muted: null } as const,
    transitions: [trigger],
  };
  const routing = dispatcher.trigger(history, trigger, NOW);
  const [sent] = dispatcher.sent;
  if (!sent) throw new Error('nothing was sent');
  return makeNotice(dispatcher.input(history, trigger, NOW), sent.plan, routing.routed);
}

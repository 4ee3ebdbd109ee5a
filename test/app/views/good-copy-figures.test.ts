import { describe, expect, test } from 'vitest';
import { explanation } from '../../../bin/print/explanation.ts';
import { Findings } from '../../../lib/app/check/findings.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { gatherSummary } from '../../../lib/app/summary/summarise.ts';
import { jobText } from '../../../lib/app/views/job-json.ts';
import { metricsText } from '../../../lib/app/views/metrics-text.ts';
import { readJobViews } from '../../../lib/app/views/read-job-views.ts';
import { readStatus, statusReport } from '../../../lib/app/views/status.ts';
import type { Decision, DecisionInput } from '../../../lib/core/decision/decision.ts';
import { publishableVerdict } from '../../../lib/core/event/publishable.ts';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import { formatInstant, type Instant } from '../../../lib/core/instant.ts';
import { makeNotice } from '../../../lib/core/message/make-notice.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { formatAge } from '../../../lib/core/quantity.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { riskWords } from '../../../lib/web/page/job-words.ts';
import { renderNotification } from '../../channels/every-form.ts';
import { at, givenEvidence, givenRun, hours, Job, REFUSED } from '../../core/decision/given.ts';
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
  {
    name: 'one whose later run found nothing new',
    last: givenEvidence([GOOD], { newestDone: BAD_TS }),
    quietSince: BAD_TS,
  },
];

interface Checked {
  readonly decision: Decision;
  readonly input: DecisionInput;
}

function checked({ before = [GOOD], last, isMuted = false, quietSince }: (typeof CASES)[number]): Checked {
  const unchanged = quietSince === undefined ? null : { withinS: 7 * 24 * 3600 };
  const job = new Job({ verify: 'well-formed', unchanged });
  job.check(NOW - hours(9), before);
  if (isMuted) job.act(NOW - hours(1), { verb: 'mute' });
  const input = job.inputAt(NOW, last);
  return { input, decision: job.check(NOW, last) };
}

/** Stores with nothing in them but this row. */
function portsOf({ decision: { row } }: Checked) {
  const nothing = async () => [];
  return {
    store: { read: async () => ({ rows: new Map([[row.jobId, row]]), unusable: [] }), readLastPass: async () => null },
    audit: { transitions: nothing, history: nothing },
    days: { newest: nothing },
    deliveries: { read: nothing },
    proposals: { read: nothing },
    record: { newestHead: async () => null },
  };
}

describe('the newest good copy is the same for every reader', () => {
  for (const each of CASES) {
    test(`of ${each.name}`, async () => {
      const job = routedJob();
      const found = checked(each);
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
      expect(await metricsText(views, { isOpenMetrics: false, perMember: false })).toContain(
        `job_data_at_risk_seconds{job_id="orders-db"} ${atRiskS}`,
      );
      expect(explanation(job, row, { ...found, evidence: each.last }, NOW)).toContain(`at risk   ${words}`);
      const reader = { personId: 'dana', isAdmin: true, timezone: 'UTC', since: NOW, withTrends: false };
      const summary = await gatherSummary(loaded, ports as never, { now: NOW, tickS: null, readers: [reader] });
      const broken = { atRiskSeconds: atRiskS, isUnseen: each.isUnseen ?? false };
      expect(summary.broken).toMatchObject(each.isMuted || each.quietSince ? [] : [broken]);
      const risk = each.isUnseen
        ? 'Whether there is a good copy cannot be seen; the newest known is of Sun 22:00.'
        : `Lose it now and you lose ${words}; newest good copy Sun 22:00.`;
      const { email, slack, json } = renderNotification(notificationOf(noticeOf(found)));
      expect(email.text).toContain(risk);
      expect(email.html).toContain(risk);
      expect(JSON.stringify(slack)).toContain(risk);
      expect(json.notices).toMatchObject([{ data_at_risk_seconds: atRiskS, last_good_at: good.ts }]);
    });
  }
});

/** What sam is notified of now, as of an alert: the figures come from the row. */
function noticeOf({ decision: { row } }: Checked) {
  const dispatcher = new Dispatcher(peopleOf([person('sam'), person('dana')]), routedJob());
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

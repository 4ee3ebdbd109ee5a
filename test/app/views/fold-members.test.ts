import { expect, it } from 'vitest';
import { foldMembers, needingMembers } from '../../../lib/app/views/fold-members.ts';
import type { JobView } from '../../../lib/app/views/job-view.ts';
import { metricsText } from '../../../lib/app/views/metrics-text.ts';
import type { State } from '../../../lib/core/model/state.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-21T08:00:00Z');

function job(jobId: string, state: State = 'green', change: Partial<JobView> = {}): JobView {
  const run = { ts: NOW - HOUR_MS, sizeBytes: 100, location: `s3://acme/${jobId}` };
  return {
    ...{ jobId, name: jobId, group: null, owner: 'sam', state, since: NOW, unknown: null, quieted: null },
    ...{ snoozedUntil: null, quietedBy: null, wouldBe: null, pendingFixed: false, found: null, latest: run },
    ...{ lastGood: run, atRiskSince: run.ts, isUnseen: false, isPublic: false, rowDays: null, restorable: null },
    ...change,
  };
}

const member = (name: string, state: State = 'green', change: Partial<JobView> = {}): JobView =>
  job(`databases/${name}`, state, { member: { jobId: 'databases', job: 'Databases', name, of: 3 }, ...change });

const ALL = [
  member('orders', 'alert', {
    lastGood: { ts: NOW - 40 * HOUR_MS, sizeBytes: 100, location: 'x' },
    atRiskSince: NOW - 40 * HOUR_MS,
  }),
  job('wiki', 'warn'),
  member('crm'),
  member('shop'),
];

it('the members of a job are one, which stands as the worst of them, with the oldest good copy', () => {
  const [databases, wiki, ...more] = foldMembers(ALL);
  expect(more).toEqual([]);
  expect(databases?.view).toMatchObject({
    ...{ jobId: 'databases', name: 'Databases', state: 'alert', lastGood: { ts: NOW - 40 * HOUR_MS } },
    latest: { sizeBytes: 300 },
  });
  expect(databases?.members.map(({ jobId }) => jobId)).toEqual(['databases/orders', 'databases/crm', 'databases/shop']);
  expect(wiki).toEqual({ view: ALL[1], members: [] });
});

it('a job of which one member has no good copy has none', () => {
  const [databases] = foldMembers([member('a', 'alert', { lastGood: null, atRiskSince: null }), member('b')]);
  expect(databases?.view).toMatchObject({ lastGood: null, atRiskSince: null });
});

it('only members that fail and are not quieted need a person', () => {
  const quieted = member('crm', 'green', { quieted: 'muted' });
  const unknown = member('shop', 'green', { unknown: 'no answer' });
  expect(needingMembers([member('orders', 'alert'), quieted, unknown]).map(({ jobId }) => jobId)).toEqual([
    'databases/orders',
    'databases/shop',
  ]);
});

it('metrics have no series for a member unless they are asked for', async () => {
  const views = {
    now: NOW,
    jobs: ALL,
    today: '2026-11-21',
    lastPass: null,
    counts: { green: 2, warn: 1, alert: 1, escalate: 0, unknown: 0 },
  };
  const folded = await metricsText(views, { isOpenMetrics: false, perMember: false });
  expect(folded).not.toContain('databases/');
  expect(folded).toContain('backup_sentinel_job_state{job_id="databases",state="alert"} 1');
  expect(folded).toContain('backup_sentinel_job_members{job_id="databases",state="alert"} 1');
  expect(folded).toContain('backup_sentinel_job_members{job_id="databases",state="green"} 2');
  expect(folded).not.toContain('job_members{job_id="wiki"');
  expect(await metricsText(views, { isOpenMetrics: false, perMember: true })).toContain(
    'job_state{job_id="databases/orders",state="alert"} 1',
  );
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Findings } from '../../../lib/app/check/findings.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { reasonsNow } from '../../../lib/app/views/figures-now.ts';
import type { JobView } from '../../../lib/app/views/job-view.ts';
import { readJobView, readJobViews, type ViewPorts } from '../../../lib/app/views/read-job-views.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { sizeVerdict } from '../../core/routing/setting.ts';
import { DispatchSetting, jobLine, T0 } from '../dispatch/dispatch-setting.ts';

const PEOPLE = [
  'sam: { email: sam@acme.example }',
  'dana: { email: d@acme.example }',
  'eve: { email: e@acme.example }',
];
const IDS = ['calm', 'new', 'late', 'stuck', 'asleep', 'paused', 'broken', 'well-asleep'];

let setting: DispatchSetting;
let asked: string[];
let findings: Findings;
beforeEach(async () => {
  setting = await DispatchSetting.open(
    PEOPLE,
    IDS.map((id) => jobLine(id)),
  );
  asked = [];
  findings = new Findings({
    transitions: (jobId, fromSeq) => {
      asked.push(jobId);
      return setting.stores.audit.transitions(jobId, fromSeq);
    },
  });
});
afterEach(() => setting.close());

const ports = (): ViewPorts => {
  const { state, audit, deliveries, days } = setting.stores;
  return { store: state, audit, deliveries, days, findings };
};
const rules = () => ({ document: setting.document }) as LoadedRules & { readonly document: typeof setting.document };
const views = (now = setting.now) => readJobViews(rules(), ports(), now);
const reasonsOf = (each: JobView | undefined) => each && reasonsNow(each, setting.now);
const view = (jobId: string, personId = 'sam', mayWrite = true) =>
  readJobView(jobId, { personId, mayWrite }, rules(), ports(), setting.now);
const snooze = (jobId: string) =>
  setting.change(jobId, (history, now) => history.act({ verb: 'snooze', forMs: DAY_MS }, 'sam', now));

/** One job of each standing. */
async function oneOfEach(): Promise<void> {
  await setting.break('calm', 'broken', 'stuck', 'asleep', 'paused');
  await setting.change('calm', (history, now) => history.to('green', now));
  await setting.change('late', (history, now) => history.to('warn', now));
  setting.now += HOUR_MS;
  await setting.change('stuck', (history, now) => history.to('escalate', now));
  await snooze('asleep');
  await setting.change('paused', (history, now) => history.act({ verb: 'mute' }, 'dana', now));
}

describe('the list of jobs', () => {
  it('has the worst first; those that are quieted after those that fail, and before those that are well', async () => {
    await oneOfEach();
    const { jobs, counts } = await views();
    expect(jobs.map(({ jobId }) => jobId)).toEqual([
      'stuck',
      'broken',
      'new',
      'well-asleep',
      'late',
      'asleep',
      'paused',
      'calm',
    ]);
    expect(counts).toEqual({ escalate: 1, alert: 1, warn: 1, unknown: 2, green: 3 });
  });

  it('says what failed, of a job that fails and of one that would if it were not quieted', async () => {
    await oneOfEach();
    const byId = new Map((await views()).jobs.map((each) => [each.jobId, each]));
    const reason = [expect.stringContaining('30 MB; at least 350 MB expected')];
    for (const id of ['broken', 'asleep', 'paused']) expect(reasonsOf(byId.get(id))).toEqual(reason);
    expect(reasonsOf(byId.get('calm'))).toEqual([]);
    expect(byId.get('asleep')).toMatchObject({
      quieted: 'snoozed',
      quietedBy: 'sam',
      snoozedUntil: T0 + HOUR_MS + DAY_MS,
      wouldBe: { state: 'alert', since: T0 },
    });
    expect(byId.get('paused')).toMatchObject({ quieted: 'muted', quietedBy: 'dana', snoozedUntil: null });
  });

  it('asks the store with the very same list of ids while the jobs are the same', async () => {
    const lists: unknown[] = [];
    const { state } = setting.stores;
    const read = (ids: readonly string[]) => {
      lists.push(ids);
      return state.read(ids);
    };
    const store = { read, readLastPass: () => state.readLastPass() };
    for (const _ of [1, 2]) await readJobViews(rules(), { ...ports(), store }, setting.now);
    expect(lists[0]).toEqual(IDS);
    expect(lists[1]).toBe(lists[0]);
  });

  it('asks the audit log nothing: rows keep what was found', async () => {
    await oneOfEach();
    await views();
    expect(asked).toEqual([]);
  });

  it('asks the audit log once of each break in rows of before that, however often it is read', async () => {
    await oneOfEach();
    const { state } = setting.stores;
    const read = async (ids: readonly string[]) => {
      const { rows, unusable } = await state.read(ids);
      return { rows: new Map([...rows].map(([id, row]) => [id, { ...row, found: null }])), unusable };
    };
    const store = { read, readLastPass: () => state.readLastPass() };
    const views = () => readJobViews(rules(), { ...ports(), store }, setting.now);
    await views();
    const first = [...asked].sort();
    expect(first).toEqual(['asleep', 'broken', 'late', 'paused', 'stuck']);
    await views();
    expect(asked).toHaveLength(first.length);
    await setting.change('broken', (history, now) => history.to('escalate', now));
    await views();
    expect(asked.slice(first.length)).toEqual(['broken']);
  });

  it('counts what is at risk from the newest good copy that there is, not from one that is remembered', async () => {
    await setting.change('broken', (history, now) =>
      history.to('alert', now, { verdict: sizeVerdict(now, { lastGood: null }) }),
    );
    await setting.break('late');
    const byId = new Map((await views(T0 + HOUR_MS)).jobs.map((each) => [each.jobId, each]));
    expect(byId.get('broken')).toMatchObject({ lastGood: null, atRiskSince: null });
    expect(byId.get('late')).toMatchObject({ atRiskSince: T0 - DAY_MS });
  });
});

describe('the view of one job', () => {
  it('offers its owner what can be done now', async () => {
    await setting.break('broken');
    expect((await view('broken'))?.actions).toEqual(['fixed', 'snooze', 'mute']);
    await snooze('broken');
    expect((await view('broken'))?.actions).toEqual(['fixed', 'mute', 'resume']);
  });

  it('offers nothing to somebody whose job it is not, nor to one who may only look', async () => {
    await setting.break('broken');
    expect((await view('broken', 'eve'))?.actions).toEqual([]);
    expect((await view('broken', 'sam', false))?.actions).toEqual([]);
    expect((await view('broken', 'dana'))?.actions).not.toEqual([]);
  });

  it('has what happened and who was told, newest first', async () => {
    await setting.dispatch(await setting.break('broken'));
    setting.now += HOUR_MS;
    await snooze('broken');
    const { history, deliveries } = (await view('broken')) ?? {};
    expect(history?.map(({ text }) => text)).toEqual([
      'alert -> green (snoozed) until 2026-11-19T13:00:00Z',
      expect.stringMatching(/^green -> alert \(worsened\); 30 MB; at least 350 MB expected/),
    ]);
    expect(deliveries).toEqual([{ at: T0, person: 'sam', channel: 'email', outcome: 'accepted', error: null }]);
  });

  it('has the thresholds of its charts, as the rule gives them', async () => {
    expect((await view('calm'))?.thresholds).toEqual({
      ageVaries: false,
      staleAfterSeconds: 26 * 3600,
      alertAfterSeconds: 32.5 * 3600,
      atLeastBytes: null,
      alertBelowBytes: null,
    });
  });

  it('of a job that the rules do not know is none', async () => {
    expect(await view('nothing')).toBeNull();
  });
});

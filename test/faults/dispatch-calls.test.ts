import { describe, expect, it } from 'vitest';
import type { DispatchPorts } from '../../lib/app/dispatch/dispatch-options.ts';
import { auditRowsOf } from '../../lib/app/record/audit-rows.ts';
import { verifyRecord } from '../../lib/app/record/verify-record.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { Delivery } from '../../lib/core/routing/delivery.ts';
import { badAddress } from '../../lib/ports/receipt.ts';
import { DispatchSetting, jobLine, T0 } from '../app/dispatch/dispatch-setting.ts';
import { type Fate, fatesOf, NumberedCalls } from './numbered-calls.ts';

const SAM = 'sam: { slack: U0SAM, via: [slack] }';
const LEE = 'lee: { email: lee@acme.example, quiet: "10:00-14:00" }';
const DANA = 'dana: { email: dana@acme.example }';
const JOBS = ['job-0', 'job-1'];
const TOPIC = 'the topic';

/** Something that dispatch brings to people: what happened before, what it is given, and to whom it goes. */
interface Story {
  readonly name: string;
  readonly make: (setting: DispatchSetting) => Promise<Transition[]>;
  /** What is shown when nothing is interrupted: to whom, and of which job. */
  readonly shown: readonly string[];
  /** A change of a message: where it is refused, the message is gone, and so it stays. */
  readonly isChange?: true;
  /** All calls that it makes, at least. */
  readonly calls: number;
}

const alert = (setting: DispatchSetting, jobId: string) =>
  setting.change(jobId, (history, now) => history.to('alert', now));

const STORIES: readonly Story[] = [
  {
    name: 'a message now, and one after quiet hours',
    make: async (setting) => [
      ...(await alert(setting, 'job-0')),
      ...(await setting.change('job-1', (history, now) => history.to('escalate', now))),
    ],
    shown: ['U0SAM job-0', 'U0SAM job-1', 'lee@acme.example job-1'],
    calls: 24,
  },
  {
    name: 'an address that is refused',
    make: async (setting) => {
      setting.answer = (channel) => (channel === 'slack' ? badAddress('user_not_found') : null);
      return alert(setting, 'job-0');
    },
    shown: ['dana@acme.example job-0', `${TOPIC} for sam job-0`],
    calls: 26,
  },
  {
    name: 'the end of one of two breaks',
    make: async (setting) => {
      await setting.dispatchAll([...(await alert(setting, 'job-0')), ...(await alert(setting, 'job-1'))]);
      setting.shown.length = 0;
      setting.now += HOUR_MS;
      return setting.change('job-0', (history, now) => history.to('green', now));
    },
    shown: ['U0SAM job-0'],
    calls: 14,
  },
  {
    name: 'a snooze, which changes a message',
    make: async (setting) => {
      await setting.dispatchAll([...(await alert(setting, 'job-0')), ...(await alert(setting, 'job-1'))]);
      setting.shown.length = 0;
      setting.now += HOUR_MS;
      return setting.change('job-0', (history, now) =>
        history.act({ verb: 'snooze', forMs: 40 * HOUR_MS }, 'sam', now),
      );
    },
    shown: ['U0SAM job-0', 'U0SAM job-1'],
    isChange: true,
    calls: 15,
  },
  {
    name: 'no channel that reaches anyone',
    make: async (setting) => {
      setting.answer = () => badAddress('user_not_found');
      return alert(setting, 'job-0');
    },
    shown: [`${TOPIC} for dana job-0`, `${TOPIC} for sam job-0`],
    calls: 20,
  },
];

const NUMBERING = { local: ['channels.settings'], opens: { 'channels.of': (kind: string) => kind } };

/** A dispatch that is interrupted; then the queue gives its messages again, until all is quiet. */
async function play({ make }: Story, nth: number, fate: Fate) {
  const jobs = [jobLine('job-0'), jobLine('job-1', ', escalate_to: lee')];
  const setting = await DispatchSetting.open([SAM, LEE, DANA], jobs);
  const topic: string[] = [];
  setting.adminTopic = { notify: async ({ text }) => void topic.push(text) };
  try {
    const triggers = await make(setting);
    const numbered = new NumberedCalls(nth, fate, NUMBERING);
    const again = await setting.dispatch(triggers, numbered.over<DispatchPorts>(setting.ports)).then(
      (dispatched) => dispatched.again,
      () => triggers,
    );
    setting.now += 2 * MINUTE_MS;
    await setting.dispatchAll(again);
    await setting.passTo(T0 + 30 * HOUR_MS);
    const texts = [...setting.shown.map(({ to, text }) => ({ to, text })), ...topic.flatMap(missingIn)];
    const shown = texts.flatMap(({ to, text }) =>
      JOBS.filter((job) => text.includes(job)).map((job) => `${to} ${job}`),
    );
    return { shown, numbered, stories: await Promise.all(JOBS.map((jobId) => storyOf(setting, jobId))) };
  } finally {
    await setting.close();
  }
}

/** The people in whose place the topic is notified, one by one. */
function missingIn(text: string): { readonly to: string; readonly text: string }[] {
  const [, people = ''] = /^No channel reaches (.*?), so this/.exec(text) ?? [];
  return people.split(', ').map((person) => ({ to: `${TOPIC} for ${person}`, text }));
}

/** What stores, audit log and record say of one job. */
async function storyOf(setting: DispatchSetting, jobId: string) {
  const { state, record } = setting.stores;
  const row = (await state.read([jobId])).rows.get(jobId);
  const { rows, deliveries } = await record.read(jobId);
  // The next check puts what is still in the outbox.
  const waiting = row?.outbox.flatMap((entry) => auditRowsOf(jobId, entry)) ?? [];
  const contents = new Map([...rows, ...waiting].map(({ atId, content }) => [atId, content]));
  const { flaws } = await verifyRecord({ store: state, record }, null, setting.now);
  return {
    ...{ jobId, flaws, deliveries, isHandled: row === undefined || row.handledSeq === row.seq },
    recorded: [...contents.values()].filter(({ kind }) => kind === 'delivery').map(({ person }) => `${person}`),
  };
}

/** The one window: it may have been accepted, and that is not on record; of a message about two jobs, for one of them. */
function isInDoubt(call: string, fate: Fate): boolean {
  if (/\.(send|notify)$/.test(call)) return fate === 'killed after' || fate === 'timed out after it took effect';
  return call === 'deliveries.settle' && fate !== 'timed out after it took effect';
}

const isFinal = ({ outcome }: Delivery) => outcome === 'accepted';

describe.each(STORIES)('$name', (story) => {
  it('goes to these, by these calls at least', async () => {
    const { shown, numbered } = await play(story, Number.POSITIVE_INFINITY, 'refused');
    expect(shown.sort()).toEqual(story.shown);
    expect(numbered.calls.length).toBeGreaterThanOrEqual(story.calls);
  });

  const points = Array.from({ length: story.calls }, (_, index) => index + 1);
  const cases = points.flatMap((nth) => fatesOf(nth).map((fate) => ({ nth, fate })));
  it.each(cases)('nothing is lost, doubled outside the window, or left to repair: call $nth, $fate', async (given) => {
    const { shown, numbered, stories } = await play(story, given.nth, given.fate);
    const call = numbered.hit ?? 'none';
    const counted = new Map(shown.map((each) => [each, shown.filter((other) => other === each).length]));
    const most = isInDoubt(call, given.fate) ? 2 : 1;
    const least = story.isChange && given.fate === 'refused' && call.endsWith('.send') ? 0 : 1;
    for (const each of story.shown) expect(counted.get(each) ?? 0, `${call}: ${each}`).toBeGreaterThanOrEqual(least);
    for (const [each, count] of counted) expect(count, `${call}: ${each}`).toBeLessThanOrEqual(most);
    for (const { jobId, flaws, deliveries, isHandled, recorded } of stories) {
      expect(flaws, `${call}: ${jobId}`).toEqual([]);
      expect(isHandled, `${call}: ${jobId}`).toBe(true);
      expect(recorded.sort(), `${call}: ${jobId}`).toEqual(
        deliveries
          .filter(isFinal)
          .map(({ personId }) => personId)
          .sort(),
      );
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Action } from '../../lib/core/model/action.ts';
import { type Fate, fatesOf, NumberedCalls } from '../faults/numbered-calls.ts';
import { auditedChanges } from '../properties/memory-stores.ts';
import { documentOf } from '../web/ping-setting.ts';
import { Product } from './product.ts';
import { DAY, HOUR, MINUTE } from './reference/clauses.ts';
import { KEYS_OF, Story } from './story.ts';

const BEGIN = Date.parse('2026-11-10T02:00:00Z');
const DOCUMENT = documentOf(`
version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { ${KEYS_OF.folder}, rule: 'every 24 hours, allow 26; escalate after 1 hour' } }
`);

/** A check and an action make these at least; what they make in addition is interrupted as well. */
const CALLS = [
  ...['store.read', 'store.write', 'store.removeFromOutbox', 'store.readLastPass', 'store.writeLastPass'],
  ...['audit.put', 'sink.publish', 'members.read', 'source.list', 'source.unfinishedUploads', 'days.put'],
];

const NUMBERING = { local: ['elapsedMs'], opens: { sourceOf: () => 'source' } };

const land = (story: Story, at: number, size: number) =>
  story.land({ startedAt: at, endedAt: at, hasFailed: false, size, files: 1, content: `${at}` });

/** What is interrupted, after all the steps before it went well: a check, or what a person does. */
interface Step {
  readonly name: string;
  readonly at: number;
  /** The size of what lands just before. */
  readonly lands?: number;
  readonly action?: Action;
  /** It makes this many calls at least. */
  readonly calls: number;
}

const STEPS: readonly Step[] = [
  { name: 'a first check that finds nothing wrong', at: BEGIN + HOUR, lands: 1_000_000, calls: 6 },
  { name: 'a check that raises an alert', at: BEGIN + DAY, lands: 300_000, calls: 10 },
  { name: 'a check that escalates', at: BEGIN + DAY + 3 * HOUR, calls: 10 },
  { name: 'a snooze', at: BEGIN + DAY + 4 * HOUR, action: { verb: 'snooze', forMs: HOUR }, calls: 5 },
  { name: 'a check after it', at: BEGIN + DAY + 6 * HOUR, calls: 10 },
  { name: 'a mark that it is fixed', at: BEGIN + DAY + 7 * HOUR, action: { verb: 'fixed' }, calls: 4 },
  { name: 'a check that confirms it', at: BEGIN + 2 * DAY, lands: 1_000_000, calls: 10 },
];

function make({ at, action }: Step, product: Product): Promise<unknown> {
  return action === undefined ? product.check(at) : product.act(at, action);
}

/** Plays the steps up to one, which is interrupted, a check after it, and two after a good backup has landed. */
async function play(last: number, nth: number, fate: Fate) {
  const numbered = new NumberedCalls(nth, fate, NUMBERING);
  const story = new Story('folder', 'UTC');
  const product = new Product(DOCUMENT, story);
  for (const [index, step] of STEPS.slice(0, last + 1).entries()) {
    if (step.lands !== undefined) land(story, step.at - HOUR, step.lands);
    if (index === last) product.around = (ports) => numbered.over(ports);
    const isAnswered = await make(step, product).then(
      () => true,
      () => false,
    );
    product.around = (ports) => ports;
    // A person who had no answer looks, and tries again where it was not done; the next check needs no one.
    const isDone = step.action?.verb === 'snooze' ? product.row.snoozed !== null : product.row.pendingFixed !== null;
    if (!isAnswered && step.action !== undefined && !isDone) await make(step, product);
    if (index === last) await product.check(step.at + 5 * MINUTE);
  }
  land(story, BEGIN + 2 * DAY + HOUR, 1_000_000);
  for (const minutes of [61, 81]) await product.check(BEGIN + 2 * DAY + HOUR + minutes * MINUTE);
  return { product, calls: numbered.calls };
}

describe.each(STEPS.map((step, index) => ({ ...step, index })))('$name', ({ index, calls: expected }) => {
  it('loses nothing and doubles nothing, whatever becomes of whichever of its calls', async () => {
    const { product: healthy, calls } = await play(index, Number.POSITIVE_INFINITY, 'refused');
    const wanted = changesOf(healthy);
    expect(calls.length).toBeGreaterThanOrEqual(expected);
    for (let nth = 1; nth <= calls.length; nth += 1) {
      for (const fate of fatesOf(nth)) {
        const { product, calls: made } = await play(index, nth, fate);
        const where = `call ${nth}, ${made[nth - 1]}, ${fate}`;
        const audited = auditedChanges(product.stores);
        // A place that refuses is a verdict of its own.
        const isVerdict = fate === 'refused' && made[nth - 1]?.startsWith('source.');
        expect(changesOf(product), where).toEqual(isVerdict ? expect.any(Array) : wanted);
        // One story: what is stored, what the audit log has and what was published.
        expect(new Set(product.published), where).toEqual(new Set(audited.map(({ eventId }) => eventId)));
        expect(product.row, where).toMatchObject({ state: 'green', breakSeq: null, outbox: [], seq: audited.length });
      }
    }
  });
});

it('the whole story, with nothing interrupted', async () => {
  const { product } = await play(STEPS.length - 1, Number.POSITIVE_INFINITY, 'refused');
  expect(changesOf(product)).toEqual([
    '1 green alert worsened',
    '2 alert escalate stuck',
    '3 escalate green snoozed',
    '4 green alert resumed',
    '5 alert green passed',
  ]);
});

function changesOf({ stores }: Product): readonly string[] {
  return auditedChanges(stores).map(({ seq, from, to, reason }) => `${seq} ${from} ${to} ${reason}`);
}

it('its calls', async () => {
  const made = new Set<string>();
  for (const index of STEPS.keys()) {
    const { calls } = await play(index, Number.POSITIVE_INFINITY, 'refused');
    for (const call of calls) made.add(call);
  }
  expect([...made]).toEqual(expect.arrayContaining(CALLS));
});

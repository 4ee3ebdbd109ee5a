import { describe, expect, it } from 'vitest';
import type { Action } from '../../lib/core/model/action.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
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

/** What becomes of one call, and of all calls after it where the process is killed. */
const FATES = ['killed before', 'killed after', 'failed once', 'took effect, and its answer was lost'] as const;
type Fate = (typeof FATES)[number];

class Killed extends Error {}

/** Lets one call, by its number, have a fate. */
function interrupted(calls: string[], nth: number, fate: Fate): Product['around'] {
  let isDead = false;
  return async (name, call) => {
    if (isDead) throw new Killed(name);
    calls.push(name);
    if (calls.length !== nth) return call();
    isDead = fate.startsWith('killed');
    if (fate === 'killed after' || fate.startsWith('took')) await call();
    throw isDead ? new Killed(name) : new StateStoreUnavailable(`${name} did not answer`);
  };
}

const land = (story: Story, at: number, size: number) =>
  story.land({ startedAt: at, endedAt: at, hasFailed: false, size, files: 1, content: `${at}` });

/** What is interrupted, after all the steps before it went well: a check, or what a person does. */
interface Step {
  readonly name: string;
  readonly at: number;
  /** The size of what lands just before. */
  readonly lands?: number;
  readonly action?: Action;
}

const STEPS: readonly Step[] = [
  { name: 'a first check that finds nothing wrong', at: BEGIN + HOUR, lands: 1_000_000 },
  { name: 'a check that raises an alert', at: BEGIN + DAY, lands: 300_000 },
  { name: 'a check that escalates', at: BEGIN + DAY + 3 * HOUR },
  { name: 'a snooze', at: BEGIN + DAY + 4 * HOUR, action: { verb: 'snooze', forMs: HOUR } },
  { name: 'a check after it', at: BEGIN + DAY + 6 * HOUR },
  { name: 'a mark that it is fixed', at: BEGIN + DAY + 7 * HOUR, action: { verb: 'fixed' } },
  { name: 'a check that confirms it', at: BEGIN + 2 * DAY, lands: 1_000_000 },
];

function make({ at, action }: Step, product: Product): Promise<unknown> {
  return action === undefined ? product.check(at) : product.act(at, action);
}

/** Plays the steps up to one, which is interrupted, a check after it, and two after a good backup has landed. */
async function play(last: number, nth: number, fate: Fate) {
  const story = new Story('folder', 'UTC');
  const product = new Product(DOCUMENT, story);
  const calls: string[] = [];
  for (const [index, step] of STEPS.slice(0, last + 1).entries()) {
    if (step.lands !== undefined) land(story, step.at - HOUR, step.lands);
    if (index === last) product.around = interrupted(calls, nth, fate);
    const isAnswered = await make(step, product).then(
      () => true,
      () => false,
    );
    product.around = (_name, call) => call();
    // A person who had no answer looks, and tries again where it was not done; the next check needs no one.
    const isDone = step.action?.verb === 'snooze' ? product.row.snoozed !== null : product.row.pendingFixed !== null;
    if (!isAnswered && step.action !== undefined && !isDone) await make(step, product);
    if (index === last) await product.check(step.at + 5 * MINUTE);
  }
  land(story, BEGIN + 2 * DAY + HOUR, 1_000_000);
  for (const minutes of [61, 81]) await product.check(BEGIN + 2 * DAY + HOUR + minutes * MINUTE);
  return { product, calls };
}

describe.each(STEPS.map(({ name }, index) => ({ name, index })))('$name', ({ index }) => {
  it.each(FATES)('loses nothing and doubles nothing, whichever of its calls is %s', async (fate) => {
    const { product: healthy, calls } = await play(index, Number.POSITIVE_INFINITY, 'failed once');
    const wanted = changesOf(healthy);
    expect(calls.length).toBeGreaterThan(1);
    for (let nth = 1; nth <= calls.length; nth += 1) {
      const { product, calls: made } = await play(index, nth, fate);
      const where = `call ${nth}, ${made[nth - 1]}`;
      const audited = auditedChanges(product.stores);
      expect(changesOf(product), where).toEqual(wanted);
      // One story: what is stored, what the audit log has and what was published.
      expect(new Set(product.published), where).toEqual(new Set(audited.map(({ eventId }) => eventId)));
      expect(product.row, where).toMatchObject({ state: 'green', breakSeq: null, outbox: [], seq: audited.length });
    }
  });
});

it('the whole story, with nothing interrupted', async () => {
  const { product } = await play(STEPS.length - 1, Number.POSITIVE_INFINITY, 'failed once');
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

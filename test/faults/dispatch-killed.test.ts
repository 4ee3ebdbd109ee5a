import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DispatchPorts } from '../../lib/app/dispatch/dispatch-options.ts';
import { auditRowsOf } from '../../lib/app/record/audit-rows.ts';
import { verifyRecord } from '../../lib/app/record/verify-record.ts';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { DispatchSetting, jobLine, T0 } from '../app/dispatch/dispatch-setting.ts';

/** The process has ended: nothing that it would have done after this is done. */
class Killed extends Error {}

/** Ports of a process that ends before or after its call number `last`, counted over all of them. */
class MortalPorts {
  readonly calls: string[] = [];
  readonly ports: DispatchPorts;
  #isDead = false;
  readonly #last: number;
  readonly #when: 'before' | 'after';

  constructor(ports: DispatchPorts, last: number, when: 'before' | 'after') {
    this.#last = last;
    this.#when = when;
    this.ports = {
      store: this.#mortal('store', ports.store),
      audit: this.#mortal('audit', ports.audit),
      record: this.#mortal('record', ports.record),
      deliveries: this.#mortal('deliveries', ports.deliveries),
      deferrals: this.#mortal('deferrals', ports.deferrals),
      failures: this.#mortal('failures', ports.failures),
      adminTopic: null,
      channels: {
        settings: ports.channels.settings,
        of: async (kind) => {
          const channel = await ports.channels.of(kind);
          return 'missing' in channel ? channel : this.#mortal(kind, channel);
        },
      },
    };
  }

  #mortal<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, method) => {
        const value = Reflect.get(target, method);
        return typeof value === 'function' ? (...given: unknown[]) => this.#call(name, target, method, given) : value;
      },
    });
  }

  async #call(name: string, target: object, method: string | symbol, given: unknown[]): Promise<unknown> {
    if (this.#isDead) throw new Killed();
    this.calls.push(`${name}.${String(method)}`);
    const isLast = this.calls.length === this.#last;
    if (isLast && this.#when === 'before') this.#isDead = true;
    if (this.#isDead) throw new Killed();
    const answer = await Reflect.get(target, method).apply(target, given);
    if (isLast) this.#isDead = true;
    if (this.#isDead) throw new Killed();
    return answer;
  }
}

const SAM = 'sam: { slack: U0SAM, via: [slack] }';
const LEE = 'lee: { email: lee@acme.example, quiet: "10:00-14:00" }';
const DANA = 'dana: { email: dana@acme.example }';
const JOBS = [jobLine('job-0'), jobLine('job-1', ', escalate_to: lee')];

let setting: DispatchSetting;
beforeEach(async () => {
  setting = await DispatchSetting.open([SAM, LEE, DANA], JOBS);
});
afterEach(() => setting.close());

/** Two people, one of whom has quiet hours: a message now and one that is deferred. */
async function escalated() {
  return [
    ...(await setting.change('job-0', (history, now) => history.to('alert', now))),
    ...(await setting.change('job-1', (history, now) => history.to('escalate', now))),
  ];
}

/** Runs one dispatch that dies; then the queue gives its messages again, until all is quiet. */
async function killedAt(last: number, when: 'before' | 'after'): Promise<{ readonly calls: readonly string[] }> {
  const triggers = await escalated();
  const mortal = new MortalPorts(setting.ports, last, when);
  const hasDied = await setting.dispatch(triggers, mortal.ports).then(
    ({ again }) => again.length > 0,
    (error: unknown) => {
      if (error instanceof Killed) return true;
      throw error;
    },
  );
  setting.now += 2 * MINUTE_MS;
  if (hasDied) await setting.dispatchAll(triggers);
  await setting.passTo(T0 + 4 * HOUR_MS);
  return mortal;
}

/** Every delivery that was taken is in the record, once, and the chain is whole. */
async function expectRecordedOnce(jobId: string): Promise<void> {
  const { state, record } = setting.stores;
  const { rows, deliveries } = await record.read(jobId);
  // The next check puts what is still in the outbox.
  const waiting =
    (await state.read([jobId])).rows.get(jobId)?.outbox.flatMap((entry) => auditRowsOf(jobId, entry)) ?? [];
  const contents = new Map([...rows, ...waiting].map(({ atId, content }) => [atId, content]));
  const recorded = [...contents.values()].filter(({ kind }) => kind === 'delivery').map(({ person }) => person);
  const taken = deliveries.filter(({ outcome }) => outcome === 'accepted').map(({ personId }) => personId);
  expect(recorded.sort()).toEqual(taken.sort());
  expect(taken.length).toBeGreaterThan(0);
  const { flaws } = await verifyRecord({ store: state, record }, null, setting.now);
  expect(flaws).toEqual([]);
}

const told = (person: string) => setting.shown.filter(({ to }) => to === person);

describe('a dispatch that is killed', () => {
  it('makes these calls, one of each kind at least', async () => {
    const { calls } = await killedAt(Number.POSITIVE_INFINITY, 'before');
    expect(new Set(calls)).toEqual(
      new Set([
        'failures.read',
        'store.read',
        'audit.transitions',
        'deliveries.read',
        'deliveries.takeTurn',
        'deliveries.claim',
        'slack.send',
        'deliveries.settle',
        'deferrals.defer',
        'record.deliveryIds',
        'store.write',
        'audit.put',
        'store.removeFromOutbox',
        'store.noteHandled',
      ]),
    );
    expect(setting.shown.map(({ to }) => to)).toEqual(['U0SAM', 'lee@acme.example']);
  });

  /** More than a dispatch of two jobs makes. */
  const points = Array.from({ length: 40 }, (_, index) => index + 1).flatMap((last) =>
    (['before', 'after'] as const).map((when) => ({ last, when })),
  );
  it.each(points)(
    '$when its call $last loses nothing, and tells twice only what was taken and not noted',
    async ({ last, when }) => {
      const { calls } = await killedAt(last, when);
      const call = calls[last - 1];
      const texts = told('U0SAM').map(({ text }) => text);
      for (const job of ['job-0', 'job-1']) {
        const times = texts.filter((text) => text.includes(`: ${job}`)).length;
        expect(times).toBeGreaterThanOrEqual(1);
        const isUnnoted = (call === 'slack.send' && when === 'after') || call === 'deliveries.settle';
        expect(times).toBeLessThanOrEqual(isUnnoted ? 2 : 1);
      }
      expect(told('lee@acme.example')).toHaveLength(1);
      expect(await setting.handled('job-0')).toBe(1);
      expect(await setting.handled('job-1')).toBe(1);
      await expectRecordedOnce('job-0');
      await expectRecordedOnce('job-1');
    },
  );
});

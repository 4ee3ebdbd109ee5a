import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actByPerson, type PersonActed } from '../../lib/app/act/act-by-person.ts';
import type { ActPorts } from '../../lib/app/act/act-on-job.ts';
import { type CheckPorts, check } from '../../lib/app/check/check.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { Action } from '../../lib/core/model/action.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { EventSink } from '../../lib/ports/event-sink.ts';
import type { EvidenceSource } from '../../lib/ports/evidence-source.ts';
import { runs } from '../nightly.ts';
import { documentOf, NOW } from '../web/ping-setting.ts';
import { auditedChanges, type Fate, MemoryStores } from './memory-stores.ts';

const DOCUMENT = documentOf(`
version: 1
settings: { admin: dana }
people: { sam: { slack: U0SAM }, dana: { email: dana@acme.example } }
jobs:
  orders: { owner: sam, backup: "s3://acme-backups/orders/", rule: every 24 hours }
`);
const RULES = {
  ...{
    source: 'rules.yaml',
    folder: null,
    fileName: 'rules.yaml',
    version: '1',
    used: 'current',
    document: DOCUMENT,
    text: null,
    understood: null,
    maxJobs: null,
  },
  ...{ problems: [], unavailable: null, lastGood: null, lastGoodError: null, isLastGoodDamaged: false },
} as const satisfies LoadedRules;

const STALE: ListedObject = { key: 'orders/1.dump', sizeBytes: 1_000, lastModified: NOW - 40 * HOUR_MS };
const FRESH: ListedObject = { key: 'orders/2.dump', sizeBytes: 1_000, lastModified: NOW - HOUR_MS };
const BEFORE_ALL = NOW - HOUR_MS / 2;

/** Something that goes on while the others do. */
type Doing =
  | { readonly kind: 'check'; readonly afterMs: number }
  | {
      readonly kind: 'press';
      readonly afterMs: number;
      readonly by: 'sam' | 'dana';
      readonly verb: 'fixed' | 'snooze' | 'mute';
    }
  | { readonly kind: 'land' };

// Of one instant now and then: what happens at the same time must not be taken for the same.
const afterMs = fc.integer({ min: 0, max: 3 });
const someCheck = fc.record({ kind: fc.constant('check' as const), afterMs });
const somePress = fc.record({
  kind: fc.constant('press' as const),
  afterMs,
  by: fc.constantFrom('sam' as const, 'dana' as const),
  verb: fc.constantFrom('fixed' as const, 'snooze' as const, 'mute' as const),
});
const someDoings = fc
  .tuple(
    fc.array(someCheck, { minLength: 1, maxLength: 3 }),
    fc.array(somePress, { minLength: 1, maxLength: 4 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([checks, presses, isTwice, lands]): Doing[] => [
    ...checks,
    ...presses,
    ...(isTwice ? presses : []),
    ...(lands ? [{ kind: 'land' as const }] : []),
  ]);

interface Played {
  readonly stores: MemoryStores;
  readonly row: JobRow;
  readonly published: readonly Transition[];
  readonly pressed: readonly { readonly doing: Doing; readonly acted: PersonActed }[];
}

/** Breaks the job, lets all go on at once in the order that the scheduler chooses, and lets one more check end it. */
async function play(s: fc.Scheduler, doings: readonly Doing[], fates: Fate[], withBus: boolean): Promise<Played> {
  const stores = new MemoryStores();
  const published: Transition[] = [];
  const objects = [STALE];
  const sink: EventSink = {
    publish: async (transitions) => {
      published.push(...transitions);
      return new Set(transitions.map(({ eventId }) => eventId));
    },
  };
  const source: Pick<EvidenceSource, 'list' | 'unfinishedUploads' | 'requests'> = {
    list: async function* () {
      yield [...objects];
    },
    unfinishedUploads: async () => [],
    requests: { list: 0, get: 0 },
  };
  const direct = { state: stores.state, audit: stores.audit, sink, source };
  // Whoever calls outside is overtaken there by whomever the scheduler prefers.
  const scheduled: typeof direct = {
    state: {
      read: s.scheduleFunction(direct.state.read),
      write: s.scheduleFunction(direct.state.write),
      removeFromOutbox: s.scheduleFunction(direct.state.removeFromOutbox),
      readLastPass: direct.state.readLastPass,
    },
    audit: { put: s.scheduleFunction(direct.audit.put), history: s.scheduleFunction(direct.audit.history) },
    sink: { publish: s.scheduleFunction(direct.sink.publish) },
    source: {
      ...source,
      list: async function* () {
        await s.schedule(Promise.resolve(), 'list');
        yield [...objects];
      },
    },
  };
  const checkAt = async (now: number, { state, audit, sink, source }: typeof direct) => {
    const ports = {
      ...{ store: state, audit, sink, heartbeats: null, sourceOf: async () => source, rules: null, holidays: null },
      ...{ pruning: null, elapsedMs: () => 0, days: { put: async () => {}, newest: async () => [] } },
    } as unknown as CheckPorts;
    await check(RULES, ports, { now, dryRun: false, only: null, isPass: false });
  };
  await checkAt(BEFORE_ALL, direct);
  stores.fates = fates;
  const pressed: { doing: Doing; acted: PersonActed }[] = [];
  const { state: store, audit } = scheduled;
  const acting = { store, audit, ...(withBus && { sink: scheduled.sink }) } as unknown as ActPorts;
  const all = doings.map(async (doing) => {
    if (doing.kind === 'land') {
      await s.schedule(Promise.resolve(), 'land');
      objects.push(FRESH);
      return;
    }
    const at = NOW + doing.afterMs;
    if (doing.kind === 'check') return checkAt(at, scheduled);
    const { by: personId, verb } = doing;
    const action: Action = verb === 'snooze' ? { verb, forMs: 4 * HOUR_MS } : { verb };
    const asked = { personId, jobId: 'orders', breakSeq: 1, action, at, reason: null };
    pressed.push({ doing, acted: await actByPerson(asked, DOCUMENT, acting) });
  });
  await s.waitFor(Promise.all(all));
  stores.fates = [];
  await checkAt(NOW + 1_000, direct);
  const row = stores.rows.get('orders');
  if (!row) throw new Error('there is no row');
  return { stores, row, published, pressed };
}

const someFates = fc.array(fc.constantFrom<Fate>('answered', 'answer lost'), { maxLength: 8 });

function whatever(holds: (played: Played) => void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.scheduler(), someDoings, someFates, fc.boolean(), async (s, doings, fates, withBus) => {
      holds(await play(s, doings, fates, withBus));
    }),
    runs(40, 5000),
  );
}

const signed = (by: unknown, at: number) => `${by} ${at}`;
const actionsIn = ({ stores }: Played, verb: string) =>
  [...stores.audited.values()]
    .filter(({ atId, content }) => atId.startsWith('a#') && content.kind === verb)
    .map(({ at, content }) => signed(content.by, at));
const presses = ({ pressed }: Played, verb: string) =>
  pressed.flatMap(({ doing, acted }) =>
    doing.kind === 'press' && doing.verb === verb && acted.outcome === 'done'
      ? [signed(doing.by, NOW + doing.afterMs)]
      : [],
  );
/** Of one person, what is pressed twice in one millisecond is one press, and done when either was. */
const doneOf = (played: Played, verb: string) => [...new Set(presses(played, verb))];
const times = (all: readonly string[], one: string) => all.filter((each) => each === one).length;

describe('buttons that are pressed while checks run, by two people, once and twice', () => {
  it('no action is lost: each that was done stands in the audit log, and each that stands there was done', () =>
    whatever((played) => {
      for (const verb of ['fixed', 'snooze', 'mute']) {
        const written = actionsIn(played, verb);
        const done = presses(played, verb);
        expect(new Set(written)).toEqual(new Set(done));
        // Two rows of one instant only where a check refuted the first before the second was pressed.
        for (const press of new Set(done)) expect(times(written, press)).toBeLessThanOrEqual(times(done, press));
      }
      const { row } = played;
      expect(row.muted !== null).toBe(doneOf(played, 'mute').length > 0);
      expect(row.snoozeCount).toBe(row.breakSeq === null ? row.snoozeCount : doneOf(played, 'snooze').length);
    }));

  it('nothing is done twice: who presses what is done already is told so', () =>
    whatever((played) => {
      expect(doneOf(played, 'mute').length).toBeLessThanOrEqual(1);
      for (const { acted } of played.pressed) expect(['done', 'outdated', 'refused']).toContain(acted.outcome);
    }));

  it('no change is lost: the audit log has them all, numbered without a gap, each from where the last one led', () =>
    whatever(({ stores, row }) => {
      const changes = auditedChanges(stores);
      expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, index) => index + 1));
      expect(changes.map(({ from }) => from)).toEqual(
        ['green', ...changes.map(({ to }) => to)].slice(0, changes.length),
      );
      expect([row.seq, row.state]).toEqual([changes.length, changes.at(-1)?.to]);
    }));

  it('everybody who listens is told of each change, and of no other, and nothing is left to be told', () =>
    whatever(({ stores, row, published }) => {
      const told = new Map(
        published.map(({ eventId, seq, from, to, reason }) => [eventId, { seq, from, to, reason, eventId }]),
      );
      expect([...told.values()].sort((a, b) => a.seq - b.seq)).toEqual(auditedChanges(stores));
      expect(row.outbox).toEqual([]);
    }));
});

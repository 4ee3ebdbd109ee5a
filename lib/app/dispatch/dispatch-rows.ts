import { inParallel } from '../../core/in-parallel.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { Deferral } from '../../ports/deferrals.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { dispatch } from './dispatch.ts';
import type { DispatchOptions, DispatchPorts } from './dispatch-options.ts';
import type { Dispatched } from './dispatched.ts';

const LANES = 16;
/** Longer than anyone's hours put off the notification that a break is over, but for a long absence. */
const RECENT_MS = 30 * DAY_MS;
/** Of an earlier break it may still be unsaid that it is over: this many changes before the newest one are looked at. */
const MAY_WAIT = 20;

/**
 * Dispatch on a single host, where no bus brings events and no scheduler triggers: the rows themselves say what has not been
 * dealt with, and what waits is kept in memory. A process that starts looks at every break there is, and finds again
 * what waited; what was delivered is delivered once.
 */
export class RowDispatch {
  readonly #ports: Omit<DispatchPorts, 'deferrals'>;
  readonly #deferred = new Map<string, Deferral>();
  #again: readonly Transition[] = [];
  #isFirst = true;
  #document: RulesDocument | null = null;
  #settings: string | null = null;

  constructor(ports: Omit<DispatchPorts, 'deferrals'>) {
    this.#ports = ports;
  }

  /** Deals with everything that is due at `options.now`. Throws StateStoreUnavailable; then the next round tries. */
  async round(options: DispatchOptions): Promise<Dispatched> {
    const settings = await this.#ports.channels.settings();
    // An address that was fixed is tried at once, and so is a channel that is set up in another way.
    const isChanged = options.document !== this.#document || settings !== this.#settings;
    const due = this.#due(isChanged ? Number.POSITIVE_INFINITY : options.now);
    const triggers = [...(await this.#unhandled(options.now)), ...this.#again, ...due];
    const deferrals = {
      defer: async (deferral: Deferral) => {
        this.#deferred.set(deferral.key, deferral);
      },
    };
    const dispatched = await dispatch(triggers, { ...this.#ports, deferrals }, options);
    this.#document = options.document;
    this.#settings = settings;
    for (const [key, { until }] of this.#deferred) if (until <= options.now) this.#deferred.delete(key);
    this.#again = dispatched.again;
    this.#isFirst = false;
    return dispatched;
  }

  /** They stay where they are until the round is over, so that a round that fails forgets nothing. */
  #due(now: Instant): Transition[] {
    return [...this.#deferred.values()].filter(({ until }) => until <= now).map(({ transition }) => transition);
  }

  async #unhandled(now: Instant): Promise<Transition[]> {
    const { store } = this.#ports;
    const { rows } = this.#isFirst ? await store.readAll() : await store.read(await store.openIds());
    const open = [...rows.values()].filter((row) => isUnhandled(row) || (this.#isFirst && mayWait(row, now)));
    // Those that an earlier version wrote: should this round fail, the next one finds them too.
    if (this.#isFirst) for (const row of open) if (isUnhandled(row)) await store.markOpen(row.jobId);
    const found = await inParallel(open, LANES, (row) => {
      const unhandled = (row.handledSeq ?? 0) + 1;
      const from = this.#isFirst ? Math.min(unhandled, Math.max(1, row.seq - MAY_WAIT)) : unhandled;
      return this.#ports.audit.transitions(row.jobId, from);
    });
    return found.flat();
  }
}

function isUnhandled({ seq, handledSeq }: JobRow): boolean {
  return seq > (handledSeq ?? 0);
}

function mayWait({ seq, breakSeq, since }: JobRow, now: Instant): boolean {
  return seq > 0 && (breakSeq !== null || (since !== null && now - since < RECENT_MS));
}

import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import { RowDispatch } from '../../lib/app/dispatch/dispatch-rows.ts';
import { runDrill } from '../../lib/app/dispatch/drill.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import { consoleOf } from '../../lib/core/message/evidence-link.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';
import { People } from '../../lib/core/people/people.ts';
import { dispatchedLines } from '../print/dispatched-lines.ts';
import { offeredByMessages } from './box-web.ts';
import { openChannels } from './channels.ts';
import type { Stores } from './open-stores.ts';

/** A drill that was not taken up within this time is dropped: the person who asked has gone. */
const DRILL_MS = 10 * MINUTE_MS;

/** Dispatch and drills of a single host: delivers notifications and prints a line for each. */
export class LocalDispatch {
  readonly #stores: Stores;
  readonly #channels: Channels;
  readonly #rows: RowDispatch;
  readonly #asJson: boolean;
  readonly #rendering: RenderOptions;
  /** Drills that this process has taken up. */
  readonly #taken = new Set<string>();

  private constructor(stores: Stores, channels: Channels, rendering: RenderOptions, asJson: boolean) {
    this.#stores = stores;
    this.#channels = channels;
    this.#asJson = asJson;
    this.#rendering = rendering;
    const { state, audit, record, deliveries, channelFailures: failures } = stores;
    this.#rows = new RowDispatch({ store: state, audit, record, deliveries, failures, channels, adminTopic: null });
  }

  /** Throws UsageError for a setting of a channel that cannot be used. */
  static async open(stateFolder: string, stores: Stores, options: { readonly json: boolean }): Promise<LocalDispatch> {
    const channels = await openChannels(stateFolder, process.env);
    const console = consoleOf(process.env.AWS_REGION ?? null);
    const rendering = { console, ...(await offeredByMessages(stateFolder, process.env)) };
    return new LocalDispatch(stores, channels, rendering, options.json);
  }

  /** Delivers what is due, by the rules in force, and returns lines that say to whom. Throws StateStoreUnavailable. */
  async round(loaded: LoadedRules, now: Instant, print: (line: string) => void): Promise<void> {
    const { document, lastGood } = await withMembers(loaded, this.#stores.members);
    if (document === null) return;
    const holidays = lastGood?.holidays ?? {};
    const rendering = this.#rendering;
    const begunMs = performance.now();
    const clock = () => now + Math.floor(performance.now() - begunMs);
    const dispatched = await this.#rows.round({ now, clock, document, holidays, rendering });
    for (const line of dispatchedLines(dispatched, now, this.#asJson)) print(line);
  }

  /**
   * Runs the requested drills. The rules are read only when there is one: this is called every few seconds.
   * Throws StateStoreUnavailable.
   */
  async drills(now: Instant, rules: () => Promise<LoadedRules>): Promise<void> {
    const asked = await this.#stores.drills.pending(now - DRILL_MS);
    const pending = asked.filter(({ id }) => !this.#taken.has(id));
    if (pending.length === 0) return;
    const { document, lastGood } = await withMembers(await rules(), this.#stores.members);
    if (document === null) return;
    const jobs = new Map(document.jobs.map((job) => [job.id, job]));
    const people = new People(document, lastGood?.holidays ?? {});
    const store = this.#stores.state;
    const context = { store, jobs, people, channels: this.#channels, rendering: this.#rendering, clock: Date.now };
    for (const drill of pending) {
      // Where its end cannot be stored, it must not be sent again every few seconds.
      this.#taken.add(drill.id);
      await this.#stores.drills.settle(drill, await runDrill(drill, context));
    }
  }
}

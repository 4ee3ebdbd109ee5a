import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedStore, openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { flushEntries } from '../../../lib/app/check/flush-outbox.ts';
import type { Channels } from '../../../lib/app/dispatch/deliver-notification.ts';
import { dispatch } from '../../../lib/app/dispatch/dispatch.ts';
import type { DispatchPorts } from '../../../lib/app/dispatch/dispatch-options.ts';
import type { Dispatched } from '../../../lib/app/dispatch/dispatched.ts';
import { recorded } from '../../../lib/app/record/recorded.ts';
import { type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { textForm } from '../../../lib/core/message/text-form.ts';
import type { ChannelKind } from '../../../lib/core/model/channel-kind.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import type { AdminChannel } from '../../../lib/ports/admin-notice.ts';
import type { OutgoingMessage, Receipt } from '../../../lib/ports/channel.ts';
import type { Deferral } from '../../../lib/ports/deferrals.ts';
import { accepted } from '../../../lib/ports/receipt.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { History } from '../../core/routing/setting.ts';
import { read } from '../../rules-doc/read.ts';

/** A Wednesday, in the working hours of everybody. */
export const T0 = Date.parse('2026-11-18T12:00:00Z');

/** A message as a channel took it. */
export interface Shown {
  readonly channel: ChannelKind;
  readonly to: string;
  /** The subject of the mail, which says what all forms say. */
  readonly subject: string;
  readonly text: string;
  readonly earlier: string | null;
  readonly at: Instant;
}

/** Dispatch over a store on disk, with channels and a clock of the test's. */
export class DispatchSetting {
  readonly shown: Shown[] = [];
  readonly deferrals: Deferral[] = [];
  now = T0;
  /** What the channels are set up with. */
  settings = 'as ever';
  /** What a channel answers; taken unless a test says otherwise. */
  answer: (channel: ChannelKind, outgoing: OutgoingMessage) => Receipt | null | Promise<null> = () => null;
  /** The admin's topic, where there is one. */
  adminTopic: AdminChannel | null = null;
  document: RulesDocument;
  readonly stores: EmbeddedStore;
  readonly #folder: string;
  readonly #histories = new Map<string, History>();

  private constructor(folder: string, stores: EmbeddedStore, document: RulesDocument) {
    this.#folder = folder;
    this.stores = stores;
    this.document = document;
  }

  /** `people`, `jobs` and `groups` are lines of the rules doc. */
  static async open(
    people: readonly string[],
    jobs: readonly string[],
    groups: readonly string[] = [],
  ): Promise<DispatchSetting> {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-dispatch-'));
    return new DispatchSetting(
      folder,
      await openEmbeddedStore(folder, { now: () => T0 }),
      documentOf(people, jobs, groups),
    );
  }

  /** A check or an action that changes a job: stored, logged and handed on as the real ones do. */
  async change(jobId: string, make: (history: History, now: Instant) => Transition | null): Promise<Transition[]> {
    const history = this.#histories.get(jobId) ?? new History(jobId);
    this.#histories.set(jobId, history);
    const before = (await this.stores.state.read([jobId])).rows.get(jobId) ?? history.row;
    const transition = make(history, this.now);
    if (transition === null) return [];
    const { row, entry } = recorded(before, {
      row: { ...history.row, version: before.version },
      transition,
      audit: [],
    });
    if (entry === null || !(await this.stores.state.write(before, row, entry))) {
      throw new Error(`${jobId} was written to by somebody else`);
    }
    const { published } = await flushEntries(jobId, [entry], {
      store: this.stores.state,
      audit: this.stores.audit,
      sink: { publish: async (transitions) => new Set(transitions.map(({ eventId }) => eventId)) },
    });
    return [...published];
  }

  async break(...jobIds: string[]): Promise<Transition[]> {
    const changes = jobIds.map((jobId) => this.change(jobId, (history, now) => history.to('alert', now)));
    return (await Promise.all(changes)).flat();
  }

  get channels(): Channels {
    return {
      settings: async () => this.settings,
      of: (kind) => ({
        send: async (outgoing) => {
          const answer = await this.answer(kind, outgoing);
          if (answer !== null && answer.outcome !== 'accepted') return answer;
          const { subject, text } = textForm(outgoing.message);
          this.shown.push({ channel: kind, to: outgoing.to, subject, text, earlier: outgoing.earlier, at: this.now });
          return (
            answer ?? accepted(kind.startsWith('slack') ? (outgoing.earlier ?? `D1:${this.shown.length}.1`) : null)
          );
        },
      }),
    };
  }

  get ports(): DispatchPorts {
    return {
      store: this.stores.state,
      audit: this.stores.audit,
      record: this.stores.record,
      deliveries: this.stores.deliveries,
      failures: this.stores.channelFailures,
      adminTopic: this.adminTopic,
      channels: this.channels,
      deferrals: {
        defer: async (deferral) => {
          if (!this.deferrals.some(({ key }) => key === deferral.key)) this.deferrals.push(deferral);
        },
      },
    };
  }

  dispatch(triggers: readonly Transition[], ports: DispatchPorts = this.ports): Promise<Dispatched> {
    const { now, document } = this;
    return dispatch(triggers, ports, { now, document, holidays: {}, rendering: {} });
  }

  /** Lets time pass, and what was deferred wake at its time, until `end`. */
  async passTo(end: Instant): Promise<void> {
    for (;;) {
      const due = this.deferrals.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until);
      const [next] = due;
      if (!next) break;
      this.now = Math.max(this.now, next.until);
      const together = due.filter(({ until }) => until <= this.now);
      for (const each of together) this.deferrals.splice(this.deferrals.indexOf(each), 1);
      await this.dispatchAll(together.map(({ transition }) => transition));
    }
    this.now = end;
  }

  /** As the queue does: what is to be given again comes again a little more than a minute later. */
  async dispatchAll(triggers: readonly Transition[]): Promise<void> {
    for (let open = triggers; open.length > 0; ) {
      open = (await this.dispatch(open)).again;
      if (open.length > 0) this.now += MINUTE_MS;
    }
  }

  async handled(jobId: string): Promise<number | null> {
    return (await this.stores.state.read([jobId])).rows.get(jobId)?.handledSeq ?? null;
  }

  async close(): Promise<void> {
    await this.stores.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function documentOf(
  people: readonly string[],
  jobs: readonly string[],
  groups: readonly string[] = [],
): RulesDocument {
  const text = [
    'version: 1',
    'settings: { admin: dana, owner: sam, timezone: UTC }',
    'people:',
    ...people.map((line) => `  ${line}`),
    ...(groups.length === 0 ? [] : ['groups:', ...groups.map((line) => `  ${line}`)]),
    'jobs:',
    ...jobs.map((line) => `  ${line}`),
  ].join('\n');
  const { document, problems } = read(text);
  if (document === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return document;
}

/** A line of a job of the rules doc. */
export function jobLine(id: string, more = ''): string {
  return `${id}: { backup: "s3://acme-backups/${id}/", rule: "every 24 hours, allow 26"${more} }`;
}

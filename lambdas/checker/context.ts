import { DynamoAuditLog } from '../../lib/adapters/dynamodb/audit-log.ts';
import { createDynamoTables } from '../../lib/adapters/dynamodb/create-tables.ts';
import { DynamoDayLog } from '../../lib/adapters/dynamodb/day-log.ts';
import { DynamoHeartbeatLog } from '../../lib/adapters/dynamodb/heartbeat-log.ts';
import { DynamoMemberLog } from '../../lib/adapters/dynamodb/member-log.ts';
import { DynamoMirrorLog } from '../../lib/adapters/dynamodb/mirror-log.ts';
import { DynamoStateStore } from '../../lib/adapters/dynamodb/state-store.ts';
import type { DynamoTables } from '../../lib/adapters/dynamodb/tables.ts';
import { createEventBridgeClient, EventBridgeEvents } from '../../lib/adapters/eventbridge/events.ts';
import { HttpWatchdog } from '../../lib/adapters/http/watchdog.ts';
import { BatchedSink } from '../../lib/app/check/batched-sink.ts';
import type { Hints } from '../../lib/app/check/hints.ts';
import type { ScheduledPorts } from '../../lib/app/check/scheduled-pass.ts';
import { type LoadedRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import { rulesReader } from '../../lib/app/rules/rules-reader.ts';
import type { SeenUnwatched } from '../../lib/core/foresight/unwatched-series.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { sourceOf } from '../../lib/core/model/scheme.ts';
import type { ListableOf } from '../../lib/core/planning/plan-sweeps.ts';
import type { RecordHead } from '../../lib/core/record/record-head.ts';
import { EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import type { JobsChecks, SliceQueue } from '../../lib/ports/slice-queue.ts';
import type { Watchdog } from '../../lib/ports/watchdog.ts';
import { listableFrom } from '../../lib/settings/listable-prefixes.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { readEnvironment, tickSecondsOf } from '../environment.ts';
import { functionRules } from '../function-rules.ts';
import { instrumentsFor, reportUnreadable } from '../instruments.ts';
import { lookForUnwatchedOnDemand, makeHeadOnDemand, secretsOnDemand, slicesOnDemand } from './on-demand.ts';

/** What one invocation works with. */
export interface Invocation {
  readonly ports: ScheduledPorts;
  /** Notes the rules and makes the day's head of the record; null when there was none to make. Throws StateStoreUnavailable. */
  readonly makeHead: (loaded: LoadedRules, now: Instant) => Promise<RecordHead | null>;
  /** Looks for what no job watches, when it is time; null where it is not. Throws StateStoreUnavailable. */
  readonly lookForUnwatched: (loaded: LoadedRules, now: Instant) => Promise<SeenUnwatched | null>;
  /** Requests for evidence, as they are billed. */
  readonly requests: () => number;
  /** Why the bus took something not; null when it took all. */
  readonly busError: () => string | null;
}

const NO_WATCHDOG: Watchdog = { reportAlive: async () => null };

/** The clients of the checker: made once, without a request, and kept while the process lives. */
export class CheckerContext {
  readonly prefix: string;
  readonly tickS: number;
  readonly rules: RulesSource;
  readonly readings = new RulesReadings(rulesReader());
  readonly #bus: string;
  readonly #listable: string;
  readonly #listableOf: ListableOf;
  readonly #sources: ReturnType<typeof openSources>;
  readonly #events = createEventBridgeClient();
  readonly #tables: DynamoTables;
  readonly #slices: SliceQueue | null;
  /** Where a look waits for the end of a minute; null where no bucket sends its events. */
  readonly checks: JobsChecks | null;
  #hints: Promise<Hints> | null = null;
  readonly #watchdog: Watchdog;

  /** Throws an Error that names what is missing from `env`. */
  constructor(env: NodeJS.ProcessEnv) {
    const environment = readEnvironment(
      [
        'SENTINEL_PREFIX',
        'BUS_NAME',
        'SLICE_QUEUE_URL',
        'HINT_QUEUE_URL',
        'WATCHDOG_PARAMETER',
        'TICK_SECONDS',
        'LISTABLE_PREFIXES',
      ],
      env,
    );
    this.prefix = environment.SENTINEL_PREFIX;
    this.tickS = tickSecondsOf(environment.TICK_SECONDS);
    this.#bus = environment.BUS_NAME;
    this.#listable = environment.LISTABLE_PREFIXES;
    this.#listableOf = listableFrom(this.#listable);
    this.#sources = openSources(env);
    const { SLICE_QUEUE_URL, HINT_QUEUE_URL } = environment;
    this.rules = functionRules(env);
    this.#tables = createDynamoTables({
      prefix: this.prefix,
      onUnreadable: reportUnreadable(instrumentsFor(this.prefix, 'checker')),
    });
    this.#slices = SLICE_QUEUE_URL === '' ? null : slicesOnDemand(SLICE_QUEUE_URL);
    this.checks = HINT_QUEUE_URL === '' ? null : slicesOnDemand(HINT_QUEUE_URL);
    const { WATCHDOG_PARAMETER } = environment;
    this.#watchdog = WATCHDOG_PARAMETER === '' ? NO_WATCHDOG : new HttpWatchdog(secretsOnDemand(), WATCHDOG_PARAMETER);
  }

  /** What events of buckets led to while this process lives. */
  hints(): Promise<Hints> {
    this.#hints ??= import('../../lib/app/check/hints.ts').then(({ Hints }) => new Hints(() => performance.now()));
    return this.#hints;
  }

  /** What an invocation works with; what is being listed when `noMore` fires is cut short. */
  invocation(noMore: AbortSignal): Invocation {
    const evidence = this.#sources(noMore);
    const bus = new EventBridgeEvents(this.#bus, this.#events);
    const { state, audit, evidence: heartbeats, close } = this.#tables;
    const ports: ScheduledPorts = {
      store: new DynamoStateStore(state, close),
      audit: new DynamoAuditLog(audit, Date.now),
      days: new DynamoDayLog(audit, Date.now),
      heartbeats: new DynamoHeartbeatLog(heartbeats, Date.now),
      mirrors: new DynamoMirrorLog(heartbeats, Date.now),
      members: new DynamoMemberLog(heartbeats),
      sourceOf: async (scheme) => {
        if (!sourceOf(scheme).isLocal) return evidence.of(scheme);
        throw new EvidenceUnreadable('refused', 'list', 'a local folder', 'a function on AWS has no local folders');
      },
      listableOf: this.#listableOf,
      sink: new BatchedSink(bus),
      rules: this.rules,
      // The rules-gate accepts documents: it has the holidays of the world, which are larger than this function.
      holidays: null,
      pruning: null,
      elapsedMs: () => performance.now(),
      announcements: bus,
      watchdog: this.#watchdog,
      slices: this.#slices,
    };
    return {
      ports,
      makeHead: (loaded, now) => makeHeadOnDemand(ports, audit, loaded, now),
      lookForUnwatched: (loaded, now) => lookForUnwatchedOnDemand(ports, heartbeats, this.#listable, loaded, now),
      requests: () => evidence.requests.list + evidence.requests.get,
      busError: () => bus.lastError,
    };
  }
}

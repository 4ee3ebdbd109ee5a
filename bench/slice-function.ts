import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublicHolidays } from '../lib/adapters/date-holidays/public-holidays.ts';
import { createDynamoStores } from '../lib/adapters/dynamodb/create-stores.ts';
import { FileRules } from '../lib/adapters/file/rules.ts';
import { createS3Client } from '../lib/adapters/s3/client.ts';
import { runSlice } from '../lib/app/check/run-slice.ts';
import { runScheduledPass, type ScheduledPorts } from '../lib/app/check/scheduled-pass.ts';
import { loadRules } from '../lib/app/rules/load-rules.ts';
import { HOUR_S, type Instant } from '../lib/core/instant.ts';
import type { Slice } from '../lib/ports/slice-queue.ts';
import { S3Evidence } from '../lib/sources/s3/list.ts';

/**
 * One instance of the checker for large documents, as a process of its own: it is sent ticks and slices, and answers with
 * what each took. The use cases, the client of S3 and the adapters of DynamoDB are the real ones.
 */
export interface Work {
  readonly now: Instant;
  /** Null for a tick of the schedule. */
  readonly slice: Slice | null;
}

/** What one invocation took. */
export interface Done {
  readonly slices: readonly Slice[];
  /** Jobs that could not be judged, or whose state is not green. */
  readonly notGreen: number;
  readonly isFinished: boolean;
  readonly readingMs: number;
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly lists: number;
  readonly dynamoRequests: number;
  readonly dynamoReadUnits: number;
  readonly dynamoWriteUnits: number;
}

const [, , rulesFile = '', prefix = '', endpoint = ''] = process.argv;
const WRITES = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)/;
const units = { requests: 0, reads: 0, writes: 0 };

const client = new DynamoDBClient({ endpoint });
client.middlewareStack.add(
  (next, { commandName = '' }) =>
    async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: unknown };
      units.requests += 1;
      for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[]) {
        units[WRITES.test(commandName) ? 'writes' : 'reads'] += CapacityUnits;
      }
      return answer;
    },
  { step: 'initialize' },
);
const stores = createDynamoStores({ prefix, client });
const rules = new FileRules(rulesFile, `${rulesFile}.last-good.json`);
const evidence = new S3Evidence(createS3Client(process.env));

process.on('message', (work: Work) => void invoke(work).then((done) => process.send?.(done)));
process.on('disconnect', () => process.exit());

async function invoke({ now, slice }: Work): Promise<Done> {
  const begun = { ms: performance.now(), cpu: process.cpuUsage(), lists: evidence.requests.list, ...units };
  const loaded = await loadRules(rules, now);
  const readingMs = performance.now() - begun.ms;
  const sent: Slice[] = [];
  const ports: ScheduledPorts = {
    ...stores,
    store: stores.state,
    sourceOf: async () => evidence,
    sink: { publish: async (transitions) => new Set(transitions.map(({ eventId }) => eventId)) },
    rules,
    holidays: new PublicHolidays(),
    pruning: null,
    elapsedMs: () => performance.now(),
    announcements: { announce: async () => true },
    watchdog: { reportAlive: async () => null },
    slices: { send: async (slices) => void sent.push(...slices) },
  };
  let notGreen = 0;
  let isFinished = false;
  if (slice === null) {
    const pass = await runScheduledPass(loaded, ports, { scheduledAt: now, now, tickS: HOUR_S, time: null });
    if (pass.kind !== 'sliced' && pass.kind !== 'checked')
      throw new Error(`the tick led to nothing: ${pass.kind} ${JSON.stringify(loaded.problems)}`);
  } else {
    const { pass, finished } = await runSlice(slice, loaded, ports, { now, time: null });
    notGreen = pass.checked.filter(({ row, unknown }) => unknown !== null || row.state !== 'green').length;
    isFinished = finished !== null;
  }
  const cpu = process.cpuUsage(begun.cpu);
  return {
    slices: sent,
    notGreen,
    isFinished,
    readingMs,
    tookMs: performance.now() - begun.ms,
    cpuMs: (cpu.user + cpu.system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_024,
    lists: evidence.requests.list - begun.lists,
    dynamoRequests: units.requests - begun.requests,
    dynamoReadUnits: units.reads - begun.reads,
    dynamoWriteUnits: units.writes - begun.writes,
  };
}

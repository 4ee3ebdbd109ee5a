import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatInstant, MINUTE_MS, SECOND_MS } from '../../lib/core/instant.ts';
import type { Drill, DrillLog, DrillResult, Sighting } from '../../lib/ports/drill-log.ts';
import { readDuration } from '../../lib/rules-doc/clauses/units.ts';
import { complain } from '../print/complain.ts';
import { type Drilled, drillJson, drillSentence } from '../print/drill-report.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { checkPerson, documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type StateAddress, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

interface DrillOptions extends CommonOptions {
  readonly to?: string;
  readonly atOnce?: boolean;
  /** How long to wait for the confirmation; false with --no-wait. */
  readonly wait?: string | false;
}

const ASK_AGAIN_MS = 500;
/** A watch looks every few seconds; on AWS a batch is gathered for as long, and a message may come twice late. */
const MAX_MS = 4 * MINUTE_MS;
/** Long enough for a person at their desk. */
const DEFAULT_WAIT_MS = 10 * MINUTE_MS;
const DEFAULT_BUS = 'backup-sentinel';

/**
 * `sentinel drill JOB`: a drill notification takes the real path: through the bus and dispatch on AWS, through `sentinel
 * watch` on a single host. Prints how long each step took, up to the person who presses *I saw it*. Exit status 0 when a
 * channel accepted the message and, where it can be confirmed, the person confirmed it; else 1.
 */
export async function drillCommand(jobId: string, options: DrillOptions): Promise<number> {
  const waitMs = waitMsOf(options);
  const address = stateAddressOf(options.state);
  const document = documentInForce(await loadRules(await openRules(options.rules, address), Date.now()));
  const [job] = jobsOrUsageError(document, jobId);
  if (options.to !== undefined) checkPerson(document, options.to, '--to');
  const stores = await openStores(address, { create: true, now: Date.now });
  try {
    if (stores.role?.() === 'holder') {
      throw new UsageError(
        `no \`sentinel watch\` is running on ${options.state}; start it, or run the drill on its host`,
      );
    }
    const askedAt = Date.now();
    const drill: Drill = {
      id: `${formatInstant(askedAt)}#${randomBytes(6).toString('hex')}`,
      jobId: job?.id ?? jobId,
      personId: options.to ?? null,
      atOnce: options.atOnce ?? false,
      askedAt,
    };
    await stores.drills.ask(drill);
    await handOn(drill, address, options);
    if (!options.json) complain(`drill ${drill.id}: waiting for dispatch`);
    const result = await waitFor(drill, stores.drills);
    const isAsked = result?.outcome === 'accepted' && result.isSeenAsked && waitMs > 0;
    if (isAsked && !options.json) {
      complain(`drill ${drill.id}: ${result.personId} was notified; waiting for "I saw it"`);
    }
    const seen = isAsked ? await waitUntilSeen(drill, stores.drills, waitMs) : null;
    return report({ drill, result, seen, waitedMs: isAsked ? waitMs : 0 }, address, options);
  } finally {
    await stores.close();
  }
}

/** On a single host the watch finds the drill in the store. */
async function handOn(drill: Drill, address: StateAddress, options: DrillOptions): Promise<void> {
  if (address.kind === 'folder') return;
  const { EventBridgeEvents } = await import('../../lib/adapters/eventbridge/events.ts');
  const bus = new EventBridgeEvents(
    options.bus ?? (address.prefix === 'bk' ? DEFAULT_BUS : `${DEFAULT_BUS}-${address.prefix}`),
  );
  const isTaken = await bus.announce({
    kind: 'drill',
    eventId: drill.id,
    at: drill.askedAt,
    detail: { job_id: drill.jobId, person: drill.personId, at_once: drill.atOnce },
  });
  if (!isTaken) throw new UsageError(`the event bus did not accept the drill (${bus.lastError}); name it with --bus`);
}

async function waitFor(drill: Drill, drills: DrillLog): Promise<DrillResult | null> {
  for (const end = Date.now() + MAX_MS; Date.now() < end; await sleep(ASK_AGAIN_MS)) {
    const result = await drills.result(drill.id);
    if (result !== null) return result;
  }
  return null;
}

async function waitUntilSeen(drill: Drill, drills: DrillLog, waitMs: number): Promise<Sighting | null> {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(ASK_AGAIN_MS)) {
    const sighting = await drills.sighting(drill.id);
    if (sighting !== null) return sighting;
  }
  return drills.sighting(drill.id);
}

function report(drilled: Drilled, address: StateAddress, options: DrillOptions): number {
  const { result, seen, waitedMs } = drilled;
  if (options.json) printJson(drillJson(drilled));
  else printText(`${printable(drillSentence(drilled, address.kind === 'folder', MAX_MS))}\n`);
  return result?.outcome === 'accepted' && (waitedMs === 0 || seen !== null) ? 0 : 1;
}

function waitMsOf({ wait }: DrillOptions): number {
  if (wait === false) return 0;
  if (wait === undefined) return DEFAULT_WAIT_MS;
  const duration = readDuration(wait);
  if (!duration.ok) throw new UsageError(`--wait: ${duration.message}`);
  return duration.value.seconds * SECOND_MS;
}

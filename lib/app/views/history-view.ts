import { formatOptional } from '../../core/event/publishable.ts';
import { formatInstant, type Instant, parseInstant } from '../../core/instant.ts';
import { TEST_NAMES, type TestName } from '../../core/model/verdict.ts';
import { claimId, type Delivery } from '../../core/routing/delivery.ts';
import { failedTests } from '../../core/wording/failed-tests.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import type { DeliveryView, HistoryView } from './job-view.ts';

/** What happened to a job, in the parts that a line of its history consists of. */
export interface HistoryEntry {
  /** `green -> alert (worsened)`, `snooze`, `notified sam by slack: alert`. */
  readonly what: string;
  readonly by: string | null;
  /** When a snooze, or a key that was replaced, ends; ISO-8601. */
  readonly until: string | null;
  /** Why, in the words of the process that did it. */
  readonly reason: string | null;
  /** The sentences of the tests that failed. */
  readonly findings: readonly string[];
}

/**
 * Reads a row of the audit log. What an older or newer version wrote is shown as far as it is understood.
 * `firstLookAt`: when the job's place was first looked at; what is found then is no change.
 */
export function historyEntry({ at, content }: AuditRow, firstLookAt: Instant | null): HistoryEntry {
  const text = textsOf(content);
  const kind = text('kind');
  const isTransition = kind === 'transition';
  const isFirst = content.seq === 1 && at === firstLookAt;
  return {
    what: isTransition
      ? isFirst
        ? `first check: ${text('to')}`
        : `${text('from')} -> ${text('to')} (${text('reason')})`
      : kind === DELIVERY
        ? deliveryWords(text)
        : kind === 'proof'
          ? `proof: ${text('verdict')}`
          : (kind ?? 'entry'),
    by: text('by'),
    until: text('until'),
    reason: isTransition ? null : text('reason'),
    findings: failingReasons(content.verdict),
  };
}

/** As it is printed and sent as JSON. */
export function historyJson({ jobId, at, atId, content }: AuditRow): Readonly<Record<string, unknown>> {
  return { job_id: jobId, at: formatInstant(at), id: atId, ...content };
}

/** As the page shows it. `firstLookAt`: as for `historyEntry`. */
export function historyView(row: AuditRow, firstLookAt: Instant | null): HistoryView {
  const { what, by, until, reason, findings } = historyEntry(row, firstLookAt);
  const text = [`${what}${until === null ? '' : ` until ${until}`}`, ...findings].join('; ');
  return { at: row.at, text, by, reason };
}

export function deliveryView({ claimedAt, personId, address, outcome, error }: Delivery): DeliveryView {
  return { at: claimedAt, person: personId, channel: address?.channel ?? null, outcome: outcome ?? 'under way', error };
}

const DELIVERY = 'delivery';

/** A delivery as one of the rows of a job's history. */
export function deliveryRow(jobId: string, delivery: Delivery): AuditRow {
  const { personId, insteadOf, eventId, state, claimedAt, attempts, outcome, retryAt, address } = delivery;
  return {
    jobId,
    at: claimedAt,
    atId: claimId(eventId, personId, insteadOf),
    content: {
      kind: DELIVERY,
      person: personId,
      instead_of: insteadOf,
      event_id: eventId,
      state,
      channel: address?.channel ?? null,
      outcome,
      attempts,
      retry_at: formatOptional(retryAt),
    },
  };
}

type Texts = (key: string) => string | null;

function textsOf(content: AuditRow['content']): Texts {
  return (key) => {
    const value = content[key];
    return value === null || value === undefined ? null : String(value);
  };
}

function deliveryWords(text: Texts): string {
  const insteadOf = text('instead_of');
  const whom = `${text('person')}${insteadOf === null ? '' : ` instead of ${insteadOf}`}`;
  const state = text('state');
  switch (text('outcome')) {
    case 'accepted':
      return `notified ${whom}${text('channel') === null ? '' : ` by ${text('channel')}`}: ${state}`;
    case 'later':
      return `not notified yet: ${whom}, of ${state}${text('retry_at') === null ? '' : `; again at ${text('retry_at')}`}`;
    case 'refused':
      return `could not notify ${whom}: ${state}`;
    case 'unknown':
      return `perhaps notified ${whom}: ${state}`;
    default:
      return `notifying ${whom}: ${state}`;
  }
}

/** A verdict as the log has it: what another version wrote may lack any part of it, or have other tests. */
interface LoggedVerdict {
  readonly tests?: Readonly<Record<string, { readonly result?: string; readonly reason?: string }>>;
  readonly latest?: { readonly ts?: string } | null;
  readonly last_good?: { readonly ts?: string } | null;
}

type ByName = { readonly [Name in TestName]?: { readonly result: 'hard' | 'soft'; readonly reason: string } };

/** The cause before its consequences, and last what this version does not know. */
function failingReasons(verdict: unknown): string[] {
  const { tests = {}, latest, last_good } = (verdict ?? {}) as LoggedVerdict;
  const failing = Object.entries(tests).flatMap(([name, { result, reason }]) =>
    result === 'pass' || !reason
      ? []
      : [[name, { result: result === 'hard' ? 'hard' : 'soft', reason } as const] as const],
  );
  const known = failedTests({
    tests: Object.fromEntries(failing) as ByName,
    latest: runOf(latest),
    lastGood: runOf(last_good),
  });
  const others = failing.filter(([name]) => !TEST_NAMES.some((test) => test === name));
  return [...known.map(({ test }) => test.reason), ...others.map(([, { reason }]) => reason)];
}

function runOf(run: LoggedVerdict['latest']): { readonly ts: Instant } | null {
  const ts = parseInstant(run?.ts ?? '');
  return ts === null ? null : { ts };
}

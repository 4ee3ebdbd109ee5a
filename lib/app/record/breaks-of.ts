import { addTo } from '../../core/add-to.ts';
import { type Instant, parseInstant, SECOND_MS } from '../../core/instant.ts';
import { STATE_RANK, STATES, type State } from '../../core/model/state.ts';
import type { RecordedAction, RecordedBreak, RecordedNotification } from '../../core/record/job-record.ts';
import { claimId, type Delivery } from '../../core/routing/delivery.ts';
import type { JobLog } from '../../ports/record-log.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { historyEntry } from '../views/history-view.ts';

/** The span that a record is of: `from` is in it, `until` is not. */
export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

/** The kinds of rows that are no action of a person. */
const NO_ACTIONS: readonly unknown[] = ['transition', 'cleared', 'delivery', 'proof'];

/** The breaks of a job that lay in the period, in part or whole, the oldest first. */
export function breaksOf({ rows, deliveries }: JobLog, ofProof: boolean, period: Period): RecordedBreak[] {
  const byBreak = new Map<number, AuditRow[]>();
  for (const row of rows) {
    const { break_seq: seq } = row.content;
    if (typeof seq === 'number') addTo(byBreak, seq, row);
  }
  const actions = actionsIn(rows);
  return [...byBreak]
    .flatMap(([seq, ofBreak]) => breakOf(seq, ofBreak, notificationsOf(rows, deliveries, seq), actions, ofProof) ?? [])
    .filter(({ began, ended }) => began < period.until && (ended === null || ended >= period.from))
    .sort((a, b) => a.began - b.began);
}

/** What people did, the oldest first. */
export function actionsIn(rows: readonly AuditRow[]): RecordedAction[] {
  return rows
    .filter(({ content }) => !NO_ACTIONS.includes(content.kind))
    .map(({ at, content }) => ({
      at,
      by: text(content.by),
      verb: String(content.kind),
      until: parseInstant(text(content.until) ?? ''),
      reason: text(content.reason),
    }))
    .sort((a, b) => a.at - b.at);
}

function breakOf(
  seq: number,
  rows: readonly AuditRow[],
  notified: readonly RecordedNotification[],
  actions: readonly RecordedAction[],
  ofProof: boolean,
): RecordedBreak | null {
  const transitions = rows.filter(({ content }) => content.kind === 'transition').sort((a, b) => a.at - b.at);
  const first = transitions.find(({ content }) => content.seq === seq) ?? transitions[0];
  if (first === undefined) return null;
  const ended = rows.find(({ content }) => content.kind === 'cleared')?.at ?? null;
  const worst = transitions
    .map(({ content }) => STATES.find((state) => state === content.to) ?? 'green')
    .reduce<State>((a, b) => (STATE_RANK[b] > STATE_RANK[a] ? b : a), 'green');
  if (worst === 'green') return null;
  const acted = actions.filter(({ at }) => at >= first.at && at <= (ended ?? Number.POSITIVE_INFINITY));
  const seconds = (until: Instant | undefined) =>
    until === undefined ? null : Math.round((until - first.at) / SECOND_MS);
  return {
    ofProof,
    began: first.at,
    ended,
    worst,
    reasons: historyEntry(first, null).findings,
    notified,
    acted,
    untilActionS: seconds(acted[0]?.at),
    lastedS: seconds(ended ?? undefined),
  };
}

/** By the final rows and, for what has none, by the claims. */
function notificationsOf(
  rows: readonly AuditRow[],
  deliveries: readonly Delivery[],
  breakSeq: number,
): RecordedNotification[] {
  const final = rows.filter(({ content }) => content.kind === 'delivery' && content.break_seq === breakSeq);
  const known = new Set(final.map(({ atId }) => atId.split('#').slice(2).join('#')));
  const open = deliveries.filter(
    (each) => each.breakSeq === breakSeq && !known.has(claimId(each.eventId, each.personId, each.insteadOf)),
  );
  return [
    ...final.map(({ at, content }) => ({
      at,
      person: String(content.person),
      insteadOf: text(content.instead_of),
      channel: text(content.channel),
      outcome: String(content.outcome),
      state: String(content.state),
    })),
    ...open.map(({ claimedAt, personId, insteadOf, address, outcome, state }) => ({
      at: claimedAt,
      person: personId,
      insteadOf,
      channel: address?.channel ?? null,
      outcome: outcome ?? 'unknown',
      state,
    })),
  ].sort((a, b) => a.at - b.at);
}

/** A text that a row holds; null for nothing. */
export function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

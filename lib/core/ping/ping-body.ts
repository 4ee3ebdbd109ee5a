import type { Heartbeat } from '../evidence/heartbeat.ts';
import { RUN_STATUSES } from '../model/run-status.ts';

/** A longer body is refused. */
export const MAX_ACCEPTED_BYTES = 100_000;
/** So much of a body is kept; clients read it from the `Ping-Body-Limit` header and send no more than that. */
export const MAX_KEPT_BYTES = 10_000;

const MAX_LOCATION = 2_000;

/** What the body of a ping says. */
export type PingBody = Pick<Heartbeat, 'body' | 'sizeBytes' | 'files' | 'location' | 'status'>;

/**
 * Reads a body: its first 10,000 bytes as text, invalid UTF-8 replaced, and the numbers of a body that is a JSON
 * object. What such an object says in another way than expected is left out: no ping is lost over it. So is the key that
 * the ping came with: clients log what they ask for, and a body is shown to people.
 */
export function readPingBody(bytes: Uint8Array, key: string): PingBody {
  const said = jsonObject(bytes);
  return {
    body: bytes.length === 0 ? null : keptText(bytes).replaceAll(key, '(key)'),
    sizeBytes: wholeNumber(said.size_bytes),
    files: wholeNumber(said.files),
    location: typeof said.location === 'string' && said.location.length <= MAX_LOCATION ? said.location : null,
    status: RUN_STATUSES.find((status) => status === said.status) ?? null,
  };
}

function keptText(bytes: Uint8Array): string {
  // A character that the limit cuts in two is left out, instead of being replaced like one that was broken before.
  const isCut = bytes.length > MAX_KEPT_BYTES;
  return new TextDecoder().decode(bytes.subarray(0, MAX_KEPT_BYTES), { stream: isCut });
}

function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = new TextDecoder().decode(bytes).trim();
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

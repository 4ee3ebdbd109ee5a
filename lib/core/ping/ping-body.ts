import { HEARTBEAT_STATUSES, type Heartbeat } from '../evidence/heartbeat.ts';
import { isProofReport } from '../evidence/proof-report.ts';
import { awsRestoreTest } from '../proof/aws-restore-test.ts';

/** Of a longer body only so much is read. */
export const MAX_READ_BYTES = 100_000;
/** So much of what was read is kept; clients read it from the `Ping-Body-Limit` header and send no more than that. */
export const MAX_KEPT_BYTES = 10_000;
/** Of a body that is not kept whole, its beginning; the rest is its end, where the reason of a failure stands. */
const KEPT_HEAD_BYTES = 2_000;
const KEPT_TAIL_BYTES = MAX_KEPT_BYTES - KEPT_HEAD_BYTES;
const LEFT_OUT = '\n...\n';

const MAX_LOCATION = 2_000;

/** What the body of a ping says. */
export interface PingBody extends Pick<Heartbeat, 'body' | 'sizeBytes' | 'files' | 'location' | 'status'> {
  /** It is the report of a proof: the ping says nothing of a run, whatever its address. */
  readonly isProof: boolean;
}

/**
 * Reads a body: its first 2,000 and last 8,000 bytes as text, invalid UTF-8 replaced, and the numbers of a body that is
 * a JSON object. What such an object says in another way than expected is left out: no ping is lost over it. So is the
 * key that the ping came with: clients log what they request, and a body is shown to people.
 */
export function readPingBody(bytes: Uint8Array, key: string): PingBody {
  const said = jsonObject(bytes);
  return {
    body: bytes.length === 0 ? null : keptText(bytes).replaceAll(key, '(key)'),
    sizeBytes: wholeNumber(said.size_bytes),
    files: wholeNumber(said.files),
    location: typeof said.location === 'string' && said.location.length <= MAX_LOCATION ? said.location : null,
    status: HEARTBEAT_STATUSES.find((status) => status === said.status) ?? null,
    isProof: isProofReport(said) || awsRestoreTest(said) !== null,
  };
}

function keptText(bytes: Uint8Array): string {
  if (bytes.length <= MAX_KEPT_BYTES) return new TextDecoder().decode(bytes);
  // A character that a cut goes through is left out, instead of being replaced like one that was broken before.
  const head = new TextDecoder().decode(bytes.subarray(0, KEPT_HEAD_BYTES), { stream: true });
  const tail = new TextDecoder().decode(bytes.subarray(characterFrom(bytes, bytes.length - KEPT_TAIL_BYTES)));
  return `${head}${LEFT_OUT}${tail}`;
}

/** Where the next character begins; a character has at most three bytes that continue it. */
function characterFrom(bytes: Uint8Array, from: number): number {
  for (let at = from; at < from + 4; at += 1) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at;
  }
  return from;
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

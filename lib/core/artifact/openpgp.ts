import { type ArtifactReader, type ReadLimits, Walk } from './artifact-reader.ts';
import { byteAt, type Checked, Damage } from './finding.ts';

/** Packets by their tags (RFC 9580, 5): what only says how the rest is to be read cannot be the last. */
const SESSION_KEY = 1;
const PASSWORD_KEY = 3;
const ONE_PASS_SIGNATURE = 4;
const ENCRYPTED: readonly number[] = [9, 18, 20];
const NEVER_LAST: readonly number[] = [SESSION_KEY, PASSWORD_KEY, ONE_PASS_SIGNATURE];
const HEADER_BYTES = 6;

/** What a packet's first bytes, or those of one of its parts, say. */
interface PacketHeader {
  readonly headerBytes: number;
  /** Null where the packet goes on up to the end of the file. */
  readonly bodyBytes: number | null;
  /** After the body another length follows, and more of the same packet. */
  readonly isPart: boolean;
}

/** True when a message for a key or a password begins here: its first two packets say so. */
export function isEncryptedMessage(head: Uint8Array): boolean {
  const tag = tagOf(head);
  if (tag !== SESSION_KEY && tag !== PASSWORD_KEY) return false;
  const header = headerOf(head);
  if (header === null || header.bodyBytes === null || header.isPart) return false;
  const version = head[header.headerBytes] ?? 0;
  if (version < 3 || version > 6) return false;
  const next = tagOf(head.subarray(header.headerBytes + header.bodyBytes));
  return next === SESSION_KEY || next === PASSWORD_KEY || (next !== null && ENCRYPTED.includes(next));
}

/** Goes from packet to packet, and from part to part of long ones. What is encrypted is not looked at. */
export async function checkOpenPgp(reader: ArtifactReader, limits: ReadLimits): Promise<Checked> {
  const walk = new Walk(reader, limits);
  let last: number | null = null;
  for (let at = 0; at < reader.sizeBytes; ) {
    last = tagOf(await walk.upTo(at, 1));
    if (last === null) throw new Damage('broken', `at ${byteAt(at)} a packet should begin, and none does`);
    const end = await endOfPacket(reader, walk, at);
    if (end === null) {
      return {
        kind: 'tail-not-checkable',
        words: 'it was written without a length, as what is only compressed can be',
      };
    }
    at = end;
  }
  if (last === null || NEVER_LAST.includes(last)) {
    throw new Damage('cut-short', 'it is cut short: its keys are there, and nothing that they open');
  }
  return { kind: 'whole', words: 'every packet follows the one before, up to the end' };
}

/** Null where the packet gives no length. */
async function endOfPacket(reader: ArtifactReader, walk: Walk, start: number): Promise<number | null> {
  let at = start;
  for (let isPart = true; isPart; ) {
    const isFirst = at === start;
    const bytes = await walk.upTo(at, HEADER_BYTES);
    const header = isFirst ? headerOf(bytes) : newLength(bytes, 0);
    if (header === null) throw reader.cutInside('the header of a packet', at);
    if (header.bodyBytes === null) return null;
    at += header.headerBytes + header.bodyBytes;
    if (at > reader.sizeBytes) throw reader.cutInside('the packet', start);
    isPart = header.isPart;
  }
  return at;
}

function tagOf(bytes: Uint8Array): number | null {
  const first = bytes[0] ?? 0;
  if ((first & 0x80) === 0) return null;
  const tag = first & 0x40 ? first & 0x3f : (first >> 2) & 0x0f;
  return tag === 0 ? null : tag;
}

/** Null where the bytes end before it does. */
function headerOf(bytes: Uint8Array): PacketHeader | null {
  const first = bytes[0] ?? 0;
  if (first & 0x40) return newLength(bytes, 1);
  const lengthBytes = [1, 2, 4][first & 3];
  if (lengthBytes === undefined) return { headerBytes: 1, bodyBytes: null, isPart: false };
  return bytes.length > lengthBytes ? definite(1 + lengthBytes, bytes.subarray(1, 1 + lengthBytes)) : null;
}

function newLength(bytes: Uint8Array, at: number): PacketHeader | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 192) return { headerBytes: at + 1, bodyBytes: first, isPart: false };
  if (first < 224) {
    const second = bytes[at + 1];
    return second === undefined
      ? null
      : { headerBytes: at + 2, bodyBytes: (first - 192) * 256 + second + 192, isPart: false };
  }
  if (first < 255) return { headerBytes: at + 1, bodyBytes: 2 ** (first & 0x1f), isPart: true };
  return bytes.length >= at + 5 ? definite(at + 5, bytes.subarray(at + 1, at + 5)) : null;
}

function definite(headerBytes: number, length: Uint8Array): PacketHeader {
  return { headerBytes, bodyBytes: length.reduce((value, byte) => value * 256 + byte, 0), isPart: false };
}

import { checkArmor, kindOfArmor } from '../armor.ts';
import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { uint16be } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, notCheckable, whole } from '../finding.ts';
import { Walk } from '../walk.ts';

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

/** Public-key algorithms, ciphers, ways from a password to a key, and hashes that are in use (RFC 9580, 9). */
const PUBLIC_KEY_ALGORITHMS = [1, 2, 16, 18, 25, 26];
const MAX_CIPHER = 13;
const PASSWORD_TO_KEY = [0, 1, 3, 4];
const MAX_HASH = 14;

/**
 * How many bits of a head have the value that the beginning of an encrypted message allows: its first packet is for a
 * key or a password, and the next one follows where it ends. 0 where it is none.
 */
function recognise(head: Uint8Array): number {
  if (kindOfArmor(head) === 'gpg') return 128;
  const tag = tagOf(head);
  if (tag !== SESSION_KEY && tag !== PASSWORD_KEY) return 0;
  const header = headerOf(head);
  if (header === null || header.bodyBytes === null || header.isPart) return 0;
  const body = head.subarray(header.headerBytes, header.headerBytes + header.bodyBytes);
  const next = tagOf(head.subarray(header.headerBytes + header.bodyBytes));
  const isFollowed = next === SESSION_KEY || next === PASSWORD_KEY || (next !== null && ENCRYPTED.includes(next));
  const version = body[0] ?? 0;
  if (!isFollowed || version < 3 || version > 6) return 0;
  // Tag and length 6 bits, version 8, algorithm 5, the length of the key 13, the next tag 6 and its version 7; or so.
  const isStrict = tag === SESSION_KEY ? isKeyForPublicKey(body) : isKeyForPassword(body);
  return isStrict ? 44 : 16;
}

function isKeyForPublicKey(body: Uint8Array): boolean {
  const [version = 0] = body;
  if (version !== 3 || body.length < 14 || !PUBLIC_KEY_ALGORITHMS.includes(body[9] ?? 0)) return false;
  return (body[9] ?? 0) > 18 || 12 + Math.ceil(uint16be(body, 10) / 8) <= body.length;
}

function isKeyForPassword(body: Uint8Array): boolean {
  const [version = 0, cipher = 0, way = 0, hash = 0] = body;
  if (version > 4) return body.length > 20;
  return version === 4 && cipher <= MAX_CIPHER && PASSWORD_TO_KEY.includes(way) && hash <= MAX_HASH;
}

/** Other messages begin with packets of which only one bit is given. */
async function checkByName(look: Look): Promise<Checked | null> {
  return tagOf(look.reader.head) === null ? null : check(look);
}

/** Goes from packet to packet, and from part to part of long ones. What is encrypted is not looked at. */
async function check({ reader, limits }: Look): Promise<Checked> {
  if (kindOfArmor(reader.head) !== null) return checkArmor(reader);
  const walk = new Walk(reader, limits);
  let last: number | null = null;
  for (let at = 0; at < reader.sizeBytes; ) {
    last = tagOf(await walk.upTo(at, 1));
    if (last === null) throw new Damage(`at ${byteAt(at)} a packet should begin, and none does`);
    const end = await endOfPacket(reader, walk, at);
    if (end === null) {
      return notCheckable('it was written without a length, as what is only compressed can be');
    }
    at = end;
  }
  if (last === null || NEVER_LAST.includes(last)) {
    throw new Damage('it is cut short: its keys are there, and nothing that they open');
  }
  return whole('every packet follows the one before, up to the end');
}

/** Null where the packet gives no length. */
async function endOfPacket(reader: Look['reader'], walk: Walk, start: number): Promise<number | null> {
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

export const OPENPGP = {
  name: 'gpg',
  suffixes: ['gpg', 'pgp'],
  alsoNamed: ['asc'],
  recognise,
  check,
  checkByName,
  docs: {
    checkedBy: 'packet to packet, part to part',
    sees: 'any cut, keys without a message',
    cannotSee:
      'encrypted content; packets without length (only signed or compressed); more than 64 MiB in S3. Armored: any cut is seen',
  },
} as const satisfies KindOfArtifact;

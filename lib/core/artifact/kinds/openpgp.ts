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

/** What is in use (RFC 9580, 9): algorithms with one number and with two, lengths of points of curves, ciphers, hashes. */
const RSA = [1, 2];
const ELGAMAL = 16;
const ECDH = 18;
const X25519 = 25;
const POINT_BITS = [263, 515, 771, 1059];
const CIPHERS = [1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13];
const SALTED_AND_ITERATED = 3;
const AEAD = [1, 2, 3];
const HASHES = [1, 2, 3, 8, 9, 10, 11, 12, 14];
const SALTED_KEY_BYTES = 13;
const SURE_BITS = 43;

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
  const next = head.subarray(header.headerBytes + header.bodyBytes);
  const version = body[0] ?? 0;
  if (!isFollowing(tagOf(next)) || version < 3 || version > 6) return 0;
  const isExact = tag === SESSION_KEY ? isKeyForPublicKey(body) : isKeyForPassword(body);
  // Tag 4 bits, version 8, algorithms 7 or more, lengths that agree 13, the next tag 4 and its version 7.
  return isExact && hasKnownVersion(next) ? SURE_BITS : 16;
}

function isFollowing(tag: number | null): boolean {
  return tag === SESSION_KEY || tag === PASSWORD_KEY || (tag !== null && ENCRYPTED.includes(tag));
}

/** Its numbers fill it to the byte. */
function isKeyForPublicKey(body: Uint8Array): boolean {
  if (body[0] !== 3 || body.length < 14) return false;
  const algorithm = body[9] ?? 0;
  const end = endOfNumber(body, 10);
  if (RSA.includes(algorithm)) return end === body.length;
  if (algorithm === ELGAMAL) return end + 2 <= body.length && endOfNumber(body, end) === body.length;
  if (algorithm === X25519) return 43 + (body[42] ?? 0) === body.length;
  return algorithm === ECDH && POINT_BITS.includes(uint16be(body, 10)) && end + 1 + (body[end] ?? 0) === body.length;
}

function endOfNumber(body: Uint8Array, at: number): number {
  return at + 2 + Math.ceil(uint16be(body, at) / 8);
}

function isKeyForPassword(body: Uint8Array): boolean {
  const [version = 0, cipher = 0, way = 0, hash = 0, later = 0] = body;
  if (version === 5) {
    const isKnown = CIPHERS.includes(cipher) && AEAD.includes(way) && HASHES.includes(later);
    return isKnown && hash === SALTED_AND_ITERATED;
  }
  const isKnown = CIPHERS.includes(cipher) && HASHES.includes(hash);
  return version === 4 && way === SALTED_AND_ITERATED && isKnown && body.length === SALTED_KEY_BYTES;
}

function hasKnownVersion(packet: Uint8Array): boolean {
  const version = packet[headerOf(packet)?.headerBytes ?? packet.length] ?? 0;
  switch (tagOf(packet)) {
    case SESSION_KEY:
      return version === 3;
    case PASSWORD_KEY:
      return version === 4 || version === 5;
    case 9:
      return false;
    default:
      return version === 1 || version === 2;
  }
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
  const words = 'every packet follows the one before, up to the end';
  return recognise(reader.head) < SURE_BITS ? notCheckable(`${words}; by chance that is so as well`) : whole(words);
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

import { hasText, textOf } from './byte-fields.ts';

export const TAR_BLOCK_BYTES = 512;

const LINK = '1';
const PAX_HEADER = 'x';
const PAX_GLOBAL = 'g';
const OLD_SPARSE = 'S';
/** GNU tar: the rest of a member that began in another volume, and a volume's label. */
const VOLUME = 'MV';
/** GNU tar: a member's name, or a link's, that is too long for its own header. */
const LONG_NAME = 'LK';

/** One member's header, as far as it says where the next one begins. */
export interface TarHeader {
  /** Bytes of content after it, filled up to whole blocks. */
  readonly contentBytes: number;
  /** Its content says more of the next member: lines of `key=value`, or a long name. */
  readonly isPax: boolean;
  /** It says something of the members that follow, and is none. */
  readonly isGlobal: boolean;
  /** It is of one of several volumes. */
  readonly isVolume: boolean;
  /** Blocks that list holes lie between it and its content. */
  readonly hasMoreHoles: boolean;
}

/** Null where the block is no header: its checksum is not that of its bytes. (POSIX pax, "ustar Interchange Format".) */
export function readTarHeader(block: Uint8Array): TarHeader | null {
  if (block.length < TAR_BLOCK_BYTES || !hasItsChecksum(block)) return null;
  const type = textOf(block.subarray(156, 157));
  const sizeBytes = type === LINK ? 0 : numberOf(block.subarray(124, 136));
  if (sizeBytes === null) return null;
  return {
    contentBytes: inWholeBlocks(sizeBytes),
    isPax: type === PAX_HEADER || LONG_NAME.includes(type),
    isGlobal: type === PAX_GLOBAL,
    isVolume: VOLUME.includes(type),
    hasMoreHoles: type === OLD_SPARSE && hasText(block, 257, 'ustar  ') && block[482] === 1,
  };
}

/** True when a block that lists holes is followed by another. */
export function hasMoreHoles(block: Uint8Array): boolean {
  return block[504] === 1;
}

/** The size that lines of `key=value` give the next member, in whole blocks; null where they give none. */
export function paxContentBytes(content: Uint8Array): number | null {
  const size = /(?:^|\n)\d+ size=(\d+)\n/.exec(textOf(content))?.[1];
  return size === undefined ? null : inWholeBlocks(Number(size));
}

function inWholeBlocks(bytes: number): number {
  return Math.ceil(bytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
}

/**
 * The sum of all bytes, the field itself counted as spaces; some old writers summed signed bytes. An empty field, or a
 * binary one, is no checksum: too much else has one.
 */
function hasItsChecksum(block: Uint8Array): boolean {
  const digits = /^[ \0]*([0-7]{3,8})[ \0]*$/.exec(textOf(block.subarray(148, 156)))?.[1];
  if (digits === undefined) return false;
  const written = Number.parseInt(digits, 8);
  let unsigned = 8 * 0x20;
  let signed = 8 * 0x20;
  block.subarray(0, TAR_BLOCK_BYTES).forEach((byte, i) => {
    if (i >= 148 && i < 156) return;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  });
  return written === unsigned || written === signed;
}

/** Octal digits between spaces and a zero byte; or, with the first bit set, a binary number, highest byte first. */
function numberOf(field: Uint8Array): number | null {
  if ((field[0] ?? 0) & 0x80)
    return field.subarray(1).reduce((value, byte) => value * 256 + byte, (field[0] ?? 0) & 0x3f);
  const digits = /^[ \0]*([0-7]*)[ \0]*$/.exec(textOf(field))?.[1];
  return digits === undefined ? null : Number.parseInt(digits || '0', 8);
}

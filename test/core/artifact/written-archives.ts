import { bytesOf, joined, le16, le32 } from './written-bytes.ts';

/** A zip of uncompressed files. Checksums are left 0: they are not looked at. */
export function zipOf(contents: readonly Uint8Array[], comment = ''): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let at = 0;
  contents.forEach((content, i) => {
    const name = bytesOf(`file-${i}`);
    const sizes = [le32(0), le32(content.length), le32(content.length), le16(name.length), le16(0)];
    const shared = [le16(20), le16(0), le16(0), le32(0), ...sizes];
    locals.push(joined([le32(0x04034b50), ...shared, name, content]));
    const rest = [le16(0), le16(0), le16(0), le32(0), le32(at), name];
    centrals.push(joined([le32(0x02014b50), le16(20), ...shared, ...rest]));
    at += locals.at(-1)?.length ?? 0;
  });
  const directory = joined(centrals);
  const count = le16(contents.length);
  const end = [le32(0x06054b50), le32(0), count, count, le32(directory.length), le32(at), le16(comment.length)];
  return joined([...locals, directory, ...end, bytesOf(comment)]);
}

/** zstd frames of uncompressed blocks. */
export function zstdOf(blocks: readonly Uint8Array[]): Uint8Array {
  const written = blocks.map((block, i) => {
    const header = (block.length << 3) | (i === blocks.length - 1 ? 1 : 0);
    return joined([le32(header).subarray(0, 3), block]);
  });
  return joined([le32(0xfd2fb528), Uint8Array.of(0x00, 0x58), ...written]);
}

/** An lz4 frame of uncompressed blocks, without checksums. */
export function lz4Of(blocks: readonly Uint8Array[]): Uint8Array {
  const written = blocks
    .filter(({ length }) => length > 0)
    .map((block) => joined([le32(2 ** 31 + block.length), block]));
  return joined([le32(0x184d2204), Uint8Array.of(0x60, 0x70, 0x73), ...written, le32(0)]);
}

/** A message for a password, its encrypted part in pieces of 512 bytes and a last one, as gpg writes to a pipe. */
export function gpgOf(encrypted: Uint8Array): Uint8Array {
  // The version of the encrypted packet.
  const content = joined([Uint8Array.of(1), encrypted]);
  const passwordKey = [Uint8Array.of(0xc3, 13, 4, 9, 3, 8), new Uint8Array(8), Uint8Array.of(0x60)];
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (; content.length - at > 512; at += 512) pieces.push(Uint8Array.of(0xe9), content.subarray(at, at + 512));
  const last = content.subarray(at);
  return joined([
    ...passwordKey,
    Uint8Array.of(0xd2),
    ...pieces,
    Uint8Array.of(0xff, 0, 0, last.length >> 8, last.length & 0xff),
    last,
  ]);
}

/** The header of an SQLite file, and as many pages as it counts. */
export function sqliteOf(pages: number, pageBytes: number): Uint8Array {
  const file = Buffer.alloc(pages * pageBytes);
  file.write('SQLite format 3\0', 'latin1');
  file.writeUInt16BE(pageBytes === 65536 ? 1 : pageBytes, 16);
  file.writeUInt32BE(7, 24);
  file.writeUInt32BE(pages, 28);
  file.writeUInt32BE(7, 92);
  return new Uint8Array(file);
}

import { bytesOf, joined } from './written-bytes.ts';

export interface TarMember {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/** One member's header, as tar writes it. A size beyond octal digits is written as a binary number. */
export function tarHeader(name: string, sizeBytes: number, type = '0'): Uint8Array {
  const header = new Uint8Array(BLOCK);
  header.set(bytesOf(name), 0);
  header.set(bytesOf('0000644\0'), 100);
  header.set(bytesOf('0000000\0'), 108);
  header.set(bytesOf('0000000\0'), 116);
  if (sizeBytes < 8 ** 11) header.set(bytesOf(`${sizeBytes.toString(8).padStart(11, '0')}\0`), 124);
  else {
    header[124] = 0x80;
    new DataView(header.buffer).setBigUint64(128, BigInt(sizeBytes));
  }
  header.set(bytesOf('00000000000\0'), 136);
  header.set(bytesOf('        '), 148);
  header.set(bytesOf(type), 156);
  header.set(bytesOf('ustar\x0000'), 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return header;
}

function filled(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(content.length / BLOCK) * BLOCK);
  whole.set(content);
  return whole;
}

/** An archive with its end mark and nothing after it. */
export function tarOf(members: readonly TarMember[]): Uint8Array {
  const parts = members.flatMap(({ name, content }) => [tarHeader(name, content.length), filled(content)]);
  return joined([...parts, new Uint8Array(2 * BLOCK)]);
}

/** As `tarOf`, with every member's size in a pax header and none in its own, as large files are written. */
export function paxTarOf(members: readonly TarMember[]): Uint8Array {
  const parts = members.flatMap(({ name, content }) => {
    const line = ` size=${content.length}\n`;
    const record = bytesOf(`${line.length + 2}${line}`);
    return [tarHeader('pax', record.length, 'x'), filled(record), tarHeader(name, 0), filled(content)];
  });
  return joined([...parts, new Uint8Array(2 * BLOCK)]);
}

import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A line that is longer is passed on in pieces: memory must not grow with what a command writes. */
const LONGEST_LINE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Passes what a command writes through, byte for byte, in whole lines, so that its two outputs never mix inside one. A
 * progress bar's line ends in a carriage return. A reader that has gone away loses the output and not the backup.
 */
export async function passThrough(from: Readable, to: Writable, seen: (lines: Buffer) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  const pass = async (lines: Buffer) => {
    if (lines.length === 0) return;
    seen(lines);
    if (!to.writable || to.write(lines)) return;
    // Whoever reads slowly slows the command down, as a pipe without us would.
    await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => {});
  };
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN)) + 1;
      const cut = end === 0 && bytes.length > LONGEST_LINE_BYTES ? bytes.length : end;
      rest = bytes.subarray(cut);
      await pass(bytes.subarray(0, cut));
    }
  } catch {
    // It was taken away: the command has ended, and something it left in the background held its output open.
  }
  await pass(rest);
}

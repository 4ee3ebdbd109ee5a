import { printText } from './print-text.ts';

/** Past this the reader of a watch is too slow: lines are dropped and counted. */
const MAX_WAITING_BYTES = 1 << 20;

let isBroken = false;
let dropped = 0;

/**
 * Makes standard output and standard error best effort: a full disk or a reader that closed its end changes nothing but
 * the exit status of a command that would have ended with 0.
 */
export function tolerateLostOutput(): void {
  process.stdout.on('error', () => {
    isBroken = true;
  });
  process.stderr.on('error', () => {});
}

/** Resolves, when all that was printed is out, to whether it could be written. */
export async function isOutputWritten(): Promise<boolean> {
  if (!isBroken && !process.stdout.destroyed) {
    // Nothing is written where nothing waits: a full disk matters only to a command that prints.
    if (process.stdout.writableLength > 0) {
      await new Promise<void>((resolve) => {
        process.stdout.write('', () => resolve());
      });
    }
    // A failed write is reported after its callback.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return !isBroken;
}

/** Prints a line of a process that must not wait for whatever reads it. */
export function printUnheld(line: string): void {
  if (isBroken) return;
  if (process.stdout.writableLength > MAX_WAITING_BYTES) {
    dropped += 1;
    return;
  }
  if (dropped > 0) process.stderr.write(`sentinel: ${dropped} lines were dropped, since nothing read them\n`);
  dropped = 0;
  printText(line);
}

/** Node writes to a pipe and waits; after this, what does not fit is kept and written when the reader goes on. */
export function neverWaitForReader(): void {
  const { _handle: handle } = process.stdout as { _handle?: { setBlocking?: (blocking: boolean) => void } };
  handle?.setBlocking?.(false);
}

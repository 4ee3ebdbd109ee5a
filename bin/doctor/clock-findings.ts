import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { DAY_MS, formatMinute, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { LastPass } from '../../lib/ports/state-store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const ANSWER_LIMIT_MS = 3_000;
const SYNCHRONIZE = 'set the clock and have it synchronized: timedatectl set-ntp true';

/**
 * Whether the machine's clock can be right: not before the program was installed or the last pass was made, and
 * synchronized, as far as the system says so. `program`: the program's file.
 */
export async function clockFindings(
  now: Instant,
  program: string,
  lastPass: LastPass | null,
): Promise<readonly Finding[]> {
  const { mtimeMs } = await stat(program).catch(() => ({ mtimeMs: 0 }));
  if (now < mtimeMs - DAY_MS) {
    return [fail('clock', `it is ${formatMinute(now)} by this clock, before the program was installed`, SYNCHRONIZE)];
  }
  if (lastPass !== null && lastPass.at > now + 5 * MINUTE_MS) {
    const message = `the last pass was at ${formatMinute(lastPass.at)}, which is ahead of this clock (${formatMinute(now)})`;
    return [fail('clock', message, `one of the two was wrong; ${SYNCHRONIZE}`)];
  }
  if ((await isSynchronized()) === false)
    return [warn('clock', 'the system says that it is not synchronized', SYNCHRONIZE)];
  return [ok('clock', `it is ${formatMinute(now)}`)];
}

/** Null where the system does not say. */
async function isSynchronized(): Promise<boolean | null> {
  try {
    const asked = ['show', '--property=NTPSynchronized', '--value'];
    const { stdout } = await promisify(execFile)('timedatectl', asked, { timeout: ANSWER_LIMIT_MS });
    return stdout.trim() === 'yes' ? true : stdout.trim() === 'no' ? false : null;
  } catch {
    return null;
  }
}

import { ProofEnd } from '../proof-end.ts';

const FULL =
  /No space left on device|disk full|disk is full|Disk quota exceeded|ENOSPC|EDQUOT|database or disk is full|errno: 28\b/i;

/** The end of a proof whose scratch is full, from an error or from what a tool wrote; null for anything else. */
export function scratchFull(said: unknown, scratch: string, outputTail = ''): ProofEnd | null {
  const { code = '', message = '' } =
    said instanceof Error ? (said as NodeJS.ErrnoException) : { message: String(said) };
  if (!FULL.test(`${code} ${message}`)) return null;
  return new ProofEnd(
    'host-failed',
    `${scratch} is full; free space there, name another folder with --scratch, or raise --scratch-factor so that this is found before anything is fetched`,
    outputTail,
  );
}

import { formatAge } from '../quantity.ts';
import { localTime, type Reading } from './local-time.ts';
import type { AtRisk } from './notice.ts';

/** What is lost with the source now. */
export function riskWords({ seconds, lastGoodAt, isUnseen, isNeverSeen }: AtRisk, reading: Reading): string {
  if (isUnseen) {
    const known =
      lastGoodAt === null ? 'none was known before' : `the newest known is of ${localTime(lastGoodAt, reading)}`;
    return `Whether there is a good copy cannot be seen; ${known}.`;
  }
  if (isNeverSeen && lastGoodAt === null) return 'No copy has ever been seen: lose it now and you lose everything.';
  if (seconds === null || lastGoodAt === null) return 'Lose it now and you lose everything: there is no good copy.';
  return `Lose it now and you lose ${formatAge(seconds)}; newest good copy ${localTime(lastGoodAt, reading)}.`;
}

/** The same, shorter, for a line among many. */
export function briefRiskWords({ seconds, lastGoodAt, isUnseen }: AtRisk, reading: Reading): string {
  if (isUnseen)
    return lastGoodAt === null
      ? 'good copies cannot be seen'
      : `good copies cannot be seen; newest known ${localTime(lastGoodAt, reading)}`;
  if (seconds === null || lastGoodAt === null) return 'no good copy';
  return `${formatAge(seconds)} at risk; newest good copy ${localTime(lastGoodAt, reading)}`;
}

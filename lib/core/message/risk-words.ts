import { formatAge } from '../quantity.ts';
import { localDate, localTime, type Reading } from './local-time.ts';
import type { AtRisk } from './notice.ts';

/** What is lost with the source now, and whether what there is could be restored. */
export function riskWords(atRisk: AtRisk, reading: Reading): string {
  const restorable = restorableWords(atRisk, reading);
  if (atRisk.isOfProofs) return restorable === null ? 'Never proven restorable.' : sentence(restorable);
  const deleted = deletedWords(atRisk, reading);
  const more = [deleted, restorable].filter((words) => words !== null).map(sentence);
  return [lossWords(atRisk, reading), ...more].join(' ');
}

/** `the last good copy will be deleted about Fri 4 Dec`; null outside a break, and where that is not known. */
export function deletedWords({ deletedAbout }: Pick<AtRisk, 'deletedAbout'>, reading: Reading): string | null {
  if (deletedAbout === undefined) return null;
  return deletedAbout <= reading.at
    ? 'the last good copy may be deleted any time now'
    : `the last good copy will be deleted about ${localDate(deletedAbout, reading)}`;
}

/** `proven restorable: Sun 04:00`; null where the rule does not ask for it. */
export function restorableWords({ restorable }: Pick<AtRisk, 'restorable'>, reading: Reading): string | null {
  if (restorable === null) return null;
  const { provenAt } = restorable;
  return provenAt === null ? 'never proven restorable' : `proven restorable: ${localTime(provenAt, reading)}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function lossWords({ seconds, lastGoodAt, isUnseen, isNeverSeen }: AtRisk, reading: Reading): string {
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
export function briefRiskWords(atRisk: AtRisk, reading: Reading): string {
  const restorable = restorableWords(atRisk, reading);
  if (atRisk.isOfProofs) return restorable ?? 'never proven restorable';
  const words = [briefLossWords(atRisk, reading), deletedWords(atRisk, reading), restorable];
  return words.filter((each) => each !== null).join('; ');
}

function briefLossWords({ seconds, lastGoodAt, isUnseen }: AtRisk, reading: Reading): string {
  if (isUnseen)
    return lastGoodAt === null
      ? 'good copies cannot be seen'
      : `good copies cannot be seen; newest known ${localTime(lastGoodAt, reading)}`;
  if (seconds === null || lastGoodAt === null) return 'no good copy';
  return `${formatAge(seconds)} at risk; newest good copy ${localTime(lastGoodAt, reading)}`;
}

import { expect, test } from 'vitest';
import type { AtRisk } from '../../../lib/core/message/notice.ts';
import { briefRiskWords, deletedWords, riskWords } from '../../../lib/core/message/risk-words.ts';

const READING = { timezone: 'Europe/Berlin', at: Date.parse('2026-11-30T08:00:00Z') };
const RISK: AtRisk = {
  ...{ seconds: 93_600, lastGoodAt: Date.parse('2026-11-29T06:00:00Z'), isUnseen: false, isNeverSeen: false },
  ...{ restorable: null, isOfProofs: false },
};
const about = (text: string) => ({ ...RISK, deletedAbout: Date.parse(text) });

test('the day on which the last good copy goes is said behind what is at risk', () => {
  expect(riskWords(about('2026-12-03T23:30:00Z'), READING)).toBe(
    'Lose it now and you lose 26 hours; newest good copy Sun 07:00. The last good copy will be deleted about Fri 4 Dec.',
  );
  expect(briefRiskWords(about('2026-12-03T23:30:00Z'), READING)).toBe(
    '26 hours at risk; newest good copy Sun 07:00; the last good copy will be deleted about Fri 4 Dec',
  );
});

test('a day that is over is not named', () => {
  expect(deletedWords(about('2026-11-30T08:00:00Z'), READING)).toBe('the last good copy may be deleted any time now');
});

test('where it is not known, there is no word of it', () => {
  expect(deletedWords(RISK, READING)).toBeNull();
  expect(riskWords(RISK, READING)).toBe('Lose it now and you lose 26 hours; newest good copy Sun 07:00.');
});

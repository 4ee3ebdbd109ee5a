import { expect, test } from 'vitest';
import { CLAUSES } from '../../../lib/rules-doc/clauses/registry.ts';
import { Grammar } from '../../../lib/rules-doc/sentence/grammar.ts';
import { quantitiesIn } from '../../../lib/rules-doc/sentence/quantities-in.ts';

const GRAMMAR = new Grammar(CLAUSES, []);

const SIZES = ['at least 5 GB', 'at most 5 GB'];
const PERCENTS = ['flag if it shrinks more than 50%', 'flag if it grows more than 50%', 'allow 50% extra'];
const DURATIONS = ['every 36 hours', 'allow 36 hours', 'allow 36 hours late', 'finish within 36 hours'];

test.each<[text: string, offers: readonly string[]]>([
  ['something else', []],
  ['', []],
  // Sizes: a floor unless the words are of a ceiling.
  ['around 5 GB', SIZES],
  ['around 5 GB, not 7 GB', SIZES],
  ['the most is 5 GB', SIZES.toReversed()],
  ['max. 5 GB', SIZES.toReversed()],
  ['stays under 5 GB', SIZES.toReversed()],
  ['Below 5 GB', SIZES.toReversed()],
  ['no larger than 5 GB', SIZES.toReversed()],
  ['never exceeds 5 GB', SIZES.toReversed()],
  // Percentages, by what they are of.
  ['something 50%', PERCENTS],
  ['something 50 percent', PERCENTS],
  ['something 50 per cent', PERCENTS],
  ['something 50 pct', PERCENTS],
  ['something once a quarter', []],
  ['something by half', PERCENTS],
  ['something 50', []],
  ['shrinkage 50%', PERCENTS.slice(0, 1)],
  ['a drop of 50%', PERCENTS.slice(0, 1)],
  ['50% smaller', PERCENTS.slice(0, 1)],
  ['50% less', PERCENTS.slice(0, 1)],
  ['falls 50%', PERCENTS.slice(0, 1)],
  ['decreased 50%', PERCENTS.slice(0, 1)],
  ['reduced 50%', PERCENTS.slice(0, 1)],
  ['loses 50%', PERCENTS.slice(0, 1)],
  ['schrumpft um 50%', PERCENTS.slice(0, 1)],
  ['50% kleiner', PERCENTS.slice(0, 1)],
  ['growth 50%', PERCENTS.slice(1, 2)],
  ['50% bigger', PERCENTS.slice(1, 2)],
  ['50% larger', PERCENTS.slice(1, 2)],
  ['increase 50%', PERCENTS.slice(1, 2)],
  ['Wachstum 50%', PERCENTS.slice(1, 2)],
  ['50% extra', PERCENTS.slice(2)],
  ['allowance 50%', PERCENTS.slice(2)],
  ['50% late', PERCENTS.slice(2)],
  ['allowed to be smaller, 50%', PERCENTS.slice(2)],
  // Times of day, with their days.
  ['somehow 02:30', ['at 02:30']],
  ['somehow 02:30, then 14:00, then 02:30', ['at 02:30 and 14:00']],
  ['somehow 02:30 Mondays', ['at 02:30 on mon']],
  ['before 02:30', ['by 02:30', 'at 02:30']],
  ['until 02:30 or 14:00', ['by 02:30', 'at 02:30 and 14:00']],
  ['the latest 02:30 weekdays', ['by 02:30 on weekdays', 'at 02:30 on weekdays']],
  ['deadline 02:30', ['by 02:30', 'at 02:30']],
  ['somehow Mondays', ['at 02:00 on mon']],
  ['somehow daily, Mondays', ['at 02:00 on mon']],
  // Files.
  ['some 12 files', ['at least 12 files']],
  ['some 12 files of 5 GB', ['at least 12 files', ...SIZES]],
  // Durations, by what they are of.
  ['something 36 hours', DURATIONS],
  ['something 36 hours, not 48 hours', DURATIONS],
  ['escalation 36 hours', ['escalate after 36 hours']],
  ['Eskalation 36 hours', ['escalate after 36 hours']],
  ['takes 36 hours', ['finish within 36 hours']],
  ['taking 36 hours', ['finish within 36 hours']],
  ['finishes 36 hours', ['finish within 36 hours']],
  ['done 36 hours', ['finish within 36 hours']],
  ['Dauer 36 hours', ['finish within 36 hours']],
  ['lasting 36 hours', ['finish within 36 hours']],
  ['duration 36 hours', ['finish within 36 hours']],
  ['runtime 36 hours', ['finish within 36 hours']],
  ['36 hours late', ['allow 36 hours late']],
  ['grace 36 hours', ['allow 36 hours late']],
  ['delay 36 hours', ['allow 36 hours late']],
  ['36 hours zu spät', ['allow 36 hours late']],
  ['36 hours zu spaet', ['allow 36 hours late']],
  ['36 hours old', ['allow 36 hours', 'alert after 36 hours']],
  ['age 36 hours', ['allow 36 hours', 'alert after 36 hours']],
  ['stale 36 hours', ['allow 36 hours', 'alert after 36 hours']],
  ['36 hours alt', ['allow 36 hours', 'alert after 36 hours']],
  // Several: in the order files, size, percentage, times, duration.
  ['5 GB, 50%, somehow 02:30, 36 hours', [...SIZES, ...PERCENTS, 'at 02:30', ...DURATIONS]],
])('of %j', (text, offers) => {
  expect(quantitiesIn(GRAMMAR, text)).toEqual(offers);
});

import type { Escalation } from '../../core/decision/rule.ts';
import { DAY_S, HOUR_S } from '../../core/instant.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { Allowance, Clause, ClauseValues } from './clause-values.ts';
import { readDays, readTime } from './times.ts';
import { bad, good, type Reading, readDuration, readPercent, readSize } from './units.ts';

type Reader<K extends Clause> = (text: string) => Reading<ClauseValues[K]>;

const PERIODS: ReadonlyMap<string, ClauseValues['every']> = new Map([
  ['hourly', { seconds: HOUR_S, unitS: HOUR_S }],
  ['hour', { seconds: HOUR_S, unitS: HOUR_S }],
  ['daily', { seconds: DAY_S, unitS: HOUR_S }],
  ['nightly', { seconds: DAY_S, unitS: HOUR_S }],
  ['day', { seconds: DAY_S, unitS: HOUR_S }],
  ['night', { seconds: DAY_S, unitS: HOUR_S }],
  ['weekly', { seconds: 7 * DAY_S, unitS: DAY_S }],
  ['week', { seconds: 7 * DAY_S, unitS: DAY_S }],
]);

function readEvery(text: string): Reading<ClauseValues['every']> {
  const named = PERIODS.get(text);
  return named === undefined ? readDuration(text) : good(named);
}

function readAllow(text: string): Reading<Allowance> {
  const written = text.replace(/^up to /, '');
  if (/%|percent/.test(written)) {
    if (!/(%|percent) extra$/.test(written)) {
      return bad(
        'WRONG_UNIT',
        `allow ${quoted(written)} does not say what the percentage is of; write allow 10% extra`,
      );
    }
    const percent = readPercent(written.replace(/ extra$/, ''));
    return percent.ok ? good({ kind: 'extra', percent: percent.value }) : percent;
  }
  if (/^\d{1,15}(\.\d{1,9})?$/.test(written)) return good({ kind: 'unitless', amount: Number(written) });
  const duration = readDuration(written, 'zero');
  return duration.ok ? good({ kind: 'time', seconds: duration.value.seconds }) : duration;
}

function seconds(text: string, least: 'positive' | 'zero'): Reading<number> {
  const duration = readDuration(text, least);
  return duration.ok ? good(duration.value.seconds) : duration;
}

function readEscalate(text: string): Reading<Escalation> {
  if (text === 'next day' || text === 'the next day') return good({ kind: 'next-day' });
  if (text === 'never') return good({ kind: 'never' });
  if (!text.startsWith('after ')) {
    return bad(
      'UNKNOWN_CLAUSE',
      `escalate ${quoted(text)} is not understood; write next day, after 36 hours, or never`,
    );
  }
  const duration = readDuration(text.slice('after '.length));
  return duration.ok ? good({ kind: 'after', afterS: duration.value.seconds }) : duration;
}

function readCheck(text: string): Reading<number> {
  const every = readEvery(text.replace(/^every /, ''));
  return every.ok ? good(every.value.seconds) : every;
}

/**
 * Reads what stands behind a clause's name, in lower case and with single blanks. Both the sentence and the mapping
 * form end up here, so that they cannot differ. A cron expression is looked at later: whether it has a next time
 * depends on now, and sentences are remembered.
 */
export const CLAUSE_READERS: { readonly [K in Clause]: Reader<K> } = {
  every: readEvery,
  allow: readAllow,
  at: readTime,
  on: readDays,
  cron: (text) => good(text),
  alert_after: (text) => seconds(text, 'positive'),
  margin: (text) => readPercent(text),
  early: (text) => seconds(text, 'zero'),
  at_least: readSize,
  at_most: readSize,
  alert_below: readSize,
  shrink: (text) => readPercent(text),
  warn_shrink: (text) => readPercent(text),
  finish_within: (text) => seconds(text, 'positive'),
  escalate: readEscalate,
  check: readCheck,
};

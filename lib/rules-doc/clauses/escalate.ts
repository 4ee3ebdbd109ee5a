import * as z from 'zod';
import { DAY_S } from '../../core/instant.ts';
import type { Escalation } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { type Duration, formatPeriod } from '../sentence/slots/duration.ts';
import { type Clause, refusal, way } from './clause.ts';
import { good } from './units.ts';

const escalate = (value: Escalation) => good({ escalate: value });

/** `escalate next day`, `escalate after 36 hours`, `never escalate`. */
export const escalateClause: Clause<'escalate', Escalation> = {
  name: 'escalate',
  ways: [
    way('escalate [on] [the] next day', () => escalate({ kind: 'next-day' })),
    way<[Duration]>('(escalate | escalation) after {duration-or-none}', ({ seconds }) =>
      escalate({ kind: 'after', afterS: seconds }),
    ),
    way('(never escalate | never escalates | escalate never | never escalated)', () => escalate({ kind: 'never' })),
    way("(do not | don't | dont | not) (escalate | be escalated)", () => escalate({ kind: 'never' })),
    way('(no escalation | without escalation | no escalations | escalation never)', () => escalate({ kind: 'never' })),
    refusal(
      'escalate (immediately | at once | right away | instantly | now | straight away | directly | as soon as possible | asap)',
      () =>
        'the owner needs a chance first; write escalate after 1 hour, with the time that is meant, or urgent: true under the job',
    ),
    refusal('escalate (tomorrow | the day after | the following day)', () => 'write escalate next day'),
    refusal<[Duration]>(
      'escalate (in | within | if (not fixed | unfixed) (in | within | after)) {duration}',
      ({ seconds }) => `write escalate after ${formatPeriod(seconds)}`,
    ),
    refusal<[string]>(
      'escalate [alerts | it] [to] {name}',
      (name) => `whom it escalates to is a key; write escalate_to: ${name} under the job, its group or settings`,
    ),
    refusal(
      '(escalate | escalation)',
      () => 'when it escalates is not said; write escalate next day, escalate after 36 hours, or never escalate',
    ),
  ],
  canonical: escalationText,
  toMapping: (value) => ({
    escalate: value.kind === 'after' ? value.afterS : value.kind === 'never' ? 'never' : 'next day',
  }),
  fromMapping: (mapping) =>
    typeof mapping.escalate === 'number'
      ? { kind: 'after', afterS: mapping.escalate }
      : { kind: mapping.escalate === 'never' ? 'never' : 'next-day' },
  sentences: (text) => [`escalate ${text}`],
  schema: z
    .string()
    .meta({ description: 'next day, after 36 hours, or never', examples: ['next day', 'after 36 hours', 'never'] }),
  docs: {
    write: 'escalate after 36 hours',
    also: ['escalate next day', 'never escalate', 'do not escalate', 'no escalation'],
    means: 'when the next person is notified if it is not fixed; the next day unless said',
  },
  limits: (value) => ({ escalation: value ?? { kind: 'next-day' } }),
  describe: ({ escalation }) =>
    escalation.kind === 'after' ? `escalate after ${formatDuration(escalation.afterS)}` : escalationText(escalation),
  compare: ({ escalation: from }, { escalation: to }) => {
    const [fromText, toText] = [shortText(from), shortText(to)];
    if (fromText === toText) return null;
    const [was, is] = [patience(from), patience(to)];
    const direction = was === is ? 'changed' : is < was ? 'tightened' : 'loosened';
    return { what: 'escalate', from: fromText, to: toText, direction };
  },
};

function escalationText(value: Escalation): string {
  switch (value.kind) {
    case 'never':
      return 'never escalate';
    case 'next-day':
      return 'escalate next day';
    case 'after':
      return `escalate after ${formatPeriod(value.afterS)}`;
  }
}

function shortText(value: Escalation): string {
  return value.kind === 'never' ? 'never' : escalationText(value).replace('escalate ', '');
}

/** How long the owner has before it goes higher; `next day` stands for a day. */
function patience(escalation: Escalation): number {
  if (escalation.kind === 'never') return Number.POSITIVE_INFINITY;
  return escalation.kind === 'after' ? escalation.afterS : DAY_S;
}

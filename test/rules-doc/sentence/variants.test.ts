import { describe, expect, test } from 'vitest';
import { read, withJob } from '../read.ts';
import { meaningOf } from './same-rule.ts';
import { REFUSED, SCHEDULES, type Variants, WINDOWS } from './variants.ts';

const BASE = { every: 86_400 };

function lint(sentence: string) {
  return read(withJob(`backup: ./orders/{run}/\nfinished: marker _SUCCESS\nrule: ${JSON.stringify(sentence)}`));
}

const rowsOf = (table: Variants) => table.flatMap(([meaning, texts]) => texts.map((text) => [text, meaning] as const));
const rows = [
  ...rowsOf(SCHEDULES),
  ...rowsOf(WINDOWS).map(([text, meaning]) => [`every 24 hours; ${text}`, { ...BASE, ...meaning }] as const),
];
const refused = REFUSED.flatMap(([mentions, texts]) => texts.map((text) => [text, mentions] as const));

describe('the same rule in other words', () => {
  test.each(rows)('%s', (text, meaning) => {
    const { problems, understood } = lint(text);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(meaningOf(understood?.[0]?.rule ?? {})).toEqual(meaningOf(meaning));
  });
});

describe('what says nothing sure is refused with what to write', () => {
  test.each(refused)('%s', (text, mentions) => {
    const errors = lint(text).problems.filter(({ severity }) => severity === 'error');
    const said = errors.map(({ message }) => message.toLowerCase()).join('\n');
    expect(said).not.toBe('');
    expect(mentions.length === 0 || mentions.some((mention) => said.includes(mention)), said).toBe(true);
  });
});

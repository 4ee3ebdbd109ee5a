import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codes, read, withJob } from '../read.ts';
import { meaningOf } from './same-rule.ts';

interface Want {
  readonly error?: boolean;
  readonly mentions?: readonly string[];
  readonly all?: boolean;
}

interface Case {
  readonly id: string;
  readonly group: string;
  readonly text: string;
  readonly base: string | null;
  readonly want: Want & Readonly<Record<string, unknown>>;
}

const { sentences, bases } = JSON.parse(readFileSync('test/rules-doc/sentence/sentences.json', 'utf8')) as {
  readonly sentences: readonly Case[];
  readonly bases: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const textOf = ({ base, text }: Case) => (base === null ? text : `${base}; ${text}`);
const understood = sentences.filter(({ want }) => !want.error);
const refused = sentences.filter(({ want }) => want.error);

function lint(sentence: string) {
  const text = withJob(`backup: ./orders/{run}/\nfinished: marker _SUCCESS\nrule: ${JSON.stringify(sentence)}`);
  return read(text, { isAdvised: true });
}

function errorsOf(sentence: string): readonly string[] {
  return lint(sentence)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

describe('sentences as people write them are understood as they mean them', () => {
  test.each(understood.map((each) => [each.id, textOf(each), each] as const))(
    '%s %s',
    (_, sentence, { base, want }) => {
      const { problems, understood: jobs } = lint(sentence);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      const wanted = meaningOf({ ...(base === null ? {} : bases[base]), ...want });
      expect(meaningOf(jobs?.[0]?.rule ?? {})).toEqual(wanted);
    },
  );
});

describe('sentences that say nothing sure are refused with what to write', () => {
  test.each(refused.map((each) => [each.id, textOf(each), each.want] as const))('%s %s', (_, sentence, want) => {
    const errors = errorsOf(sentence).join('\n').toLowerCase();
    expect(errors).not.toBe('');
    const mentions = want.mentions ?? [];
    const said = mentions.filter((mention) => errors.includes(mention));
    expect(said.length, errors).toBeGreaterThanOrEqual(want.all ? mentions.length : Math.min(1, mentions.length));
  });
});

describe('what is given back reads the same', () => {
  test.each(understood.map((each) => [each.id, textOf(each)] as const))('%s %s', (_, sentence) => {
    const first = lint(sentence).understood?.[0];
    const again = lint(first?.sentence ?? '');
    // Advice on what is judged, and not on how the sentence was read.
    const advice = ['NO_FLOOR', 'NO_EFFECT'];
    expect(codes(again).filter((code) => !advice.includes(code))).toEqual([]);
    expect(again.understood?.[0]).toEqual(first);
  });
});

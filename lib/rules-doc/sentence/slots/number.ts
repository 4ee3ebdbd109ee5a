import { bad, good, type Reading } from '../../clauses/units.ts';
import type { TokenReader } from './slot.ts';

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, index) => [word, index + 1] as const,
  ),
);

/** A number as it stands in a sentence; a unit follows, or is missing. */
export interface NumberRead {
  readonly end: number;
  readonly amount: number;
  /** As to be shown and written again. */
  readonly text: string;
  /** Other numbers that the same digits may mean, for an error that names them; empty where there is one reading. */
  readonly readings: readonly string[];
  /** True for `1e9`: sizes are not written so, and the error shows it written out. */
  readonly isExponent: boolean;
}

/** Reads `24`, `1.5`, `1,500`, `1 500`, `half a`, `a couple of`, `seven`; null where no number begins. */
export function readNumber({ tokens }: TokenReader, at: number): NumberRead | null {
  const token = tokens[at];
  if (token === undefined) return null;
  if (token.kind === 'word')
    return numberWord(
      tokens.slice(at, at + 3).map(({ text }) => text),
      at,
    );
  if (token.kind !== 'number') return null;
  const [next, last] = [tokens[at + 1], tokens[at + 2]];
  if (next?.isGlued && next.text === 'e' && last?.isGlued && /^\d{1,3}$/.test(last.text)) {
    const amount = Number(`${digits(token.text).amount}e${last.text}`);
    if (!Number.isNaN(amount)) {
      return { end: at + 3, amount, text: `${token.text}e${last.text}`, readings: [], isExponent: true };
    }
  }
  if (/^\d{1,3}$/.test(token.text)) {
    let end = at + 1;
    while (isThousands(tokens[end])) end += 1;
    if (end > at + 1) {
      const text = tokens
        .slice(at, end)
        .map((group) => group.text)
        .join('');
      return { end, amount: Number(text), text, readings: [], isExponent: false };
    }
  }
  return { end: at + 1, isExponent: false, ...digits(token.text) };
}

function isThousands(token: { kind: string; text: string; isGlued: boolean } | undefined): boolean {
  return token?.kind === 'number' && !token.isGlued && /^\d{3}$/.test(token.text);
}

function numberWord([first = '', second = '', third = '']: readonly string[], at: number): NumberRead | null {
  const whole = (words: number, amount: number, text = String(amount)): NumberRead => ({
    end: at + words,
    amount,
    text,
    readings: [],
    isExponent: false,
  });
  if (first === 'half') return second === 'a' || second === 'an' ? whole(2, 0.5) : whole(1, 0.5);
  if (first === 'a' && second === 'couple') return third === 'of' ? whole(3, 2) : whole(2, 2);
  if (first === 'couple') return second === 'of' ? whole(2, 2) : null;
  if (first === 'a' || first === 'an') return second === 'half' ? whole(2, 0.5) : whole(1, 1);
  const amount = NUMBER_WORDS.get(first);
  return amount === undefined ? null : whole(1, amount);
}

/** What digits with points and commas mean: a comma before three digits is a thousands separator, a point decimal. */
function digits(text: string): { amount: number; text: string; readings: readonly string[] } {
  if (/^\d+$/.test(text)) return { amount: Number(text), text: String(Number(text)), readings: [] };
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) {
    return { amount: Number(text.replaceAll(',', '')), text, readings: [] };
  }
  if (/^\d*\.\d+$/.test(text)) {
    // Three digits behind a point may be thousands, as half of Europe writes them.
    const isThousands = /^[1-9]\d{0,2}\.\d{3}$/.test(text);
    const readings = isThousands ? [text.replace('.', ','), String(Number(text))] : [];
    return { amount: Number(text), text: String(Number(text)), readings };
  }
  if (/^\d+,\d+$/.test(text)) {
    const point = text.replace(',', '.');
    return { amount: Number(point), text: String(Number(point)), readings: [String(Number(point))] };
  }
  const plain = text.replace(/[.,'](?=\d{3}(\D|$))/g, '').replace(/[,']/g, '.');
  const amount = Number(plain);
  return { amount, text: plain, readings: [Number.isNaN(amount) ? plain.replaceAll('.', '') : withCommas(amount)] };
}

function withCommas(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 3 });
}

/** The largest number that is read: beyond it whole numbers lose precision. */
const MAX_AMOUNT = 1e15;

/** The number, unless it can mean two things or is none that people write; `unit` is for the remedy. */
export function amountOf(number: NumberRead, unit: string): Reading<number> {
  const behind = unit === '' ? '' : unit.startsWith('%') ? unit : ` ${unit}`;
  if (number.readings.length > 0) {
    const readings = number.readings.map((reading) => `${reading}${behind}`).join(' or ');
    return bad('WRONG_UNIT', `the number can be read in two ways; write ${readings}`);
  }
  if (!Number.isFinite(number.amount) || number.amount > MAX_AMOUNT) {
    return bad('NUMBER_OUT_OF_RANGE', 'the number is larger than anything that is meant; write a smaller one');
  }
  if (number.isExponent) {
    const written = number.amount.toLocaleString('en-US', { maximumFractionDigits: 0 });
    return bad('NUMBER_OUT_OF_RANGE', `"${number.text}" is no number that people write; write ${written}${behind}`);
  }
  return good(number.amount);
}

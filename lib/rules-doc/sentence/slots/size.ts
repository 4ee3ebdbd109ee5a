import { bad, good, type Reading } from '../../clauses/units.ts';
import { amountOf, type NumberRead, readNumber } from './number.ts';
import type { Slotted, TokenReader } from './slot.ts';

const NAMES = ['kilo', 'mega', 'giga', 'tera'] as const;
const BINARY = ['kibi', 'mebi', 'gibi', 'tebi'] as const;
const LETTERS = ['k', 'm', 'g', 't'] as const;

/** Bytes in each unit of size, and how it is written again. */
const UNITS: ReadonlyMap<string, { readonly bytes: number; readonly name: string }> = new Map([
  ...['b', 'byte', 'bytes'].map((unit) => [unit, { bytes: 1, name: 'B' }] as const),
  ...LETTERS.flatMap((letter, power) => {
    const decimal = { bytes: 1000 ** (power + 1), name: `${letter.toUpperCase()}B` };
    const binary = { bytes: 1024 ** (power + 1), name: `${letter.toUpperCase()}iB` };
    return [
      ...[letter, `${letter}b`, `${letter}bs`, `${NAMES[power]}byte`, `${NAMES[power]}bytes`].map(
        (unit) => [unit, decimal] as const,
      ),
      ...[`${letter}ib`, `${BINARY[power]}byte`, `${BINARY[power]}bytes`].map((unit) => [unit, binary] as const),
    ];
  }),
  ...['gig', 'gigs'].map((unit) => [unit, { bytes: 1e9, name: 'GB' }] as const),
  ...['meg', 'megs'].map((unit) => [unit, { bytes: 1e6, name: 'MB' }] as const),
]);

interface SizeRead {
  readonly end: number;
  readonly number: NumberRead;
  readonly unit: { readonly bytes: number; readonly name: string };
}

function readSizeAt(reader: TokenReader, at: number): SizeRead | null {
  const number = readNumber(reader, at);
  if (number === null) return null;
  const token = reader.tokens[number.end];
  const unit = token?.kind === 'word' ? UNITS.get(token.text) : undefined;
  // `350m` are minutes to one reader and megabytes to another.
  if (token === undefined || unit === undefined || token.raw === 'm') return null;
  return { end: number.end + 1, number, unit };
}

function bytesOf({ number, unit }: Pick<SizeRead, 'number' | 'unit'>): Reading<number> {
  const bytes = Math.round(number.amount * unit.bytes);
  if (number.readings.length === 0 && !Number.isSafeInteger(bytes)) {
    return bad('NUMBER_OUT_OF_RANGE', 'that is larger than any backup; write less than 9000 TB');
  }
  if (number.isExponent) {
    return bad('NUMBER_OUT_OF_RANGE', `"${number.text}" is no number that people write; write ${formatSize(bytes)}`);
  }
  const amount = amountOf(number, unit.name);
  if (!amount.ok) return amount;
  return bytes <= 0 ? bad('NUMBER_OUT_OF_RANGE', 'that is no size at all; write at least 1 B') : good(bytes);
}

/** `{size}`: a number of bytes with its unit. */
export function sizeSlot(reader: TokenReader, at: number): readonly Slotted<number>[] {
  const size = readSizeAt(reader, at);
  return size === null ? [] : [{ end: size.end, value: bytesOf(size) }];
}

/** `{size-range}`: `350 MB and 600 MB`, `1 GB - 2 TB`; the first may take the unit of the second. */
export function sizeRangeSlot(reader: TokenReader, at: number): readonly Slotted<readonly [number, number]>[] {
  const number = readNumber(reader, at);
  if (number === null) return [];
  const first = readSizeAt(reader, at);
  const joiner = first?.end ?? number.end;
  const isJoined = ['and', 'to', '-', '\u2013', '\u2014'].includes(reader.tokens[joiner]?.text ?? '');
  const second = isJoined ? readSizeAt(reader, joiner + 1) : null;
  if (second === null) return [];
  const low = bytesOf(first ?? { number, unit: second.unit });
  const high = bytesOf(second);
  if (!low.ok || !high.ok) return [{ end: second.end, value: low.ok ? (high as Reading<never>) : low }];
  return [{ end: second.end, value: good([low.value, high.value]) }];
}

/** A size as a sentence writes it, exact, so that reading it gives the same bytes. */
export function formatSize(bytes: number): string {
  let best = `${bytes.toLocaleString('en-US')} B`;
  for (const { bytes: unit, name } of UNITS.values()) {
    const amount = bytes / unit;
    const text = `${Math.round(amount * 100) / 100} ${name}`;
    if (amount >= 1 && amount < 10_000 && Math.round((Math.round(amount * 100) / 100) * unit) === bytes) {
      if (text.length < best.length) best = text;
    }
  }
  return best;
}

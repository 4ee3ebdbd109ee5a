import { readSize } from '../../rules-doc/clauses/units.ts';

const SIGNS = ['>=', '<=', '!=', '=', '>', '<'] as const;

/** What an answer is compared with: `>= 100000`, `= paid`, or a value alone, which it must equal. */
export interface Wanted {
  readonly text: string;
  readonly sign: (typeof SIGNS)[number];
  readonly value: string;
}

/** Null when the text is not understood. */
export function readWanted(text: string): Wanted | null {
  const written = text.trim();
  const sign = SIGNS.find((known) => written.startsWith(known));
  const value = written.slice(sign?.length ?? 0).trim();
  if (value === '' || (sign !== undefined && /[<>]/.test(sign) && numberOf(value) === null)) return null;
  return { text: written, sign: sign ?? '=', value };
}

/** As `readWanted`, for a size: a size alone is the least. */
export function readWantedSize(text: string): Wanted | null {
  const written = text.trim();
  const sign = SIGNS.find((known) => written.startsWith(known));
  const size = readSize(written.slice(sign?.length ?? 0).trim());
  if (!size.ok) return null;
  return { text: sign === undefined ? `>= ${written}` : written, sign: sign ?? '>=', value: String(size.value) };
}

/** Whether an answer is as wanted: as numbers where both are, else as texts. */
export function isAsWanted({ sign, value }: Wanted, found: string): boolean {
  const [a, b] = [numberOf(found), numberOf(value)];
  const order = a !== null && b !== null ? a - b : found === value ? 0 : Number.NaN;
  switch (sign) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
  }
}

function numberOf(text: string): number | null {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}

import type { Cause } from './cause.ts';

/** By the words of a clause, as a rule is described. */
const CLAUSES: Partial<Record<Cause, RegExp>> = {
  'never-arrived': /\ballow /,
  'under-way': /\ballow /,
  unended: /\ballow /,
  gone: /\ballow /,
  cut: /^(at least (?![\d,]+ files)|shrink\b)/,
  few: /^at least [\d,]+ files/,
  large: /^(at most|grow)\b/,
  same: /^must change\b/,
  'never-finished': /^finish within\b/,
  refuted: /^proven every\b|\ballow /,
  'not-proven': /^proven every\b/,
  'not-restored': /^proven every\b/,
  slow: /^restore within\b/,
};

/** Of a rule in words, the clauses that a cause breaks; null where none has a threshold for it. */
export function brokenClause(rule: string, cause: Cause): string | null {
  const pattern = CLAUSES[cause];
  const broken = pattern ? rule.split('; ').filter((clause) => pattern.test(clause)) : [];
  return broken.length === 0 ? null : broken.join('; ');
}

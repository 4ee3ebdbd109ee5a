import type { Place } from './place.ts';
import { PlaceMatcher } from './place-matcher.ts';

/** A rule of a bucket by which every key that begins with `prefix` is deleted `days` days after it was written. */
export interface ExpiryRule {
  readonly prefix: string;
  readonly days: number;
}

/** The days after which all backups of a place are deleted by the rules of its bucket; null where no rule covers all. */
export function expiryDaysOf(rules: readonly ExpiryRule[], { template }: Place): number | null {
  const { prefix } = new PlaceMatcher(template);
  const days = rules.filter((rule) => prefix.startsWith(rule.prefix)).map((rule) => rule.days);
  return days.length === 0 ? null : Math.min(...days);
}

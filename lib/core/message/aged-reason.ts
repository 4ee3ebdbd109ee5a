import { formatAge } from '../quantity.ts';
import type { RenderedTest } from '../wording/rendered-verdict.ts';

/**
 * A test's sentence with the age that the newest good copy has now, in seconds, its threshold beside it: a message that
 * waited, a page and the summary have the figures of their own moment (docs/design/routing.md#every-message).
 */
export function agedReason({ reason, threshold }: RenderedTest, ageS: number | null): string {
  if (ageS === null || threshold === null) return reason;
  return reason.replace(
    /(the newest good backup is ).+?( old;)/,
    (_, before: string, after: string) => before + formatAge(ageS, threshold) + after,
  );
}

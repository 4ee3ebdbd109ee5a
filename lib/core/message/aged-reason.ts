import { formatAge } from '../quantity.ts';
import type { RenderedTest } from '../wording/rendered-verdict.ts';

/**
 * A test's sentence with its age as it is `laterS` seconds after it was found, the threshold beside it: a message that
 * waited has the figures of the moment it is sent (docs/design/routing.md#every-message).
 */
export function agedReason({ reason, measured, threshold }: RenderedTest, laterS: number): string {
  if (measured === null || threshold === null || laterS <= 0) return reason;
  return reason.replace(
    /(the newest good backup is ).+?( old;)/,
    (_, before: string, after: string) => before + formatAge(Math.ceil(measured + laterS), threshold) + after,
  );
}

import { HOUR_MS, type Instant } from '../instant.ts';
import type { Found } from '../model/job-row.ts';
import { TEST_NAMES, type Verdict } from '../model/verdict.ts';
import { renderVerdict } from '../wording/rendered-verdict.ts';

/**
 * The finding to keep in the row of a job whose state stays: replaced when it differs in kind, so that what began to
 * fail can be seen, and no oftener than once an hour (docs/design/decision.md#writing). Null while it passes.
 */
export function foundIn(known: Found | null, verdict: Verdict, now: Instant): Found | null {
  if (verdict.worst === 'none') return null;
  if (known !== null && (isSameKind(known, verdict) || Math.abs(now - known.at) < HOUR_MS)) return known;
  return { at: now, verdict: renderVerdict(verdict) };
}

function isSameKind({ verdict: known }: Found, { tests }: Verdict): boolean {
  return TEST_NAMES.every((name) => {
    const [before, after] = [known.tests[name], tests[name]];
    return before?.result === after?.result && before?.kind === after?.reason.kind;
  });
}

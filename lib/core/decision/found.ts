import { HOUR_MS, type Instant } from '../instant.ts';
import type { Found } from '../model/job-row.ts';
import type { Reason } from '../model/reason.ts';
import { TEST_NAMES, type Verdict } from '../model/verdict.ts';
import { renderVerdict } from '../wording/rendered-verdict.ts';

/**
 * The finding to keep in the row of a job whose state stays: replaced when it differs in kind or is about another run, so
 * that what fails now can be seen, and no oftener than once an hour (docs/design/decision.md#writing). Null while it passes.
 */
export function foundIn(known: Found | null, verdict: Verdict, now: Instant): Found | null {
  if (verdict.worst === 'none') return null;
  if (known !== null && (isSameMatter(known, verdict) || Math.abs(now - known.at) < HOUR_MS)) return known;
  return { at: now, verdict: renderVerdict(verdict) };
}

function isSameMatter({ verdict: known }: Found, { tests }: Verdict): boolean {
  return TEST_NAMES.every((name) => {
    const [before, after] = [known.tests[name], tests[name]];
    if (before?.result !== after?.result || before?.kind !== after?.reason.kind) return false;
    // A test that passes names each new run, and is no matter of the finding.
    return after === undefined || after.result === 'pass' || runIn(before?.data) === runIn(after.reason);
  });
}

/** The run that a reason is about: what of its figures does not grow with time. */
function runIn(reason: Reason | undefined): string {
  const { location, ts, expected } = { location: null, ts: null, expected: null, ...reason };
  return [location, ts, expected].join(' ');
}

import { type Instant, MINUTE_MS } from '../instant.ts';
import type { Found } from '../model/job-row.ts';
import { isNamedBy } from '../model/run.ts';
import { TEST_NAMES, type Verdict } from '../model/verdict.ts';
import { renderVerdict } from '../wording/rendered-verdict.ts';
import { sentenceNow } from '../wording/sentence-now.ts';

/** A check an hour later may come a little early. */
const NEARLY_AN_HOUR_MS = 55 * MINUTE_MS;

/**
 * The finding to keep in the row of a job whose state stays: replaced when its words are others, but for ages, or its
 * size is that of another backup, so that what fails now can be seen; about once an hour at most
 * (docs/design/decision.md#writing). Null while it passes.
 */
export function foundIn(known: Found | null, verdict: Verdict, now: Instant): Found | null {
  if (verdict.worst === 'none') return null;
  const isRecent = known !== null && Math.abs(now - known.at) < NEARLY_AN_HOUR_MS;
  if (known !== null && (isRecent || isSameMatter(known, verdict))) return known;
  return { at: now, verdict: renderVerdict(verdict) };
}

function isSameMatter({ verdict: known }: Found, { tests, latest }: Verdict): boolean {
  return TEST_NAMES.every((name) => {
    const [before, after] = [known.tests[name], tests[name]];
    // A test that passes names each new run, and is no matter of the finding.
    if (before?.result !== after?.result) return false;
    if (before === undefined || after === undefined || after.result === 'pass') return true;
    const words = sentenceNow({ data: after.reason, reason: '', at: after.at }, 0);
    if (sentenceNow(before, 0) !== words) return false;
    return name !== 'size' || latest === null || (known.latest !== null && isNamedBy(latest, known.latest));
  });
}

import type { Instant } from '../../core/instant.ts';
import { ageSeconds } from '../../core/judging/age.ts';
import { reasonsOf } from '../check/findings.ts';
import type { JobView } from './job-view.ts';

/** The whole seconds of what is lost if the source is lost now; null without a good backup. */
export function atRiskSecondsNow({ atRiskSince }: Pick<JobView, 'atRiskSince'>, now: Instant): number | null {
  return atRiskSince === null ? null : ageSeconds(atRiskSince, now);
}

/** What failed, in words with the figures of now, the cause first; empty when nothing has. */
export function reasonsNow(view: Pick<JobView, 'found' | 'atRiskSince'>, now: Instant): readonly string[] {
  return view.found === null ? [] : reasonsOf(view.found, atRiskSecondsNow(view, now));
}

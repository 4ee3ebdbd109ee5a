import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { EMPTY_STORES } from '../../lib/adapters/memory/empty-store.ts';
import { Past } from '../../lib/app/foresight/past.ts';
import { replayBoth } from '../../lib/app/foresight/replay-both.ts';
import { jobsApart } from '../../lib/core/foresight/jobs-apart.ts';
import { DAY_MS, type Instant } from '../../lib/core/instant.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { gapLines, sums } from '../print/replay-report.ts';

const DAYS = 30;
/** With more, it takes longer than the one who uploads a document wants to wait. */
const MAX_JOBS = 100;

/**
 * What an edited document would have done over the last 30 days, in a few lines: how many changes more and fewer than the
 * current one, and what is not known. By what lies in the places now alone: heartbeats and rows are not read.
 */
export async function shortReplay(edited: RulesDocument, current: RulesDocument, now: Instant): Promise<string[]> {
  const apart = jobsApart(edited, current);
  if (apart.size === 0) return [];
  const hint = '`sentinel replay` shows what would have been different';
  if (apart.size > MAX_JOBS) return [`${apart.size} jobs may be judged differently; ${hint}`];
  const span = { from: now - DAYS * DAY_MS, until: now };
  const { heartbeats, state: store } = EMPTY_STORES;
  const past = await Past.open(
    [edited, current].flatMap(({ jobs }) => jobs),
    { sourceOf: openSources(process.env)().of, heartbeats, store, landedOf: async () => [] },
  );
  const ports = { past, holidays: new PublicHolidays(), elapsedMs: () => performance.now() };
  const { replayed, differences } = await replayBoth(edited, current, span, ports);
  const report = { span, replayed, differences, timezone: edited.timezone, jobs: edited.jobs.length };
  return [`${sums(report)}${differences.length === 0 ? '' : `; ${hint}`}`, ...gapLines(replayed, span)];
}

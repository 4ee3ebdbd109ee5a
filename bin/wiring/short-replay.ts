import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { EMPTY_STORES } from '../../lib/adapters/memory/empty-store.ts';
import { Past } from '../../lib/app/foresight/past.ts';
import { type Replayed, replay } from '../../lib/app/foresight/replay.ts';
import { jobsApart } from '../../lib/core/foresight/jobs-apart.ts';
import { replayDifferences } from '../../lib/core/foresight/replay-difference.ts';
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
    { sourceOf: openSources(process.env)().of, heartbeats, store },
  );
  const run = (document: RulesDocument): Promise<Replayed> =>
    replay(document, span, { past, holidays: new PublicHolidays(), elapsedMs: () => performance.now() });
  // One after the other: they share a past, which is at one instant at a time.
  const mine = await run(only(edited, apart));
  const theirs = await run(only(current, apart));
  const differences = replayDifferences(mine.transitions, theirs.transitions);
  const report = { span, replayed: mine, differences, timezone: edited.timezone, jobs: edited.jobs.length };
  return [`${sums(report)}${differences.length === 0 ? '' : `; ${hint}`}`, ...gapLines(mine, span)];
}

function only(document: RulesDocument, ids: ReadonlySet<string>): RulesDocument {
  return { ...document, jobs: document.jobs.filter(({ id }) => ids.has(id)) };
}

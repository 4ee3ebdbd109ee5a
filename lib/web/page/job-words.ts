import { atRiskSecondsNow, reasonsNow } from '../../app/views/figures-now.ts';
import type { JobView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { deletedWords } from '../../core/message/risk-words.ts';
import { formatAge } from '../../core/quantity.ts';
import { onTheirClock } from './moments.ts';
import { standingWord } from './standing-mark.ts';

const MAX_REASON = 300;
const MAX_PERSON = 64;

/** A sentence or two about a job beside its state; null for one that is fine. */
export function nowWords(job: JobView, reading: Reading): string | null {
  const parts = [...unknownWords(job), ...quietedWords(job, reading), ...reasonWords(job, reading)];
  if (parts.length === 0) return null;
  return parts.map((part) => `${capitalised(part)}.`).join(' ');
}

/** `since Sat 02:04`; null for a job that has never been checked. */
export function sinceWords({ since }: JobView, reading: Reading): string | null {
  return since === null ? null : `since ${localTime(since, reading)}`;
}

/** What is lost if the original is lost now; null where a good copy is not known to be missing. */
export function riskWords(job: JobView, reading: Reading): string | null {
  const { lastGood, since, isUnseen, proofs } = job;
  if (proofs !== undefined) return null;
  const seconds = atRiskSecondsNow(job, reading.at);
  if (isUnseen)
    return seconds === null
      ? 'cannot be seen'
      : `cannot be seen; ${formatAge(seconds)} if the last known is still there`;
  if (seconds !== null) {
    const deleted = deletedWords(job, reading);
    return deleted === null ? formatAge(seconds) : `${formatAge(seconds)}; ${deleted}`;
  }
  return lastGood === null && since !== null ? 'everything: there is no good backup' : null;
}

/** `proven restorable: Sun 04:00`, or that it never was; null where the rule does not ask. */
export function restorableWords({ restorable }: Pick<JobView, 'restorable'>, reading: Reading): string | null {
  if (restorable === null) return null;
  return restorable.provenAt === null ? 'never proven' : localTime(restorable.provenAt, reading);
}

function unknownWords({ unknown }: JobView): readonly string[] {
  return unknown === null ? [] : [oneLine(unknown, MAX_REASON)];
}

function quietedWords(job: JobView, reading: Reading): readonly string[] {
  const { quieted, quietedBy, snoozedUntil, wouldBe } = job;
  if (quieted === null) return [];
  const by = quietedBy === null ? '' : ` by ${oneLine(quietedBy, MAX_PERSON)}`;
  const until = snoozedUntil === null ? 'until someone resumes it' : `until ${localTime(snoozedUntil, reading)}`;
  const otherwise =
    wouldBe === null
      ? []
      : [`its state would be ${standingWord(wouldBe.state).toLowerCase()}, since ${localTime(wouldBe.since, reading)}`];
  return [`${quieted}${by} ${until}`, ...otherwise];
}

function reasonWords(job: JobView, reading: Reading): readonly string[] {
  if (standingOf(job) === 'green') return [];
  const fixed = job.pendingFixed ? ['marked fixed; the next check decides'] : [];
  return [...reasonsNow(job, reading.at).map((reason) => oneLine(onTheirClock(reason, reading), MAX_REASON)), ...fixed];
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

import { addTo } from '../add-to.ts';
import type { Notice } from './notice.ts';
import { type NoticeWords, wordsOf } from './notice-words.ts';
import type { Notification, SharedCause } from './notification.ts';
import { oneLine } from './outside-text.ts';

const MAX_FACT = 200;
/** Named in a title; the others are counted. */
const MAX_NAMES = 3;
const MAX_NAME = 40;

/** How many of each kind there are, the worst first: `2 alerts, 1 warning, 3 recovered`. */
export function countWords(notices: readonly Notice[]): string {
  const counts = new Map<string, number>();
  for (const notice of notices) {
    const kind = kindOf(notice);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return KINDS.flatMap(({ kind, one, many }) => {
    const count = counts.get(kind);
    return count === undefined ? [] : [`${count} ${count === 1 ? one : many}`];
  }).join(', ');
}

const KINDS = [
  { kind: 'escalate', one: 'escalated', many: 'escalated' },
  { kind: 'alert', one: 'alert', many: 'alerts' },
  { kind: 'warn', one: 'warning', many: 'warnings' },
  { kind: 'quieted', one: 'quieted', many: 'quieted' },
  { kind: 'retired', one: 'no longer watched', many: 'no longer watched' },
  { kind: 'over', one: 'recovered', many: 'recovered' },
] as const;

function kindOf({ kind, state }: Notice): string {
  return kind === 'failing' ? state : kind;
}

/** What the whole notification is about, in one line. */
export function notificationTitle(notification: Notification): string {
  const [only] = notification.notices;
  if (only && notification.notices.length === 1) return wordsOf(only, notification).title;
  const failing = notification.notices.filter(({ kind }) => kind === 'failing');
  const others = notification.notices.filter(({ kind }) => kind !== 'failing');
  const drill = notification.notices.every(({ isDrill }) => isDrill) ? 'DRILL · ' : '';
  if (failing.length === 0) return `${drill}${otherNames(others)}`;
  const [cause] = notification.sharedCauses;
  const shared = cause && cause.fact !== 'members' ? `; ${causeFact(cause)}` : '';
  const also = others.length === 0 ? '' : ` (and ${otherNames(others)})`;
  return `${drill}${needsWords(failing)}${shared}${also}`;
}

/** `3 of 41 databases: orders, shop, crm` where all are members of one job; among others they are one name. */
function needsWords(failing: readonly Notice[]): string {
  const jobs = new Map<string, Notice[]>();
  for (const notice of failing) {
    const key = notice.member?.jobId ?? notice.jobId;
    addTo(jobs, key, notice);
  }
  const named = [...jobs.values()].map((notices) => ({ jobId: notices[0]?.jobId ?? '', jobName: nameOf(notices) }));
  const [only] = jobs.values();
  if (only?.[0]?.member && only.length > 1 && jobs.size === 1) {
    const members = only.map(({ member, jobId }) => ({ jobName: member?.name ?? '', jobId }));
    return `${nameOf(only)}: ${namesOf(members)}`;
  }
  const needs = failing.length === 1 ? '1 backup needs you' : `${failing.length} backups need you`;
  return `${needs}: ${namesOf(named)}`;
}

/** Of a job, or of several members of one: `3 of 41 databases`. */
function nameOf(notices: readonly Notice[]): string {
  const [first] = notices;
  const { member } = first ?? {};
  if (member === undefined || notices.length === 1) return first?.jobName ?? '';
  return `${notices.length} of ${member.of} ${oneLine(member.job, MAX_NAME)}`;
}

/** Each kind with its jobs by name: `2 recovered: Orders, CRM`. */
function otherNames(notices: readonly Notice[]): string {
  return KINDS.flatMap(({ kind }) => {
    const theirs = notices.filter((notice) => kindOf(notice) === kind);
    return theirs.length === 0 ? [] : [`${countWords(theirs)}: ${namesOf(theirs)}`];
  }).join('; ');
}

function namesOf(notices: readonly Pick<Notice, 'jobName' | 'jobId'>[]): string {
  const names = notices.slice(0, MAX_NAMES).map(({ jobName, jobId }) => oneLine(jobName, MAX_NAME) || jobId);
  const more = notices.length - names.length;
  // The name of a node has a comma of its own.
  const separator = names.some((name) => name.includes(',')) ? '; ' : ', ';
  return `${names.join(separator)}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The symbol of the worst. */
export function notificationSymbol(notification: Notification): string {
  const [worst] = notification.notices;
  return worst ? wordsOf(worst, notification).symbol : '⚪';
}

/** A shared cause as a sentence. */
export function causeWords(cause: SharedCause): string {
  const jobs = `${cause.jobIds.length} of these jobs`;
  const value = oneLine(cause.value, MAX_FACT);
  switch (cause.fact) {
    case 'error':
      return `One cause? ${jobs} have the same error: ${value}`;
    case 'bucket':
      return `One cause? ${jobs} land in the bucket ${value}.`;
    case 'host':
      return `One cause? ${jobs} are of the host ${value}.`;
    case 'members':
      return `${cause.jobIds.length} of ${value}.`;
    case 'group':
      return `One cause? ${jobs} belong to the group ${value}.`;
  }
}

function causeFact(cause: SharedCause): string {
  const value = oneLine(cause.value, 60);
  return `${cause.jobIds.length} share ${cause.fact === 'error' ? 'an error' : `the ${cause.fact} ${value}`}`;
}

const DRILL = 'This is a drill: it tries the alarm, and reports nothing new.';

/** Said first, where it is one. A real failure that came at the same time must not pass for a drill. */
export function drillWords({ notices }: Notification): string | null {
  const drills = notices.filter(({ isDrill }) => isDrill).length;
  if (drills === 0) return null;
  return drills === notices.length
    ? DRILL
    : `${drills} of these ${drills === 1 ? 'is a drill' : 'are drills'}, marked DRILL; the others are real.`;
}

/** A notice as one line, for long notifications. */
export function briefLine({ symbol, title, what }: NoticeWords, most: number): string {
  return oneLine(`${symbol} ${title} — ${what}`, most);
}

/** What a long notification counts instead of listing; null when it lists everything. */
export function omittedWords(omitted: readonly Notice[]): string | null {
  return omitted.length === 0 ? null : `... and ${omitted.length} more: ${countWords(omitted)}.`;
}

/** Which clock the notification is written by. */
export function zoneWords({ timezone }: Notification): string {
  return `Times are in ${timezone}.`;
}

import type { DayState, DayView, JobDetailView, JobView } from '../../../lib/app/views/job-view.ts';
import { letterOf, type RowDays } from '../../../lib/core/history/day.ts';
import { DAY_MS, HOUR_MS, HOUR_S, MINUTE_MS, parseInstant } from '../../../lib/core/instant.ts';
import type { Found } from '../../../lib/core/model/job-row.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';

/** When the samples are looked at: a Sunday morning in Berlin. */
export const NOW = parseInstant('2026-11-22T07:42:00Z') ?? 0;
export const TIMEZONE = 'Europe/Berlin';
export const TODAY = '2026-11-22';

const GB = 1e9;

const LETTERS: Readonly<Record<string, DayState>> = {
  g: 'green',
  w: 'warn',
  a: 'alert',
  e: 'escalate',
  q: 'quiet',
  '-': 'none',
};

/** How the days of the samples went. */
const STRIPS: Readonly<Record<string, string>> = {
  personnel: 'g61 w2 a1 g20 g2 w1 a1 e2',
  'billing-db': 'g40 a1 e1 g30 w1 g16 a1',
  mailboxes: 'g30 w1 g58 g1',
  'customers-db': 'g22 w1 g20 w2 g25 w1 g18 w1',
  wiki: '-12 g70 w3 g1 g2 a1 q1',
  'old-shop': 'g30 a2 e2 q56',
  'orders-db': 'g90',
  media: 'g71 q3 g16',
  'medusa/n1': 'g52 w1 a1 g36',
  'medusa/n2': 'g52 w1 a1 g36',
  git: '-50 g40',
};

/** A job that is fine, unless what failed is given, in sentences. */
export function job({ reasons, ...given }: Partial<JobView> & { readonly reasons?: readonly string[] } = {}): JobView {
  const lastGood = {
    ts: NOW - 5 * HOUR_MS - 2 * MINUTE_MS,
    sizeBytes: 37.2 * GB,
    location: 's3://acme/orders/22.dump',
  };
  const view = {
    jobId: 'orders-db',
    name: 'Orders database',
    group: 'shops',
    owner: 'sam',
    state: 'green',
    since: NOW - 12 * DAY_MS,
    unknown: null,
    quieted: null,
    snoozedUntil: null,
    quietedBy: null,
    wouldBe: null,
    pendingFixed: false,
    found: reasons ? foundOf(reasons) : null,
    latest: lastGood,
    lastGood,
    isPublic: false,
    ...given,
  } as const;
  return {
    atRiskSince: view.lastGood?.ts ?? null,
    isUnseen: false,
    restorable: null,
    rowDays: daysOfRow(STRIPS[view.jobId] ?? ''),
    ...view,
  };
}

/** What a check found, with sentences as earlier versions stored them. */
function foundOf([reason = '', also]: readonly string[]): Found {
  const none = { result: 'pass', reason: '', measured: null, threshold: null, at: '' } as const;
  const failed = (sentence: string) => ({ ...none, result: 'hard', reason: sentence }) as const;
  const tests = { finished: none, recent: also === undefined ? none : failed(also), size: failed(reason) };
  return {
    at: NOW,
    verdict: { worst: 'hard', tests, latest: null, lastGood: null, running: null, dataAtRiskSeconds: null },
  };
}

/** `every 24 hours, allow 26`, missed by a good backup of that age. */
const stale = (ageH: number, at: string) => {
  const [ageS, allowS, hardAfterS] = [ageH * HOUR_S, 26 * HOUR_S, 32.5 * HOUR_S];
  return { reason: { kind: 'stale', ageS, allowS, hardAfterS, runningSince: null, goneTs: null }, at } as const;
};

const good = (hours: number, sizeBytes: number, location: string) => ({
  ts: NOW - hours * HOUR_MS,
  sizeBytes,
  location,
});

/** One of each standing, the worst first. */
export const JOBS: readonly JobView[] = [
  job({
    jobId: 'personnel',
    name: 'Personnel files',
    group: 'office',
    owner: 'lee',
    state: 'escalate',
    since: NOW - 40 * HOUR_MS,
    lastGood: good(98, 36.4 * GB, 's3://acme/personnel/2026-11-18.tar.zst'),
    latest: good(98, 36.4 * GB, 's3://acme/personnel/2026-11-18.tar.zst'),
    reasons: [sentenceOf(stale(98, 'rules.yaml:8'))],
  }),
  job({
    jobId: 'billing-db',
    name: 'Billing database',
    group: 'shops',
    state: 'alert',
    since: NOW - 5.5 * HOUR_MS,
    lastGood: good(30, 37 * GB, 's3://acme/billing/2026-11-21.dump'),
    latest: good(6, 12.4 * GB, 's3://acme/billing/2026-11-22.dump'),
    reasons: ['12.4 GB; at least 20 GB expected; 37 GB the time before (rules.yaml:35)'],
  }),
  job({
    jobId: 'mailboxes',
    name: 'Mailboxes',
    group: 'office',
    owner: 'lee',
    unknown: 'the listing of s3://acme/mail/ was throttled (SlowDown)',
    lastGood: good(7, 212 * GB, 's3://acme/mail/2026-11-22.tar.zst'),
    latest: good(7, 212 * GB, 's3://acme/mail/2026-11-22.tar.zst'),
  }),
  job({
    jobId: 'customers-db',
    name: 'Customers database',
    state: 'warn',
    since: NOW - 70 * MINUTE_MS,
    lastGood: good(27.5, 8.1 * GB, '/var/backups/customers/2026-11-21.dump'),
    latest: good(27.5, 8.1 * GB, '/var/backups/customers/2026-11-21.dump'),
    reasons: [sentenceOf(stale(27.5, 'rules.yaml:14'))],
  }),
  job({
    jobId: 'wiki',
    name: 'Wiki',
    group: 'office',
    owner: 'lee',
    quieted: 'snoozed',
    quietedBy: 'lee',
    snoozedUntil: NOW + 16 * HOUR_MS,
    since: NOW - 8 * HOUR_MS,
    wouldBe: { state: 'alert', since: NOW - 20 * HOUR_MS },
    lastGood: good(52, 7.5 * GB, '/var/backups/wiki/2026-11-20.tgz'),
    latest: good(28, 1.5 * GB, '/var/backups/wiki/2026-11-21.tgz'),
    reasons: ['1.5 GB, 80% less than the 7.5 GB of the time before; up to 50% less is allowed (rules.yaml:8)'],
  }),
  job({
    jobId: 'old-shop',
    name: 'Old shop, being taken down',
    quieted: 'muted',
    quietedBy: 'sam',
    owner: null,
    group: null,
    lastGood: null,
    latest: null,
  }),
  job(),
  job({
    jobId: 'media',
    name: 'Media library',
    group: 'office',
    owner: 'lee',
    lastGood: good(2, 1200 * GB, 's3://acme/media/2026-11-22/'),
  }),
  job({
    jobId: 'medusa/n1',
    name: 'Medusa, n1',
    owner: 'dana',
    group: 'cluster',
    lastGood: good(9, 640 * GB, 's3://acme/medusa/n1/'),
  }),
  job({
    jobId: 'medusa/n2',
    name: 'Medusa, n2',
    owner: 'dana',
    group: 'cluster',
    lastGood: good(9.2, 655 * GB, 's3://acme/medusa/n2/'),
  }),
  job({
    jobId: 'git',
    name: 'Git repositories',
    owner: 'dana',
    group: null,
    lastGood: good(1, 4.2 * GB, '/var/backups/git/'),
  }),
];

/** Days in shorthand, oldest first: `-60 g20 w2 a` is 60 days of nothing, 20 green, 2 warn, one alert. */
export function daysOf(shorthand: string): readonly DayState[] {
  return shorthand.split(' ').flatMap((part) => {
    const state = LETTERS[part.charAt(0)];
    if (!state) throw new Error(`no day is written like ${part}`);
    return Array.from({ length: Number(part.slice(1) || 1) }, () => state);
  });
}

/** The days as a row has them, today's last; null for none. */
export function daysOfRow(shorthand: string): RowDays | null {
  const known = (shorthand === '' ? [] : daysOf(shorthand)).flatMap((state) => (state === 'none' ? [] : [state]));
  const state = known.at(-1);
  if (state === undefined) return null;
  return {
    today: { day: TODAY, state, sizeBytes: null, ageSeconds: null },
    before: known.slice(0, -1).map(letterOf).join(''),
  };
}

/** The page of a job, with days whose sizes grow and whose last ones are as its strip says. */
export function detail(view: JobView, given: Partial<JobDetailView> = {}): JobDetailView {
  const states = daysOf(STRIPS[view.jobId] ?? 'g90');
  return {
    ...view,
    proofRow: null,
    rule: {
      text: 'every 24 hours, allow 26 hours, alert after 32 hours 30 minutes; at least 20 GB (alert below 15 GB); shrink more than 50% alert, 25% warn; finish within 6 hours; escalate next day; check every 1 hour',
      at: 'rules.yaml:35',
    },
    place: 's3://acme/billing/*.dump',
    runbook: 'https://wiki.acme.example/runbooks/billing-db',
    note: 'The dump waits for the month-end run on the first.',
    thresholds: {
      ageVaries: false,
      staleAfterSeconds: 26 * 3600,
      alertAfterSeconds: 32.5 * 3600,
      atLeastBytes: 20 * GB,
      alertBelowBytes: 15 * GB,
    },
    days: states.map((state, index) => dayView(state, index, states.length)),
    deliveries: [
      { at: NOW - 5.4 * HOUR_MS, person: 'sam', channel: 'slack', outcome: 'accepted', error: null },
      { at: NOW - 49.9 * DAY_MS, person: 'dana', channel: 'email', outcome: 'accepted', error: null },
      { at: NOW - 50 * DAY_MS, person: 'sam', channel: 'slack', outcome: 'accepted', error: null },
    ],
    history: [
      { at: NOW - 20 * MINUTE_MS, text: 'fixed', by: 'sam', reason: 'disk was full; dump runs again' },
      {
        at: NOW - 5.5 * HOUR_MS,
        text: 'green -> alert (worsened); 12.4 GB; at least 20 GB expected; 37 GB the time before (rules.yaml:35)',
        by: null,
        reason: null,
      },
      { at: NOW - 48 * DAY_MS, text: 'escalate -> green (passed)', by: null, reason: null },
      { at: NOW - 49.9 * DAY_MS, text: 'alert -> escalate (stuck)', by: null, reason: null },
      { at: NOW - 50.8 * DAY_MS, text: 'green -> alert (worsened)', by: null, reason: null },
    ],
    actions: ['fixed', 'snooze', 'mute', 'accept'],
    breakSeq: 17,
    acceptRun: view.latest,
    ...given,
  };
}

function dayView(state: DayState, index: number, count: number): DayView {
  const day = new Date(NOW - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
  // Some unevenness, and always the same.
  const wave = Math.sin(index * 1.7) * 0.4 + Math.sin(index / 9) * 0.8;
  const isBad = state === 'alert' || state === 'escalate';
  const size = isBad ? 12.4 * GB : (28 + index * 0.1 + wave) * GB;
  return {
    day,
    state,
    sizeBytes: state === 'none' ? null : Math.round(size),
    ageSeconds: state === 'none' ? null : Math.round((24.3 + wave + (isBad ? 8 : 0)) * 3600),
  };
}

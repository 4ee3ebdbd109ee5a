import type { Reason } from '../model/reason.ts';
import type { TestName } from '../model/verdict.ts';
import type { RenderedTest } from '../wording/rendered-verdict.ts';

interface CauseWords {
  /** In a title, of a hard miss and of a soft one. */
  readonly hard: string;
  readonly soft: string;
  /** The one next step. */
  readonly next: string;
}

/** The closed table of causes: the word, and the one step to suggest (docs/design/routing.md#every-message). */
export const CAUSE_WORDS = {
  access: {
    hard: 'Access denied',
    soft: 'Access denied',
    next: "give the sentinel's role or user access to the place again; the backups themselves may be fine.",
  },
  unreachable: {
    hard: 'Cannot be seen',
    soft: 'Cannot be seen',
    next: 'look whether the place is there and can be reached (mount, network, name); the backups themselves may be fine.',
  },
  failed: { hard: 'Failed', soft: 'Failed', next: "read the run's log on its host, fix what failed, run it again." },
  'never-finished': {
    hard: 'Never finished',
    soft: 'Not finished yet',
    next: 'look on its host whether the run is still going; if not, start it again.',
  },
  damaged: { hard: 'Damaged', soft: 'Doubtful', next: 'do not rely on this backup; run the backup again.' },
  empty: {
    hard: 'Empty',
    soft: 'Almost empty',
    next: 'look whether the source was reachable during the run, then run it again.',
  },
  cut: {
    hard: 'Too small',
    soft: 'A little small',
    next: 'look whether data is missing at the source or the dump was cut off; if the size is right, accept it.',
  },
  usual: {
    hard: 'Back to its usual size',
    soft: 'Back to its usual size',
    next: 'look why the backup before it was so large; if you know, there is nothing to do.',
  },
  few: {
    hard: 'Too few files',
    soft: 'Too few files',
    next: 'look which files the run did not write, and why; then run it again.',
  },
  gone: {
    hard: 'Gone',
    soft: 'Gone',
    next: 'find out who or what deleted it (versioning and backups of the bucket may bring it back), then run the backup.',
  },
  clock: {
    hard: 'Dated in the future',
    soft: 'Dated in the future',
    next: 'set the clock of the host that writes it.',
  },
  'never-arrived': {
    hard: 'Not recent',
    soft: 'A little late',
    next: 'look whether the job started at all (cron, timer, its host), then run it.',
  },
  unended: {
    hard: 'Not known to have ended',
    soft: 'Not known to have ended',
    next: 'look whether what ends a run comes (its marker, report or ping); the backups themselves may be fine.',
  },
  'under-way': {
    hard: 'Not recent',
    soft: 'A little late',
    next: 'wait for the run that is under way; if it does not end, look on its host what it waits for.',
  },
  missing: {
    hard: 'Not there',
    soft: 'Not there',
    next: 'look where the run wrote its backup, and whether that is the place that is watched.',
  },
  large: {
    hard: 'Too large',
    soft: 'Larger than usual',
    next: 'look whether something was added that does not belong there; if the size is right, accept it.',
  },
  same: {
    hard: 'Same again',
    soft: 'Same again',
    next: 'look whether the dump reads the live source.',
  },
  refuted: {
    hard: 'Restored wrongly',
    soft: 'Restored wrongly',
    next: 'do not rely on that copy: run the backup again, and prove the new copy (sentinel prove).',
  },
  'not-proven': {
    hard: 'Not proven',
    soft: 'Not proven lately',
    next: 'prove the newest copy (sentinel prove), or restore it by hand and note it (sentinel proven).',
  },
  'not-restored': {
    hard: 'Not proven',
    soft: 'Not proven',
    next: "read the proof's report on its host, fix what kept it from restoring, and prove again.",
  },
  slow: {
    hard: 'Slow to restore',
    soft: 'Slow to restore',
    next: 'look what the restore waits for; if the time is right, raise restore within.',
  },
  doubtful: { hard: 'Doubtful', soft: 'Doubtful', next: "read the run's log; it finished, with something to look at." },
  report: {
    hard: 'Doubtful',
    soft: 'Doubtful',
    next: 'look at the report and at what writes it; the backup itself was judged by its file.',
  },
  'not-looked': {
    hard: 'Not looked into',
    soft: 'Not looked into',
    next: 'test this backup by hand, or let fewer jobs have verify, so that a check can read them all.',
  },
} as const satisfies Readonly<Record<string, CauseWords>>;

/** What explains a failing test. */
export type Cause = keyof typeof CAUSE_WORDS;

/** Of an error that stands for missing rights, however the place words it. */
const DENIED = /denied|forbidden|\b403\b|EACCES|EPERM/i;

const BY_KIND: Partial<Record<Reason['kind'], Cause>> = {
  unreadable: 'unreachable',
  'unread-again': 'unreachable',
  'report-unreadable': 'report',
  failed: 'failed',
  'never-finished': 'never-finished',
  malformed: 'damaged',
  contradiction: 'damaged',
  hollow: 'empty',
  empty: 'empty',
  'almost-nothing': 'empty',
  'below-floor': 'cut',
  shrunk: 'cut',
  'back-to-usual': 'usual',
  'too-few-files': 'few',
  'too-few-members': 'gone',
  'newest-gone': 'gone',
  'future-dated': 'clock',
  grown: 'large',
  'above-ceiling': 'large',
  'same-again': 'same',
  'with-warnings': 'doubtful',
  'not-looked-inside': 'not-looked',
  'restore-refuted': 'refuted',
  'proof-old': 'not-proven',
  'never-proven': 'not-proven',
  'not-restored': 'not-restored',
  'restore-slow': 'slow',
};

/** The cause of a test that does not pass. What earlier versions stored has no data: its words and its test say it. */
export function causeOf(test: TestName, { kind, data, reason }: Pick<RenderedTest, 'kind' | 'data' | 'reason'>): Cause {
  const cause = knownCause(kind, data, reason);
  if (cause === 'unreachable') return DENIED.test(reason) ? 'access' : 'unreachable';
  if (cause !== undefined) return cause;
  if (test === 'proven') return 'not-proven';
  if (test === 'size') return 'cut';
  if (test === 'finished') return 'failed';
  if (data === undefined) return / (is|are) gone\b/.test(reason) ? 'gone' : 'never-arrived';
  // Its newest backup is there, and does not count.
  if ('futureDated' in data && data.futureDated !== undefined) return 'clock';
  if (namesOneThatIsGone(data)) return 'gone';
  if ('refutedTs' in data && data.refutedTs !== undefined) return 'refuted';
  if ('runningSince' in data && data.runningSince !== null) return 'under-way';
  return data.kind === 'no-good-run' && data.seen?.hasUnended ? 'unended' : 'never-arrived';
}

function knownCause(
  kind: RenderedTest['kind'],
  data: RenderedTest['data'],
  reason: RenderedTest['reason'],
): Cause | undefined {
  if (data?.kind === 'contradiction' && data.found === null) return 'missing';
  const known = kind && BY_KIND[kind];
  return known ?? (/^(unreadable: |could not be read )/.test(reason) ? 'unreachable' : undefined);
}

function namesOneThatIsGone(reason: Reason): boolean {
  if (reason.kind === 'stale' || reason.kind === 'missed') return reason.goneTs !== null;
  return reason.kind === 'no-good-run' && reason.seen !== null && reason.seen.newestTs !== null;
}

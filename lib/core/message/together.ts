import { addTo } from '../add-to.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { STATE_RANK } from '../model/state.ts';
import type { Notice, SharedFacts } from './notice.ts';
import type { Notification, ReadyNotice, SharedCause } from './notification.ts';

/** A person has one message within this time; the caller gathers what is ready for half of it. */
export const TOGETHER_MS = 60 * SECOND_MS;

/** This many failing jobs with something in common lead with it. */
export const MIN_SHARING = 5;

/** Of equally many, the fact that says most about the cause. */
const FACTS: readonly (keyof SharedFacts)[] = ['error', 'members', 'bucket', 'host', 'group'];

/**
 * Puts what is ready at once into one message a person (docs/design/routing.md#one-message). Changes of an earlier
 * message stay apart, one for each such message; so does what the admin gets in place of another person, since it goes
 * by all of their channels. `timezoneOf` gives a reader's own zone.
 */
export function notificationsOf(
  ready: readonly ReadyNotice[],
  at: Instant,
  timezoneOf: (personId: string) => string,
): Notification[] {
  return pilesOf(ready, (each) => each).flatMap((pile) => {
    const [first] = pile;
    if (!first) return [];
    const { personId, addresses, byAll, earlier } = first;
    const notices = pile.map(({ notice }) => notice).sort(worstFirst);
    const claimIds = pile.map(({ claimId }) => claimId);
    return [
      {
        personId,
        timezone: timezoneOf(personId),
        at,
        sharedCauses: sharedCausesOf(notices),
        notices,
        claimIds,
        addresses,
        byAll,
        earlier,
      },
    ];
  });
}

/** What goes together: to the same person by the same way. `wayOf` says how each of `items` goes. */
export function pilesOf<Item>(
  items: readonly Item[],
  wayOf: (item: Item) => Pick<ReadyNotice, 'personId' | 'byAll' | 'addresses' | 'earlier'>,
): Item[][] {
  const piles = new Map<string, Item[]>();
  for (const item of items) {
    const { personId, byAll, addresses, earlier } = wayOf(item);
    const key = JSON.stringify([personId, byAll, addresses, earlier]);
    addTo(piles, key, item);
  }
  return [...piles.values()];
}

/** `Shop 2` before `Shop 10`, the same everywhere. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Failing before the rest, worse before milder, the longest broken first. */
export function worstFirst(a: Notice, b: Notice): number {
  return rank(b) - rank(a) || a.brokenSince - b.brokenSince || BY_NAME.compare(a.jobName, b.jobName);
}

function rank({ kind, state }: Notice): number {
  switch (kind) {
    case 'failing':
      return 10 + STATE_RANK[state];
    case 'quieted':
      return 2;
    case 'retired':
      return 1;
    case 'over':
      return 0;
  }
}

/** The facts that five or more failing jobs share: the one with the most jobs, then the next among the others. */
export function sharedCausesOf(notices: readonly Notice[]): SharedCause[] {
  const causes: SharedCause[] = [];
  let rest = notices.filter(({ kind }) => kind === 'failing');
  for (;;) {
    const cause = widest(rest);
    if (cause === null) return causes;
    causes.push(cause);
    const named = new Set(cause.jobIds);
    rest = rest.filter(({ jobId }) => !named.has(jobId));
  }
}

function widest(notices: readonly Notice[]): SharedCause | null {
  let best: SharedCause | null = null;
  for (const fact of FACTS) {
    const byValue = new Map<string, string[]>();
    for (const { shared, jobId } of notices) {
      const value = shared[fact] ?? null;
      if (value === null) continue;
      addTo(byValue, value, jobId);
    }
    for (const [value, jobIds] of byValue) {
      if (jobIds.length >= MIN_SHARING && jobIds.length > (best?.jobIds.length ?? 0)) best = { fact, value, jobIds };
    }
  }
  return best;
}

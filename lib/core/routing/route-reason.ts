import { formatMinute, type Instant } from '../instant.ts';
import type { ChannelKind } from '../model/channel-kind.ts';
import type { Quieted } from '../model/quieted.ts';
import type { State } from '../model/state.ts';
import type { Hold, ReachReason } from '../people/reach-reason.ts';

/** Why something is sent, deferred or dropped: data, and `routeText` is the only place that words it. */
export type RouteReason =
  | ReachReason
  // What a person needs.
  | { readonly code: 'first' | 'worse' | 'better' | 'changed' | 'resumed' | 'already'; readonly state: State }
  | { readonly code: 'fix-refuted' | 'over-for-snoozer' | 'over-for-notified' | 'over-for-missed' }
  | { readonly code: 'retired-for-notified' }
  | { readonly code: 'quieted' | 'not-before-quieted'; readonly how: Quieted; readonly by: string }
  | { readonly code: 'not-changeable' | 'too-many-jobs-to-change' | 'change-refused' | 'too-old' | 'later-break' }
  | { readonly code: 'flapping'; readonly count: number }
  // Who and when.
  | { readonly code: 'unknown-person' | 'no-address' | 'out-of-reach' | 'urgent' }
  | { readonly code: 'until'; readonly at: Instant }
  | { readonly code: 'instead-of'; readonly personId: string }
  // What an earlier claim of the same delivery says.
  | { readonly code: 'delivered' | 'claimed' | 'answer-lost' | 'taken-over'; readonly at: Instant }
  | { readonly code: 'claimed-elsewhere' | 'unanswered' }
  // What the person's channels say.
  | {
      readonly code: 'channel-failing';
      readonly channel: ChannelKind;
      readonly isForGood: boolean;
      readonly message: string;
    }
  // How the break stands.
  | { readonly code: 'failing'; readonly state: State }
  | { readonly code: 'left-rules' | 'no-recipient-named' | 'is-over' | 'faded' | 'is-retired' | 'undecided' }
  | { readonly code: 'only-in-summary' | 'no-one-notified' };

/** The reasons in one line for people. */
export function routeText(reasons: readonly RouteReason[]): string {
  return reasons.map(textOf).join('; ');
}

const HOLDS: Readonly<Record<Hold, string>> = {
  away: 'is away',
  holiday: 'has a holiday',
  'day-off': 'has a day off',
  'quiet-hours': 'has quiet hours',
  hours: 'could not be notified before',
};

function textOf(reason: RouteReason): string {
  switch (reason.code) {
    case 'covered':
      return `${reason.personId} is away, ${reason.by} covers`;
    case 'held':
      return `${reason.personId} ${HOLDS[reason.hold]}`;
    case 'away-without-cover':
      return `${reason.personId} is away without cover, so the admin is notified`;
    case 'all-away':
      return 'everyone is away; sent at once';
    case 'unreachable-admin-instead':
      return `${reason.personId} cannot be reached within 14 days, so the admin is notified`;
    case 'unreachable-and-admin':
      return `${reason.personId} cannot be reached within 14 days, nor the admin: sent at once`;
    case 'first':
      return `not notified of it yet: ${reason.state}`;
    case 'worse':
      return `worse than what was sent: ${reason.state}`;
    case 'better':
      return `better: ${reason.state}`;
    case 'changed':
      return `now ${reason.state}`;
    case 'resumed':
      return `no longer quieted: ${reason.state}`;
    case 'already':
      return `notified of ${reason.state} already`;
    case 'fix-refuted':
      return 'said that it was fixed, and it is not';
    case 'over-for-snoozer':
      return 'snoozed it, and it is over';
    case 'over-for-notified':
      return 'was notified of it, and it is over';
    case 'over-for-missed':
      return 'could not be notified of it while it lasted, and it is over';
    case 'retired-for-notified':
      return 'was notified of it, and it has left the rules doc';
    case 'quieted':
      return `${reason.how} by ${reason.by}`;
    case 'not-before-quieted':
      return `not notified before it was ${reason.how} by ${reason.by}`;
    case 'not-changeable':
      return 'what was sent cannot be changed, and it is not worth another';
    case 'too-many-jobs-to-change':
      return 'the message was about too many jobs to be changed';
    case 'change-refused':
      return 'the channel did not take the change';
    case 'too-old':
      return 'it has been over for more than 30 days';
    case 'later-break':
      return 'a later break was sent, and its end will be';
    case 'flapping':
      return `flapping, ${reason.count} failures in 24 hours`;
    case 'unknown-person':
      return 'the rules doc does not name them';
    case 'no-address':
      return 'has no address';
    case 'out-of-reach':
      return 'cannot be reached within 400 days';
    case 'urgent':
      return 'urgent, so at once';
    case 'until':
      return `until ${formatMinute(reason.at)}`;
    case 'instead-of':
      return `in place of ${reason.personId}`;
    case 'delivered':
      return `delivered already, ${formatMinute(reason.at)}`;
    case 'claimed':
      return `claimed ${formatMinute(reason.at)}, and it has no outcome yet`;
    case 'answer-lost':
      return `claimed ${formatMinute(reason.at)}, and its answer was lost`;
    case 'taken-over':
      return `claimed ${formatMinute(reason.at)} without an outcome: taken over`;
    case 'unanswered':
      return 'its answers were lost again and again';
    case 'channel-failing':
      return `${reason.channel} ${reason.isForGood ? 'refuses' : 'does not work'}: ${reason.message}`;
    case 'claimed-elsewhere':
      return 'another process is sending it now';
    case 'failing':
      return `it fails: ${reason.state}`;
    case 'left-rules':
      return 'the job has left the rules doc; that it is no longer watched is sent when it is retired';
    case 'no-recipient-named':
      return 'it fails, and the rules doc names no recipient for it';
    case 'is-over':
      return 'its break is over';
    case 'faded':
      return 'its break ended while it was quieted';
    case 'is-retired':
      return 'it has left the rules doc';
    case 'undecided':
      return 'it is no longer quieted; the next check says how it is';
    case 'only-in-summary':
      return 'only the summary mentions it';
    case 'no-one-notified':
      return 'no notification of it had been sent';
  }
}

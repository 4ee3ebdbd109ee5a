import type { RouteReason } from './route-reason.ts';
import type { Situation } from './situation.ts';

/** How the break stands, as the reasons of the whole. */
export function situationReasons(situation: Situation, hasLeft: boolean, hasNoRecipient: boolean): RouteReason[] {
  const unnotified: RouteReason[] = hasNoRecipient ? [{ code: 'no-one-notified' }] : [];
  switch (situation.kind) {
    case 'failing':
      if (hasLeft) return [{ code: 'left-rules' }];
      return hasNoRecipient ? [{ code: 'no-recipient-named' }] : [{ code: 'failing', state: situation.state }];
    case 'quieted':
      return [{ code: 'quieted', how: situation.how, by: situation.by }, ...unnotified];
    case 'over':
      return [{ code: 'is-over' }, ...unnotified, ...(hasNoRecipient ? [{ code: 'only-in-summary' as const }] : [])];
    case 'faded':
      return [{ code: 'faded' }, ...unnotified];
    case 'retired':
      return [{ code: 'is-retired' }, ...unnotified];
    case 'undecided':
      return [{ code: 'undecided' }];
  }
}

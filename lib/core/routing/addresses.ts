import { CHANNEL_KINDS, type ChannelKind } from '../model/channel-kind.ts';
import type { Person } from '../model/person.ts';
import type { Address } from './delivery.ts';

/** Where a person is notified: their `via:` in order; without one Slack if there is an id, else email, else what there is. */
export function addressesOf(person: Person): Address[] {
  const named = person.via.flatMap((channel) => addressIn(person, channel));
  return named.length > 0 ? named : everyAddressOf(person).slice(0, 1);
}

/** Every address a person has, the preferred ones first. */
export function everyAddressOf(person: Person): Address[] {
  return [...new Set([...person.via, ...CHANNEL_KINDS])].flatMap((channel) => addressIn(person, channel));
}

function addressIn({ addresses }: Person, channel: ChannelKind): Address[] {
  const to = addresses[channel];
  return to === undefined ? [] : [{ channel, to }];
}

import type { PersonEntry } from '../people/people.ts';
import type { Address, ChannelKind } from './delivery.ts';

const EVERY_CHANNEL: readonly ChannelKind[] = ['slack', 'slack-channel', 'email', 'webhook', 'sns'];

/** Where a person is told: their `via:` in order; without one Slack if there is an id, else email, else what there is. */
export function addressesOf(person: PersonEntry): Address[] {
  const named = person.via.flatMap((channel) => addressIn(person, channel));
  return named.length > 0 ? named : everyAddressOf(person).slice(0, 1);
}

/** Every address a person has, the preferred ones first. */
export function everyAddressOf(person: PersonEntry): Address[] {
  return [...new Set([...person.via, ...EVERY_CHANNEL])].flatMap((channel) => addressIn(person, channel));
}

function addressIn(person: PersonEntry, channel: ChannelKind): Address[] {
  const to = addressText(person, channel);
  return to === null ? [] : [{ channel, to }];
}

function addressText(person: PersonEntry, channel: ChannelKind): string | null {
  switch (channel) {
    case 'slack':
      return person.slack;
    case 'slack-channel':
      return person.slackChannel;
    case 'email':
      return person.email;
    case 'webhook':
      return person.webhook;
    case 'sns':
      return person.sns;
  }
}

import { expect, it } from 'vitest';
import { channelFindings } from '../../../bin/doctor/channel-findings.ts';
import type { Channels } from '../../../lib/app/dispatch/deliver-notification.ts';
import type { Person } from '../../../lib/core/model/person.ts';
import type { OutgoingMessage, Receipt } from '../../../lib/ports/channel.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';

const sent: OutgoingMessage[] = [];

/** Email is set up, and answers so; nothing else is. */
function channels(receipt: Receipt): Channels {
  sent.length = 0;
  const send = async (outgoing: OutgoingMessage) => {
    sent.push(outgoing);
    return receipt;
  };
  return {
    of: (kind) => (kind === 'email' ? { send } : { missing: `${kind} is not set up` }),
    settings: async () => '',
  };
}

const ACCEPTED: Receipt = { outcome: 'accepted', receipt: null };
const person = (id: string, addresses: Person['addresses'], via: Person['via'] = []) =>
  ({ id, addresses, via }) as Person;

function look(people: readonly Person[], to: string | null = null, receipt = ACCEPTED) {
  const document = { people: new Map(people.map((each) => [each.id, each])) } as unknown as RulesDocument;
  return channelFindings(document, channels(receipt), to);
}

it.each([
  ['a channel that is set up', [person('sam', { email: 'sam@acme.example' })], 'ok', 'all 1 people'],
  ['no address', [person('sam', {})], 'fail', 'sam has no address'],
  ['no channel that is set up', [person('sam', { slack: 'U0SAM' })], 'fail', 'sam cannot be notified'],
  [
    'one of two channels that is not set up',
    [person('sam', { slack: 'U0SAM', email: 'sam@acme.example' }, ['slack', 'email'])],
    'warn',
    'sam misses one of theirs',
  ],
])('of a person with %s', async (_, people, standing, text) => {
  expect(await look(people)).toMatchObject([{ check: 'channels', standing, message: expect.stringContaining(text) }]);
  expect(sent).toEqual([]);
});

it('sends a message by each channel of the person who is named, and says what became of it', async () => {
  const sam = person('sam', { email: 'sam@acme.example' });
  const dana = person('dana', { email: 'dana@acme.example' });
  expect(await look([sam, dana], 'sam')).toMatchObject([
    { standing: 'ok', message: 'email to sam@acme.example: a test message was accepted; see whether it arrived' },
  ]);
  expect(sent.map(({ to }) => to)).toEqual(['sam@acme.example']);
  const refused: Receipt = { outcome: 'refused', cause: 'address', message: '550 no such user' };
  expect(await look([sam, dana], 'sam', refused)).toMatchObject([
    { standing: 'fail', message: 'email to sam@acme.example: 550 no such user' },
  ]);
});

import { randomUUID } from 'node:crypto';
import { type Channels, deliverMessage } from '../../lib/app/dispatch/deliver-notification.ts';
import { adminCause } from '../../lib/core/admin/admin-cause.ts';
import type { Person } from '../../lib/core/model/person.ts';
import { addressesOf, everyAddressOf } from '../../lib/core/routing/addresses.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Whether each person has a channel that is set up, and, of the person who is named, whether each takes a message. */
export async function channelFindings(
  { people }: RulesDocument,
  channels: Channels,
  sendTo: string | null,
): Promise<readonly Finding[]> {
  const persons = [...people.values()];
  const setUp = (await Promise.all(persons.map((person) => setUpFindings(person, channels)))).flat();
  const person = sendTo === null ? undefined : people.get(sendTo);
  if (person !== undefined)
    return [...setUp, ...(await Promise.all(everyAddressOf(person).map((each) => tryOut(each, channels))))];
  if (setUp.length > 0) return setUp;
  return [
    ok(
      'channels',
      `all ${persons.length} people have one that is set up; \`sentinel doctor --to NAME\` sends them a message`,
    ),
  ];
}

async function setUpFindings(person: Person, channels: Channels): Promise<readonly Finding[]> {
  const addresses = addressesOf(person);
  if (addresses.length === 0) {
    return [fail('channels', `${person.id} has no address`, 'add an address under people in the rules doc')];
  }
  const opened = await Promise.all(addresses.map(async ({ channel }) => channels.of(channel)));
  const missing = opened.flatMap((channel) => ('missing' in channel ? [channel.missing] : []));
  const [first] = missing;
  if (first === undefined) return [];
  if (missing.length < opened.length) return [warn('channels', `${person.id} misses one of theirs`, first)];
  return [fail('channels', `${person.id} cannot be notified: none of their channels is set up`, first)];
}

async function tryOut(address: ReturnType<typeof everyAddressOf>[number], channels: Channels): Promise<Finding> {
  const deliveryId = randomUUID();
  const causes = [adminCause(deliveryId, 'a test', null, ['`sentinel doctor` sent this to see whether it arrives'])];
  const message = { kind: 'announcement', causes } as const;
  const { outcome, failures } = await deliverMessage({ deliveryId, message, addresses: [address] }, channels);
  const where = `${address.channel} to ${address.to}`;
  if (outcome === 'accepted') return ok('channels', `${where}: a test message was accepted; see whether it arrived`);
  const text = failures.map(({ message: each }) => each).join('; ');
  return fail('channels', `${where}: ${text}`, 'correct the channel’s setting, or the address in the rules doc');
}

import { expect, it } from 'vitest';
import { deliverNotification } from '../../../lib/app/dispatch/deliver-notification.ts';
import type { Address } from '../../../lib/core/routing/delivery.ts';
import type { Outgoing, OutgoingMessage } from '../../../lib/ports/channel.ts';
import { accepted } from '../../../lib/ports/receipt.ts';
import { everyForm, type Forms } from '../../channels/every-form.ts';
import { alert, notificationOf } from '../../core/message/sample-notifications.ts';

const SIGN_IN = 'https://s.example/sign-in/for-sam';

/** What a channel is handed. */
async function sentTo(address: Address, notices = [alert()]): Promise<Outgoing<Forms>> {
  const sent: Outgoing<Forms>[] = [];
  const notification = { ...notificationOf(...notices), personId: 'sam', addresses: [address] };
  const channels = {
    settings: async () => '',
    of: () => ({
      send: async (outgoing: OutgoingMessage) => {
        sent.push({ ...outgoing, message: everyForm(outgoing.message) });
        return accepted(null);
      },
    }),
  };
  const signInLinkFor = (personId: string, jobId: string | null) =>
    `${SIGN_IN.replace('sam', personId)}${jobId === null ? '' : `/${jobId}`}`;
  await deliverNotification(notification, channels, 1, { signInLinkFor });
  const [outgoing] = sent;
  if (!outgoing) throw new Error('nothing was sent');
  return outgoing;
}

it.each([
  ['slack', 'U0SAM'],
  ['email', 'sam@acme.example'],
] as const)('a message by %s, which one person reads, has a link that signs that person in', async (channel, to) => {
  const { message } = await sentTo({ channel, to });
  expect(JSON.stringify(channel === 'slack' ? message.slack : message.email.html)).toContain(`${SIGN_IN}/orders-db`);
  expect(message.email.text).toContain('The link signs you in, works once, and is good for a day.');
});

it.each([
  ['slack-channel', 'C0OPS'],
  ['webhook', 'https://hooks.acme.example/'],
  ['sns', 'arn:aws:sns:eu-central-1:111122223333:backups'],
] as const)('a message by %s, which others may read, has none in any of its forms', async (channel, to) => {
  const { message } = await sentTo({ channel, to });
  expect(JSON.stringify(message)).not.toContain('sign-in');
});

it('a message about several jobs leads to the list of all, and has one link', async () => {
  const { message } = await sentTo({ channel: 'email', to: 'sam@acme.example' }, [
    alert(),
    { ...alert(), jobId: 'other', jobName: 'Other' },
  ]);
  expect(message.email.text.match(/https:\/\/s\.example\S*/g)).toEqual([SIGN_IN]);
});

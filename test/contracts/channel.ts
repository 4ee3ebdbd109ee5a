import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing, Receipt, Sender } from '../../lib/ports/channel.ts';
import type { Secrets } from '../../lib/ports/secrets.ts';
import type { Forms } from '../channels/every-form.ts';
import { messageOf, SECRETS, secretsOf } from './channel-samples.ts';

/** How the peer behaves towards what comes next. */
export type Behaviour =
  | 'accepts'
  /** Says that it is too much, or that it has a fault. */
  | 'is busy'
  /** Says that there is nobody of this address. */
  | 'knows no such address'
  /** Says that the sentinel itself may not. */
  | 'refuses the sentinel'
  /** Takes the whole message, and the connection breaks before the answer. */
  | 'breaks off'
  /** Takes the whole message and says nothing more. */
  | 'falls silent';

export interface ChannelSetting {
  readonly channel: Sender<Forms>;
  /** An address that the peer knows. */
  readonly to: string;
  behave(behaviour: Behaviour): void;
  /** All texts that the peer has shown, in order. */
  shown(): Promise<readonly string[]> | readonly string[];
  /** From now on nobody listens. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** How a setting is opened: with these secrets, and a time limit that tests can wait for. */
export interface ChannelConditions {
  readonly secrets: Secrets;
  readonly timeoutMs: number;
}

/** Long, so that a busy machine is no failure; short where the limit is to be reached. */
const TIMEOUT_MS = 10_000;
const SHORT_TIMEOUT_MS = 1_000;

/** What every channel keeps. `open` gives one whose peer accepts. `usesSecret`: whether it can do nothing without. */
export function channelContract(
  name: string,
  usesSecret: boolean,
  open: (conditions: ChannelConditions) => Promise<ChannelSetting>,
): void {
  describe(`${name} keeps the contract of a channel`, () => {
    let setting: ChannelSetting;

    beforeEach(async () => {
      setting = await open({ secrets: secretsOf(SECRETS), timeoutMs: TIMEOUT_MS });
    });

    afterEach(async () => {
      await setting.close();
    });

    const outgoing = (change: Partial<Outgoing<Forms>> = {}): Outgoing<Forms> => ({
      deliveryId: 'd1',
      to: setting.to,
      message: messageOf('orders: alert'),
      earlier: null,
      ...change,
    });
    /** Sends, and checks what holds for every answer. */
    const send = async (change: Partial<Outgoing<Forms>> = {}): Promise<Receipt> => {
      const receipt = await setting.channel.send(outgoing(change));
      const message = receipt.outcome === 'accepted' ? 'it was accepted' : receipt.message;
      expect(message).toMatch(/^[^\p{Cc}]{10,300}$/u);
      for (const secret of Object.values(SECRETS)) expect(message).not.toContain(secret);
      return receipt;
    };

    it('what is accepted is shown, once', async () => {
      expect((await send()).outcome).toBe('accepted');
      expect(await setting.shown()).toEqual(['orders: alert']);
    });

    it('messages are shown in the order in which they were sent', async () => {
      for (const text of ['one', 'two', 'three']) await send({ deliveryId: text, message: messageOf(text) });
      expect(await setting.shown()).toEqual(['one', 'two', 'three']);
    });

    it('a peer that is busy is tried later, and takes the same parcel then', async () => {
      setting.behave('is busy');
      expect((await send()).outcome).toBe('later');
      expect(await setting.shown()).toEqual([]);
      setting.behave('accepts');
      expect((await send()).outcome).toBe('accepted');
      expect(await setting.shown()).toEqual(['orders: alert']);
    });

    it('an address that the peer does not know is refused for good', async () => {
      setting.behave('knows no such address');
      expect(await send()).toMatchObject({ outcome: 'refused', cause: 'address' });
      expect(await setting.shown()).toEqual([]);
    });

    it.each(['', ' ', 'x\r\ny', '<!channel>', 'http://', '\u0000', 'a'.repeat(5000)])(
      'the address %j is refused for good, and nobody is told',
      async (to) => {
        expect(await send({ to })).toMatchObject({ outcome: 'refused', cause: 'address' });
        expect(await setting.shown()).toEqual([]);
      },
    );

    it('a sentinel that may not send is refused for good, and the fault is its own', async () => {
      setting.behave('refuses the sentinel');
      expect(await send()).toMatchObject({ outcome: 'refused', cause: 'setup' });
      expect(await setting.shown()).toEqual([]);
    });

    it('a peer that breaks off after it has the message may have shown it', async () => {
      setting.behave('breaks off');
      expect((await send()).outcome).toBe('unknown');
    });

    it('a peer that falls silent after it has the message may have shown it, and is not waited for', async () => {
      const other = await open({ secrets: secretsOf(SECRETS), timeoutMs: SHORT_TIMEOUT_MS });
      try {
        other.behave('falls silent');
        expect((await other.channel.send(outgoing({ to: other.to }))).outcome).toBe('unknown');
      } finally {
        await other.close();
      }
    });

    it('where nobody listens nothing was shown, and it is tried later', async () => {
      await setting.stop();
      expect((await send()).outcome).toBe('later');
    });

    if (usesSecret) {
      it('without its secret it is refused, and the fault is the setting', async () => {
        const other = await open({ secrets: secretsOf({}), timeoutMs: TIMEOUT_MS });
        try {
          const receipt = await other.channel.send(outgoing({ to: other.to }));
          expect(receipt).toMatchObject({
            outcome: 'refused',
            cause: 'setup',
            message: expect.stringContaining('secret'),
          });
          expect(await other.shown()).toEqual([]);
        } finally {
          await other.close();
        }
      });
    }

    it('hostile text arrives as it is, and breaks nothing', async () => {
      const text = 'a\r\nBcc: eve@x.example\r\n\r\n.\r\nMAIL FROM:<e@x> \u202e"\\ <b>é😀\u0000 &amp; \ud800';
      expect((await send({ deliveryId: `d\r\nX-Evil: 1 ${text}`, message: messageOf(text) })).outcome).toBe('accepted');
      expect(await setting.shown()).toHaveLength(1);
    });
  });
}

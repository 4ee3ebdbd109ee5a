import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { CHANNEL_KINDS } from '../../lib/core/model/channel-kind.ts';
import { DrivenSentinel } from '../faults/driven-clock.ts';
import { inSandbox, type Sandbox } from '../program/sandbox.ts';
import { FailingChannels } from './failing-channels.ts';

const T0 = Date.parse('2026-11-20T10:00:00Z');
const ADMIN = 'dana@acme.example';
const ALERT = expect.stringContaining('Alert: orders');

/** A watch by a clock of its own, which is stopped in order when this is so; resolves to its time then. */
async function watchUntil(
  { rules, state }: Sandbox,
  env: Readonly<Record<string, string>>,
  from: number,
  isSo: (at: number) => boolean,
): Promise<number> {
  const watch = new DrivenSentinel(['watch', '--port', '0', '--quiet', '--rules', rules, '--state', state], env, from);
  try {
    let at = await watch.paused();
    for (; !isSo(at) && at < from + DAY_MS; at = await watch.paused()) watch.goOn(at, 4 * MINUTE_MS);
    watch.signal('SIGTERM');
    expect(await watch.ended).toMatchObject({ status: 0 });
    return at;
  } finally {
    watch.signal('SIGKILL');
    await watch.ended;
  }
}

test.each(CHANNEL_KINDS)(
  'a watch that is started again while %s is out of order notifies the owner once',
  async (kind) => {
    const channels = await FailingChannels.start();
    const { entry, sent } = channels.of[kind];
    const rules = `version: 1
settings: { admin: dana, timezone: UTC }
people:
  sam: { ${entry}, via: [${kind}] }
  dana: { email: ${ADMIN} }
jobs:
  orders: { backup: ./orders/, rule: "every 24 hours, allow 26, escalate never", owner: sam }
`;
    try {
      await inSandbox(rules, async (sandbox) => {
        await channels.writeSecrets(sandbox);
        await sandbox.write('orders/readme.part', '');
        channels.dead.add(kind);
        const stoppedAt = await watchUntil(sandbox, channels.env, T0, () => channels.mailsTo(ADMIN).length > 0);
        channels.dead.clear();
        // Its next attempt is due within the hour.
        await watchUntil(sandbox, channels.env, stoppedAt, (at) => at > stoppedAt + 2 * HOUR_MS);
        expect(sent()).toEqual([ALERT]);
        expect(channels.mailsTo(ADMIN)).toEqual([ALERT]);
      });
    } finally {
      await channels.stop();
    }
  },
);

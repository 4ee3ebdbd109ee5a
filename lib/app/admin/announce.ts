import { createHash } from 'node:crypto';
import type { AdminCause } from '../../core/admin/admin-cause.ts';
import { afterAttempt, dueCauses } from '../../core/admin/announced-causes.ts';
import { announcementText } from '../../core/admin/announcement.ts';
import type { Instant } from '../../core/instant.ts';
import type { Address } from '../../core/routing/delivery.ts';
import type { AdminLog } from '../../ports/admin-log.ts';
import { type Channels, deliverMessage } from '../dispatch/deliver-notification.ts';
import type { AdminFindings } from './pass-causes.ts';

export interface AnnouncePorts {
  readonly log: AdminLog;
  readonly channels: Channels;
  /** Takes what no channel did: the system journal and standard error. Never throws. */
  readonly lastResort: (text: string) => Promise<void>;
}

/** What became of the causes that were due. */
export interface Announced {
  readonly due: readonly AdminCause[];
  readonly outcome: 'nothing-due' | 'delivered' | 'last-resort';
  /** What did not work on the way, for people. */
  readonly failures: readonly string[];
}

/**
 * Notifies the admin of each cause once, by all of their channels; it is delivered when one of them has taken it. What none took goes to the last resort, once, and is tried again by later passes
 * (docs/design/routing.md#the-admin). Never throws for an outside failure.
 */
export async function announce(
  { causes, isOver }: AdminFindings,
  addresses: readonly Address[],
  ports: AnnouncePorts,
  now: Instant,
): Promise<Announced> {
  const before = await ports.log.read();
  const { due, known } = dueCauses(before, causes, isOver, now);
  if (due.length === 0) {
    const failed = isSame(before, known) ? null : await ports.log.write(known);
    return { due, outcome: 'nothing-due', failures: failed === null ? [] : [failed] };
  }
  const { isTaken, failures } = await deliverToAll(due, addresses, ports.channels);
  const isFirst = due.some(({ key }) => known.find((cause) => cause.key === key)?.attempts === 0);
  if (!isTaken && isFirst) await ports.lastResort(announcementText(due));
  const failed = await ports.log.write(afterAttempt(known, new Set(due.map(({ key }) => key)), isTaken, now));
  return {
    due,
    outcome: isTaken ? 'delivered' : 'last-resort',
    failures: [...failures, ...(failed === null ? [] : [failed])],
  };
}

async function deliverToAll(
  due: readonly AdminCause[],
  addresses: readonly Address[],
  channels: Channels,
): Promise<{ readonly isTaken: boolean; readonly failures: readonly string[] }> {
  const message = { kind: 'announcement', causes: due } as const;
  const id = due.map(({ key }) => key).join('\n');
  const answers = await Promise.all(
    addresses.map((address) => {
      const deliveryId = createHash('sha256').update(`admin#${id}#${address.channel}`).digest('hex');
      return deliverMessage({ deliveryId, message, addresses: [address] }, channels);
    }),
  );
  const failures = answers.flatMap(({ failures: each }) =>
    each.map(({ channel, message }) => `${channel}: ${message}`),
  );
  return {
    isTaken: answers.some(({ outcome }) => outcome === 'accepted' || outcome === 'unknown'),
    failures: addresses.length === 0 ? ['the rules doc names no admin who can be reached'] : failures,
  };
}

function isSame(before: readonly unknown[], after: readonly unknown[]): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

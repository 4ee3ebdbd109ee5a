import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { claimId, type Delivery, TAKE_OVER_MS } from '../../lib/core/routing/delivery.ts';
import type { DeliveryLog } from '../../lib/ports/delivery-log.ts';
import { NOW, transition } from './sample-row.ts';

export interface DeliveryLogSetting {
  readonly deliveries: DeliveryLog;
  /** Stores an item of the audit log as it is: another version's, or a row of another kind. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** What every DeliveryLog keeps. `open` gives an empty one. */
export function deliveryLogContract(name: string, open: () => Promise<DeliveryLogSetting>): void {
  describe(`${name} keeps the contract of a delivery log`, () => {
    let setting: DeliveryLogSetting;
    let deliveries: DeliveryLog;

    beforeEach(async () => {
      setting = await open();
      deliveries = setting.deliveries;
    });

    afterEach(async () => {
      await setting.close();
    });

    const readOne = async (): Promise<Delivery> => {
      const [only, ...others] = await deliveries.read('a');
      if (!only || others.length > 0) throw new Error('one delivery expected');
      return only;
    };

    describe('a claim', () => {
      it('that is new comes back as it was made', async () => {
        expect(await deliveries.read('a')).toEqual([]);
        expect(await deliveries.claim('a', claimed(), null)).toBe(true);
        expect(await deliveries.read('a')).toEqual([claimed()]);
        expect(await deliveries.read('b')).toEqual([]);
      });

      it('that somebody has made is not made again, and stays as it was', async () => {
        await deliveries.claim('a', claimed(), null);
        expect(await deliveries.claim('a', claimed({ claimedAt: NOW + 1, attempts: 7 }), null)).toBe(false);
        expect(await deliveries.read('a')).toEqual([claimed()]);
      });

      it('that many make at once is made by one', async () => {
        const tries = Array.from({ length: 20 }, (_, index) =>
          deliveries.claim('a', claimed({ claimedAt: NOW + index }), null),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      });

      it('of another event, another person, or in place of somebody is another claim', async () => {
        const four = [
          claimed(),
          claimed({ eventId: transition('a', 8).eventId, seq: 8 }),
          claimed({ personId: 'dana' }),
          claimed({ personId: 'dana', insteadOf: 'sam' }),
        ];
        for (const each of four) expect(await deliveries.claim('a', each, null)).toBe(true);
        expect(byKey(await deliveries.read('a'))).toEqual(byKey(four));
      });

      it('is taken over by one of many that read it, and the attempts are counted', async () => {
        await deliveries.claim('a', claimed(), null);
        const before = await readOne();
        const tries = Array.from({ length: 20 }, () =>
          deliveries.claim('a', claimed({ claimedAt: NOW + TAKE_OVER_MS, attempts: 2 }), before),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
        expect(await readOne()).toEqual(claimed({ claimedAt: NOW + TAKE_OVER_MS, attempts: 2 }));
      });

      it('is taken over by one only, though both attempts begin in the same millisecond as the first', async () => {
        await deliveries.claim('a', claimed(), null);
        const before = await readOne();
        expect(await deliveries.claim('a', claimed({ attempts: 2 }), before)).toBe(true);
        expect(await deliveries.claim('a', claimed({ attempts: 2 }), before)).toBe(false);
      });

      it('that ends between the reading and the taking over is not taken over', async () => {
        await deliveries.claim('a', claimed(), null);
        const before = await readOne();
        await deliveries.settle('a', accepted());
        expect(await deliveries.claim('a', claimed({ claimedAt: NOW + TAKE_OVER_MS, attempts: 2 }), before)).toBe(
          false,
        );
        expect(await readOne()).toEqual(accepted());
      });

      it('that was put off is tried again by whoever read that', async () => {
        await deliveries.claim('a', claimed(), null);
        await deliveries.settle('a', claimed({ outcome: 'later', retryAt: NOW + 30_000 }));
        const again = claimed({ claimedAt: NOW + 30_000, attempts: 2 });
        expect(await deliveries.claim('a', again, await readOne())).toBe(true);
        expect(await readOne()).toEqual(again);
      });

      it('that is gone is not taken over', async () => {
        expect(await deliveries.claim('a', claimed({ attempts: 2 }), claimed())).toBe(false);
        expect(await deliveries.read('a')).toEqual([]);
      });
    });

    describe('a settled delivery', () => {
      const outcomes: readonly Partial<Delivery>[] = [
        { outcome: 'accepted', address: SLACK, receipt: 'D1:1.1', jobIds: ['a', 'Ünï 😀', '__proto__'] },
        { outcome: 'accepted', address: { channel: 'sns', to: 'arn:aws:sns:x:1:t' }, receipt: null, jobIds: null },
        { outcome: 'later', retryAt: NOW + 1 },
        { outcome: 'refused', jobIds: [] },
        { outcome: 'unknown', address: { channel: 'slack-channel', to: 'C1' } },
      ];
      it.each(outcomes)('comes back as it was settled: $outcome', async (outcome) => {
        await deliveries.claim('a', claimed(), null);
        await deliveries.settle('a', claimed(outcome));
        expect(await readOne()).toEqual(claimed(outcome));
      });

      it('changes nothing when somebody has taken it over meanwhile', async () => {
        await deliveries.claim('a', claimed(), null);
        const taken = claimed({ claimedAt: NOW + TAKE_OVER_MS, attempts: 2 });
        await deliveries.claim('a', taken, await readOne());
        await deliveries.settle('a', claimed({ outcome: 'refused' }));
        expect(await readOne()).toEqual(taken);
        await deliveries.settle('a', { ...taken, outcome: 'accepted' });
        await deliveries.settle('a', claimed({ outcome: 'refused' }));
        expect(await readOne()).toEqual({ ...taken, outcome: 'accepted' });
      });

      it('makes no claim that is not there', async () => {
        await deliveries.settle('a', accepted());
        expect(await deliveries.read('a')).toEqual([]);
      });
    });

    it('all of a job’s deliveries are read, however many pages they are', async () => {
      const many = Array.from({ length: 230 }, (_, index) => claimed({ personId: `person-${index}` }));
      await Promise.all(many.map((each) => deliveries.claim('a', each, null)));
      expect(byKey(await deliveries.read('a'))).toEqual(byKey(many));
    });

    it('the deliveries of jobs whose names begin alike are kept apart', async () => {
      const names = ['a', 'a#b', 'ab', 'a/b'];
      for (const name of names) await deliveries.claim(name, claimed({ eventId: `${name}#7-x` }), null);
      for (const name of names) {
        expect((await deliveries.read(name)).map(({ eventId }) => eventId)).toEqual([`${name}#7-x`]);
      }
    });

    it('what cannot be read, a newer version wrote, or is of another kind does not hide the others', async () => {
      await deliveries.claim('a', claimed(), null);
      await setting.putItem({ job_id: 'a', at_id: 'claim#a#9#x', schema: 2, person_id: 'lee' });
      await setting.putItem({ job_id: 'a', at_id: 'claim#a#9#y', schema: 1, person_id: 5 });
      await setting.putItem({ job_id: 'a', at_id: 't#2026', schema: 1, person_id: 'lee' });
      expect(await deliveries.read('a')).toEqual([claimed()]);
    });

    it('a claim that a newer version wrote is neither taken over nor settled', async () => {
      const { eventId, personId } = claimed();
      const at_id = claimId(eventId, personId);
      await setting.putItem({ job_id: 'a', at_id, schema: 2, claimed_at: '2026-11-21T08:00:00.123Z', attempts: 1 });
      expect(await deliveries.claim('a', claimed(), null)).toBe(false);
      expect(await deliveries.claim('a', claimed({ attempts: 2 }), claimed())).toBe(false);
      await deliveries.settle('a', accepted());
      expect(await deliveries.read('a')).toEqual([]);
    });

    describe('a person’s turn', () => {
      const take = (at: number, personId = 'sam') => deliveries.takeTurn(personId, at, MINUTE_MS);

      it('is taken by one, and the others learn when it ends', async () => {
        expect(await take(NOW)).toBeNull();
        expect(await take(NOW)).toBe(NOW + MINUTE_MS);
        expect(await take(NOW + MINUTE_MS - 1)).toBe(NOW + MINUTE_MS);
      });

      it('is taken by one of many at once', async () => {
        const turns = await Promise.all(Array.from({ length: 20 }, () => take(NOW)));
        expect(turns.filter((turn) => turn === null)).toHaveLength(1);
      });

      it('is free again on the very millisecond it ends', async () => {
        await take(NOW);
        expect(await take(NOW + MINUTE_MS)).toBeNull();
        expect(await take(NOW + MINUTE_MS)).toBe(NOW + 2 * MINUTE_MS);
      });

      it('is one person’s own', async () => {
        await take(NOW);
        expect(await take(NOW, 'dana')).toBeNull();
        expect(await take(NOW, '#sam')).toBeNull();
      });

      it('that a clock a little ahead has taken is waited for', async () => {
        await take(NOW + 5_000);
        expect(await take(NOW)).toBe(NOW + MINUTE_MS);
        expect(await take(NOW + MINUTE_MS)).toBe(NOW + MINUTE_MS + 5_000);
      });

      it('that a clock far ahead has taken keeps nobody from being told', async () => {
        await take(NOW + 24 * HOUR_MS);
        expect(await take(NOW)).toBeNull();
        expect(await take(NOW)).toBe(NOW + MINUTE_MS);
      });

      it('is no delivery', async () => {
        await take(NOW);
        expect(await deliveries.read('#person#sam')).toEqual([]);
      });
    });
  });
}

const SLACK = { channel: 'slack', to: 'U0SAM' } as const;

function claimed(change: Partial<Delivery> = {}): Delivery {
  return {
    personId: 'sam',
    insteadOf: null,
    breakSeq: 6,
    eventId: transition('a', 7).eventId,
    seq: 7,
    state: 'alert',
    claimedAt: NOW,
    attempts: 1,
    outcome: null,
    retryAt: null,
    error: null,
    address: null,
    receipt: null,
    jobIds: null,
    ...change,
  };
}

function accepted(): Delivery {
  return claimed({ outcome: 'accepted', address: SLACK, receipt: 'D1:1.1', jobIds: ['a'] });
}

function byKey(deliveries: readonly Delivery[]): Map<string, Delivery> {
  return new Map(
    deliveries
      .map((each) => [claimId(each.eventId, each.personId, each.insteadOf), each] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

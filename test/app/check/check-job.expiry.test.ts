import { describe, expect, it } from 'vitest';
import { lookAndDecide } from '../../../lib/app/check/check-job.ts';
import type { ExpiryRule } from '../../../lib/core/evidence/expiry.ts';
import { goodCopyOf } from '../../../lib/core/history/good-copy.ts';
import { DAY_MS, type Instant } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { sampleRule } from '../../core/evidence/sample-rule.ts';
import { at, FakeSource, sampleJob } from '../evidence/gather-evidence-setting.ts';

const LANDED = at('2026-11-10T02:00:00Z');

/** A bucket that has rules, or does not say; and how often it was asked. */
class RuledSource extends FakeSource {
  rules: readonly ExpiryRule[] | null;
  rulesAsked = 0;

  constructor(rules: readonly ExpiryRule[] | null) {
    super();
    this.rules = rules;
    this.put('orders/a', LANDED, 5_000_000);
  }

  async expiryRules() {
    this.rulesAsked += 1;
    return this.rules;
  }
}

describe('the lifecycle rules of the bucket', () => {
  const look = async (
    source: FakeSource,
    now: Instant,
    { row = newRow('orders-db'), job = {} as Partial<Job> } = {},
  ) => {
    const ports = { sourceOf: async () => source, heartbeats: null };
    const asJob = sampleJob({ rule: sampleRule(), ...job });
    return (await lookAndDecide(asJob, row, { now, held: false }, (time) => time, ports)).decision;
  };
  const later = LANDED + 5 * DAY_MS;
  const green = async (source: FakeSource) => (await look(source, LANDED + 60_000)).row;

  it('are not asked for while all is well', async () => {
    const source = new RuledSource([{ prefix: '', days: 7 }]);
    expect(await green(source)).toMatchObject({ state: 'green', expiryDays: null });
    expect(source.rulesAsked).toBe(0);
  });

  it('say in a break when the last good copy goes', async () => {
    const source = new RuledSource([{ prefix: 'orders/', days: 7 }]);
    const { row } = await look(source, later, { row: await green(source) });
    expect(row).toMatchObject({ state: 'alert', expiryDays: 7 });
    expect(goodCopyOf(row, later).deletedAbout).toBe(at('2026-11-18T00:00:00Z'));
  });

  it('are forgotten when they are gone, and not where there was no answer', async () => {
    const source = new RuledSource([{ prefix: '', days: 7 }]);
    const { row } = await look(source, later, { row: await green(source) });
    source.rules = null;
    expect((await look(source, later, { row })).row.expiryDays).toBe(7);
    source.rules = [];
    expect((await look(source, later, { row })).row.expiryDays).toBeNull();
  });

  it('say nothing of a mirror, whose files are not copies of each other', async () => {
    const source = new RuledSource([{ prefix: '', days: 7 }]);
    await look(source, later, { job: { isMirror: true } });
    expect(source.rulesAsked).toBe(0);
  });
});

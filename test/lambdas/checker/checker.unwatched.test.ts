import { describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { T0, useAwsSetting } from '../../faults/aws-setting.ts';

const PLACES = { orders: 's3://acme/orders/' };

describe('the checker', () => {
  const setting = useAwsSetting();

  async function firstPass(listable: string): Promise<void> {
    const { current } = setting;
    vi.stubEnv('LISTABLE_PREFIXES', listable);
    current.newChecker();
    for (let day = 1; day <= 10; day += 1) {
      const at = T0 - day * DAY_MS;
      const date = new Date(at).toISOString().slice(0, 10);
      for (const folder of ['orders', 'web', 'hidden'])
        current.aws.buckets.put('acme', `${folder}/${date}.dump`, 'a backup of some days ago, and more', at);
    }
    await current.upload(['orders'], { places: PLACES });
    await current.tick();
  }

  it('keeps what no job watches, of what it may list, with its first complete pass', async () => {
    await firstPass('{"acme":["orders/","web/"]}');
    const { stores, lines } = setting.current;
    const seen = await stores.unwatched.newest();
    expect(seen).toMatchObject({ at: T0, series: [{ container: 's3://acme/', key: 'web/2026-11-20.dump' }] });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'looked for what no job watches', series: 1 }));
  });

  it('looks for nothing where its environment does not say what it may list', async () => {
    await firstPass('');
    expect(await setting.current.stores.unwatched.newest()).toBeNull();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { UsedLinks } from '../../lib/ports/used-links.ts';
import { NOW } from './sample-row.ts';

export interface UsedLinksSetting {
  readonly links: UsedLinks;
  /** Removes what nobody needs any more. Resolves to how many. */
  prune(at: Instant): Promise<number>;
  close(): Promise<void>;
}

/** What every UsedLinks keeps. `open` gives empty ones. */
export function usedLinksContract(name: string, open: (now: () => Instant) => Promise<UsedLinksSetting>): void {
  describe(`${name} keeps the contract of used links`, () => {
    let setting: UsedLinksSetting;
    let links: UsedLinks;

    beforeEach(async () => {
      setting = await open(() => NOW);
      links = setting.links;
    });

    afterEach(async () => {
      await setting.close();
    });

    it('a link is used once, and each by itself', async () => {
      expect(await links.use('a', NOW, NOW + MINUTE_MS)).toBe(true);
      expect(await links.use('a', NOW + 1, NOW + MINUTE_MS)).toBe(false);
      expect(await links.use('b', NOW + 1, NOW + MINUTE_MS)).toBe(true);
    });

    it('that many use at once is used by one', async () => {
      const uses = Array.from({ length: 20 }, () => links.use('a', NOW, NOW + MINUTE_MS));
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
    });

    it('is remembered for as long as it would be taken, and then forgotten', async () => {
      await links.use('a', NOW, NOW + MINUTE_MS);
      expect(await setting.prune(NOW + MINUTE_MS)).toBe(0);
      expect(await links.use('a', NOW, NOW + MINUTE_MS)).toBe(false);
      expect(await setting.prune(NOW + 2 * DAY_MS)).toBe(1);
    });
  });
}

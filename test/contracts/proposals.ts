import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../lib/core/instant.ts';
import type { Proposal } from '../../lib/core/ping/proposal.ts';
import type { Proposals } from '../../lib/ports/proposals.ts';
import { NOW } from './sample-row.ts';

export interface ProposalsSetting {
  readonly proposals: Proposals;
  close(): Promise<void>;
}

const proposal = (parentId: string, change: Partial<Proposal> = {}): Proposal => ({
  parentId,
  node: null,
  at: NOW,
  signal: 'success',
  ...change,
});

/** What every Proposals keeps. `open` gives an empty one whose clock stands at `now()`. */
export function proposalsContract(name: string, open: (now: () => number) => Promise<ProposalsSetting>): void {
  describe(`${name} keeps the contract of proposals`, () => {
    let setting: ProposalsSetting;
    let proposals: Proposals;
    let now: number;

    beforeEach(async () => {
      now = NOW;
      setting = await open(() => now);
      proposals = setting.proposals;
    });

    afterEach(async () => {
      await setting.close();
    });

    it('they come back as they were added, oldest first, of one instant by their ids', async () => {
      const [b, a] = [proposal('b'), proposal('a')];
      const node = proposal('medusa', { node: 'n1', at: NOW - 1, signal: 'start' });
      for (const one of [b, a, node]) await proposals.add(one);
      expect(await proposals.read()).toEqual([node, a, b]);
    });

    it('the first ping of a job is the one that is kept, until one says that it failed', async () => {
      await proposals.add(proposal('a'));
      await proposals.add(proposal('a', { at: NOW + HOUR_MS, signal: 'start' }));
      expect(await proposals.read()).toEqual([proposal('a')]);
      const failed = proposal('a', { at: NOW + 2 * HOUR_MS, signal: 'fail' });
      await proposals.add(failed);
      await proposals.add(proposal('a', { at: NOW + 3 * HOUR_MS, signal: 'fail' }));
      expect(await proposals.read()).toEqual([failed]);
    });

    it('after 30 days one is gone, and can be added anew', async () => {
      await proposals.add(proposal('a', { at: NOW - 30 * DAY_MS - 1 }));
      expect(await proposals.read()).toEqual([]);
      await proposals.add(proposal('a'));
      expect(await proposals.read()).toEqual([proposal('a')]);
    });

    it('one can be taken away, also twice', async () => {
      await proposals.add(proposal('a'));
      await proposals.add(proposal('b'));
      await proposals.remove(proposal('a'));
      await proposals.remove(proposal('a'));
      expect(await proposals.read()).toEqual([proposal('b')]);
    });
  });
}

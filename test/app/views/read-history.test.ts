import { expect, it } from 'vitest';
import { readHistory } from '../../../lib/app/views/read-history.ts';

it('the history of a job with thousands of nodes is read for a few of them at a time', async () => {
  let now = 0;
  let most = 0;
  const history = async () => {
    now += 1;
    most = Math.max(most, now);
    await Promise.resolve();
    now -= 1;
    return [];
  };
  const nodes = Array.from({ length: 500 }, (_, index) => `medusa/n${index}`);
  await readHistory(nodes, 50, { audit: { history }, deliveries: { read: async () => [] } });
  expect(most).toBeLessThanOrEqual(16);
});

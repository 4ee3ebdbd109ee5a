import { expect, test } from 'vitest';
import { settingsOf } from '../../../bin/commands/run.ts';

test('a fault that quotes what was written holds no password of a URL', async () => {
  const settings = settingsOf('orders-db', ['true'], { verify: 'https://backup:hunter22@nas/orders/' });
  await expect(settings).rejects.toThrow(/--verify: the place "https:\/\/backup:\*\*\*@nas\/orders\/" is of a kind/);
});

import { expect, test } from 'vitest';
import { capture, shellCommand } from '../../../lib/runner/attempt/captured-command.ts';
import { secretMasker } from '../../../lib/runner/mask-secrets.ts';
import { Stop } from '../../../lib/runner/stop.ts';

test('a secret at the place where a long line is cut is not left there by half', async () => {
  const masked = secretMasker({ VAULT_TOKEN: 'swordfish-and-chips' });
  const command = shellCommand('printf "%0289d " 1; echo swordfish-and-chips; exit 1');
  const { error, output } = await capture(command, { env: {}, timeoutMs: null, stop: new Stop(), masked });
  expect(error).toMatch(/^it exited with status 1: 0+1 \*\*\*$/);
  expect(output).not.toContain('swordfish');
});

import { expect, test } from 'vitest';
import { withoutSecret } from '../../lib/ports/receipt.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';

test('a secret that cannot be read for a moment defers the message; one that is not there refuses it', () => {
  const busy = new SecretUnavailable('cannot be read (EIO)', { isTransient: true });
  expect(withoutSecret('Slack’s token', busy)).toMatchObject({
    outcome: 'later',
    message: 'Slack’s token: cannot be read (EIO)',
  });
  expect(withoutSecret('Slack’s token', new SecretUnavailable('there is none'))).toMatchObject({
    outcome: 'refused',
    cause: 'setup',
  });
});

import { pingUrlParameter } from '../../lib/app/ping-key.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import type { StateAddress } from './open-stores.ts';

/** Where `watch` listens unless it is told otherwise. */
const WATCH_URL = 'http://127.0.0.1:8080';

/**
 * Where pings go to, without `/ping/...`: the address that is given or, on AWS, the one that the stack has noted. Empty,
 * and said so, when neither is there. Throws UsageError for what is no web address.
 */
export async function pingBase(address: StateAddress, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (!URL.canParse(given)) throw new UsageError(`--url ${given}: a web address is expected`);
    return given.replace(/\/+$/, '');
  }
  if (address.kind === 'folder') return WATCH_URL;
  const { SsmParameters } = await import('../../lib/adapters/ssm-parameters.ts');
  try {
    return (await new SsmParameters().get(pingUrlParameter(address.prefix))).replace(/\/+$/, '');
  } catch (error) {
    if (!(error instanceof SecretUnavailable)) throw error;
    complain(
      `sentinel: where pings go to is not known: ${error.message}. Is "heartbeats": true deployed? Or give it: --url`,
    );
    return '';
  }
}

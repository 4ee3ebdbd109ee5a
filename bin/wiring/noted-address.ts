import { addressParameter } from '../../lib/ports/aws-place.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';

/**
 * The address of a function on AWS that the stack has stored, without a slash at its end; or why it is not known, for
 * people.
 */
export async function notedAddress(
  prefix: string,
  functionName: 'ping' | 'web',
): Promise<{ readonly url: string } | { readonly message: string }> {
  const { SsmParameters } = await import('../../lib/adapters/ssm/parameters.ts');
  try {
    const url = await new SsmParameters().get(addressParameter(prefix, functionName));
    return { url: url.replace(/\/+$/, '') };
  } catch (error) {
    if (!(error instanceof SecretUnavailable)) throw error;
    return { message: error.message };
  }
}

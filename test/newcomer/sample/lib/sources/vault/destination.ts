import { type Destination, DestinationUnusable } from '../../ports/destination.ts';

/** Runs on hosts do not write to vaults. */
export function openDestination(): Destination {
  const refuse = async () => {
    throw new DestinationUnusable('a vault takes no backups of a runner; name a folder or a bucket');
  };
  return { reach: refuse, credentialsEndAt: refuse, probe: refuse };
}

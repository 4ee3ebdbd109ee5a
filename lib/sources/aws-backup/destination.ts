import { type Destination, DestinationUnusable } from '../../ports/destination.ts';

/** AWS Backup makes its own backups. */
export function openDestination(): Destination {
  const refuse = async () => {
    throw new DestinationUnusable('AWS Backup takes no backups of a runner; name a folder or a bucket');
  };
  return { reach: refuse, credentialsEndAt: refuse, probe: refuse };
}

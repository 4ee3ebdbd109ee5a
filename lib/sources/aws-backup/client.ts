import { BackupClient } from '@aws-sdk/client-backup';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsPlaceOf, refusing } from '../../ports/aws-place.ts';

/** One hung socket must not eat a whole pass: the SDK itself waits for ever. */
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * A client of AWS Backup in a region, null for that of the environment. Reads nothing from the network. Where the
 * variables cannot be used, every request fails with AwsPlaceUnusable.
 */
export function createBackupClient(env: NodeJS.ProcessEnv, region: string | null): BackupClient {
  const place = awsPlaceOf('BACKUP', env);
  const named = region ?? place.region ?? (place.endpoint === null ? null : 'us-east-1');
  const client = new BackupClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: REQUEST_TIMEOUT_MS,
    }),
    ...(named === null ? {} : { region: named }),
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint }),
  });
  // Where the ARN names the region, a problem with the environment's does not matter.
  return refusing(client, region === null || place.endpoint !== null ? place.problem : null);
}

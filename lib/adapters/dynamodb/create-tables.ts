import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type AwsPlace, awsPlaceOf, refusing } from '../../ports/aws-place.ts';
import { type OnUnreadable, warnOfUnreadable } from '../../ports/unreadable-item.ts';
import { sdkRequests } from './sdk-requests.ts';
import { type DynamoTables, tablesOver } from './tables.ts';

export interface DynamoTableOptions {
  /** `bk` means the tables bk-state, bk-audit and bk-evidence. */
  readonly prefix: string;
  /** Another address than AWS's own: DynamoDB Local, an emulator. */
  readonly endpoint?: string;
  readonly region?: string;
  /** A client to use instead of a new one; the caller closes it. */
  readonly client?: DynamoDBClient;
  /** Is given what the tables hold and cannot be read; a warning of the process unless given. */
  readonly onUnreadable?: OnUnreadable;
}

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 4;

/** Opens the tables; nothing is sent yet, so one that is missing shows at the first request. */
export function createDynamoTables(options: DynamoTableOptions): DynamoTables {
  const { onUnreadable = warnOfUnreadable } = options;
  const place = placeOf(options);
  const client = options.client ?? newClient(place);
  const where = place.endpoint ?? place.region ?? "AWS's region";
  const close = async (): Promise<void> => {
    if (!options.client) client.destroy();
  };
  // The SDK prepares every answer for a log that no one reads: a third of the time of a large read.
  client.middlewareStack.remove('loggerMiddleware');
  return tablesOver(sdkRequests(client), { prefix: options.prefix, where, onUnreadable, close });
}

function newClient({ endpoint, region, problem }: AwsPlace): DynamoDBClient {
  // An emulator does not care for the region, but the SDK does not start without one.
  const regionOrAny = region ?? (endpoint === null ? null : 'us-east-1');
  const client = new DynamoDBClient({
    ...(endpoint !== null && { endpoint }),
    ...(regionOrAny !== null && { region: regionOrAny }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  return refusing(client, problem);
}

/** What the caller names goes before the environment. */
function placeOf({ endpoint, region }: DynamoTableOptions): AwsPlace {
  const named = { ...(endpoint && { AWS_ENDPOINT_URL_DYNAMODB: endpoint }), ...(region && { AWS_REGION: region }) };
  return awsPlaceOf('DYNAMODB', { ...process.env, ...named });
}

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsPlaceOf, refusing } from '../../ports/aws-place.ts';

/** One hung socket must not eat a whole pass: the SDK itself waits for ever. */
const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Twice the jobs that are looked at side by side: each may list one place and read another. */
const MAX_SOCKETS = 64;

/**
 * An S3 client from the usual variables: `AWS_REGION`, credentials as the SDK finds them, and `AWS_ENDPOINT_URL_S3` or
 * `AWS_ENDPOINT_URL` for a server of one's own, which is then spoken to in path style. Buckets of AWS are followed to
 * their region. Reads nothing from the network. Where the variables cannot be used, every request fails with
 * AwsPlaceUnusable.
 */
export function createS3Client(env: NodeJS.ProcessEnv = process.env): S3Client {
  const { endpoint, problem, ...place } = awsPlaceOf('S3', env);
  const region = place.region ?? (endpoint === null ? null : 'us-east-1');
  const config: S3ClientConfig = {
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: REQUEST_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    }),
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? { followRegionRedirects: true } : { endpoint, forcePathStyle: true }),
  };
  return refusing(new S3Client(config), problem);
}

import { errorText, oneLine } from '../../core/message/outside-text.ts';
import { AwsPlaceUnusable } from '../../ports/aws-place.ts';
import { StateStoreUnavailable } from '../../ports/state-store.ts';

/** What was being asked of which table, where; for messages. */
export interface DynamoRequest {
  readonly operation: string;
  readonly table: string;
  /** The endpoint's address, or the region. */
  readonly where: string;
}

const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'LimitExceededException',
]);

const BAD_CREDENTIALS = new Set([
  'CredentialsProviderError',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
  'MissingAuthenticationToken',
  'ExpiredTokenException',
  'ExpiredToken',
  'TokenProviderError',
]);

/**
 * Our own error for whatever the SDK threw: what happened at which table, and what to do.
 * An error that is ours already (the embedded store's transport throws them) is returned as it is.
 */
export function storeFailure(error: unknown, request: DynamoRequest): StateStoreUnavailable {
  if (error instanceof StateStoreUnavailable) return error;
  if (error instanceof AwsPlaceUnusable) {
    return new StateStoreUnavailable(`table ${request.table} cannot be used: ${error.message}`, error);
  }
  const { name, message, code } = error as Error & { code?: string };
  return new StateStoreUnavailable(explain(name, code, oneLine(message), request), error);
}

function explain(name: string, code: string | undefined, message: string, request: DynamoRequest): string {
  const { operation, table, where } = request;
  if (name === 'ResourceNotFoundException') {
    return `there is no table ${table} at ${where}; check the prefix and the region, or deploy the sentinel first`;
  }
  if (name === 'AccessDeniedException') {
    return `not allowed to use table ${table} at ${where}; grant dynamodb:${operation} on it (${message})`;
  }
  if (THROTTLED.has(name)) {
    return `table ${table} at ${where} is throttled, also after retries; try again later (${name})`;
  }
  if (BAD_CREDENTIALS.has(name)) {
    return `the AWS credentials for table ${table} at ${where} cannot be used; renew or set them (${message})`;
  }
  if (name === 'TimeoutError' || UNREACHABLE_CODES.has(code ?? '')) {
    return `table ${table} cannot be reached at ${where}; check the endpoint and the network (${code ?? message})`;
  }
  if (message === 'Region is missing') {
    return `table ${table} has no region; set AWS_REGION`;
  }
  if (name === 'ValidationException') {
    return `table ${table} at ${where} refused the ${operation}; if its keys are not the sentinel's own, name another prefix (${message})`;
  }
  return `${operation} on table ${table} at ${where} failed; try again later (${errorText({ name, message })})`;
}

/** Where a service of AWS is, or of a server that stands in for it, as the environment says. */
export interface AwsPlace {
  /** Null where the environment names none; a profile may. */
  readonly region: string | null;
  /** Null for AWS itself. */
  readonly endpoint: string | null;
  /** What is wrong with the variables, and what to write; null when nothing is. */
  readonly problem: string | null;
}

/** No request is sent: the variables that say where AWS is cannot be used. `message` says which, and what to write. */
export class AwsPlaceUnusable extends Error {
  override readonly name = 'AwsPlaceUnusable';
}

/** What may stand in a host's name; the SDK asks no more. */
const REGION = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Reads `AWS_REGION`, or `AWS_DEFAULT_REGION`, which the command line of AWS knows and the SDK does not; and
 * `AWS_ENDPOINT_URL_<SERVICE>`, or `AWS_ENDPOINT_URL`. An empty variable names nothing.
 */
export function awsPlaceOf(
  service: 'S3' | 'DYNAMODB' | 'BEDROCK_RUNTIME' | 'BACKUP',
  env: NodeJS.ProcessEnv,
): AwsPlace {
  const region = firstOf(['AWS_REGION', 'AWS_DEFAULT_REGION'], env);
  const endpoint = firstOf([`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL'], env);
  return {
    region: region?.value ?? null,
    endpoint: endpoint?.value ?? null,
    problem: endpointProblem(endpoint) ?? regionProblem(region, endpoint, env),
  };
}

/** True for an address that begins with http:// or https://. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function firstOf(names: readonly string[], env: NodeJS.ProcessEnv): Variable | null {
  const name = names.find((each) => env[each]);
  return name === undefined ? null : { name, value: env[name] ?? '' };
}

function endpointProblem(endpoint: Variable | null): string | null {
  if (endpoint === null || isWebAddress(endpoint.value)) return null;
  // What stands before an @ could be a password.
  const shown = endpoint.value.replace(/^.*@/s, '…@');
  return `${endpoint.name} is "${shown}", which is no address; write it whole, such as http://127.0.0.1:9000`;
}

function regionProblem(region: Variable | null, endpoint: Variable | null, env: NodeJS.ProcessEnv): string | null {
  if (region !== null) {
    const isRegion = REGION.test(region.value);
    return isRegion ? null : `${region.name} is "${region.value}", which is no region; write one, such as eu-central-1`;
  }
  // The SDK takes an empty variable for a region; at an endpoint any will do, and the caller names one.
  const isHidden = env.AWS_REGION === '' && endpoint === null;
  return isHidden ? 'AWS_REGION is empty; set it to a region, such as eu-central-1, or unset it' : null;
}

/** The SSM parameter, no secret, in which the stack notes the address of a function that can be reached from outside. */
export function addressParameter(prefix: string, functionName: 'ping' | 'web'): string {
  return `/${prefix}/${functionName}-url`;
}

/** What every client of the SDK has of its requests' way. */
interface Refusable {
  readonly middlewareStack: {
    add(middleware: () => () => Promise<never>, options: { readonly step: 'initialize'; readonly name: string }): void;
  };
}

/** The client, of which every request fails with AwsPlaceUnusable where `problem` says what is wrong; null: none does. */
export function refusing<Client extends Refusable>(client: Client, problem: string | null): Client {
  if (problem !== null) {
    const refuse = async () => Promise.reject(new AwsPlaceUnusable(problem));
    client.middlewareStack.add(() => refuse, { step: 'initialize', name: 'unusablePlace' });
  }
  return client;
}

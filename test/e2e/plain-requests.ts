const LIMIT_MS = 60_000;

/*
 * Requests to an emulator as they go over the wire, unsigned: to services that nothing but the end-to-end tests talks to.
 */

/** A request to a service with Amazon's query protocol. */
export function queryRequest(action: string, version: string): RequestInit {
  return { method: 'POST', body: new URLSearchParams({ Action: action, Version: version }) };
}

/** A request to a service that speaks JSON, such as `Logs_20140328.DescribeLogGroups`. */
export function jsonRequest(operation: string, input: object = {}): RequestInit {
  const headers = { 'x-amz-target': operation, 'content-type': 'application/x-amz-json-1.1' };
  return { method: 'POST', headers, body: JSON.stringify(input) };
}

/** A request to a service that is known by its paths, and by whom the signature is for where paths are not enough. */
export function pathRequest(service: string): RequestInit {
  const credential = `Credential=test/20200101/us-east-1/${service}/aws4_request`;
  return { headers: { authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0` } };
}

/** The text of the answer. Throws an Error with it where the service complains. */
export async function answerTo(url: string, request: RequestInit): Promise<string> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(LIMIT_MS) });
  const text = await response.text();
  // A function that failed is answered with 200 and this header.
  if (response.ok && !response.headers.has('x-amz-function-error')) return text;
  throw new Error(`${url}: ${response.status} ${text}`);
}

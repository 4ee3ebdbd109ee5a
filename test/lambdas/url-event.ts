/** What of a request matters to the tests. */
export interface UrlRequest {
  readonly query?: string;
  /** Bytes come as base64, as do forms. */
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ip?: string;
}

/** What Lambda hands over for a request to a function's URL. Source: Lambda's developer guide, *Function URLs*. */
export function urlEvent(method: string, path: string, request: UrlRequest = {}): object {
  const { query = '', body = null, headers = {}, ip = '203.0.113.7' } = request;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'abc.lambda-url.eu-central-1.on.aws', 'x-forwarded-for': '198.51.100.1', ...headers },
    requestContext: {
      domainName: 'abc.lambda-url.eu-central-1.on.aws',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: ip, userAgent: 'curl/8' },
    },
    body: Buffer.isBuffer(body) ? body.toString('base64') : body,
    isBase64Encoded: Buffer.isBuffer(body),
  };
}

/** A function's answer, as far as the tests look at it. */
export interface UrlAnswer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

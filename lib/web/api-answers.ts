import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What went wrong, for programs; the message beside it is for people. */
export type ApiErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'bad-request'
  | 'too-large'
  | 'refused'
  | 'outdated'
  | 'too-many-requests'
  | 'unavailable';

const STATUS: Readonly<Record<ApiErrorCode, ContentfulStatusCode>> = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'bad-request': 400,
  'too-large': 413,
  refused: 409,
  outdated: 409,
  'too-many-requests': 429,
  unavailable: 503,
};

const API_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

const MORE_HEADERS: Partial<Record<ApiErrorCode, Readonly<Record<string, string>>>> = {
  unauthorized: { 'www-authenticate': 'Bearer realm="backup sentinel"' },
  'too-many-requests': { 'retry-after': '60' },
  unavailable: { 'retry-after': '10' },
};

/** An error answer: what went wrong and what to do. `more` is added beside the error. */
export function apiError(
  context: Context,
  code: ApiErrorCode,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return context.json({ ...more, error: { code, message } }, STATUS[code], {
    ...API_HEADERS,
    ...MORE_HEADERS[code],
    ...headers,
  });
}

export function apiAnswer(context: Context, body: Readonly<Record<string, unknown>>): Response {
  return context.json(body, 200, API_HEADERS);
}

/** As `apiAnswer`, of JSON that is text already. */
export function apiText(context: Context, json: string): Response {
  return context.body(json, 200, { 'content-type': 'application/json', ...API_HEADERS });
}

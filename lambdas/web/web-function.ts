import { getConnInfo } from 'hono/aws-lambda';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { webApp } from '../../lib/web/web-app.ts';
import { type UrlHandler, urlFunction } from '../url-function.ts';
import type { WebContext } from './context.ts';

/** Serves people, and programs with a token, as requests to a function's URL. */
export function webFunction({ ports, linkKeyName, signingSecretName, instruments }: WebContext): UrlHandler {
  const app = webApp(ports, {
    linkKeyName,
    signingSecretName,
    sourceOf: (context) => getConnInfo(context).remote.address ?? 'unknown',
    // Requests name the function's own address.
    publicUrl: null,
    rulesKeptMs: MINUTE_MS,
  });
  return urlFunction(app, instruments);
}

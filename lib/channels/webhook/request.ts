import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP } from 'node:net';
import { failureCode, isUntrusted } from '../../ports/network-failure.ts';
import { type AddressGate, ClosedAddress } from './address-gate.ts';

/** Of an answer's body, so much is read and thrown away; then the connection is cut. */
const MAX_ANSWER_BYTES = 64 * 1024;

export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter: string | null }
  /** The address is one that may not be connected to. */
  | { readonly kind: 'closed'; readonly address: string }
  | { readonly kind: 'untrusted'; readonly code: string }
  | { readonly kind: 'unsent'; readonly code: string }
  /** It was sent, as far as we know. */
  | { readonly kind: 'lost'; readonly code: string };

/** Posts a body to an address that the gate lets through, on a connection of its own. Follows nothing. Never throws. */
export async function postOnce(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  gate: AddressGate,
  timeoutMs: number,
): Promise<WebhookAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let isConnected = false;
  try {
    // A literal address is never looked up. The URL has turned every way to write one into the plain one.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host)) gate.check(host);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const send = url.protocol === 'https:' ? requestSecure : requestPlain;
      const connected = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      const options = { method: 'POST', headers, agent: false, lookup: gate.lookup, signal: deadline } as const;
      send(url, options, resolve)
        .on('socket', (socket) => {
          socket.once(connected, () => {
            isConnected = true;
          });
        })
        .on('error', reject)
        .end(body);
    });
    await drain(response);
    return {
      kind: 'answered',
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'] ?? null,
    };
  } catch (error) {
    if (error instanceof ClosedAddress) return { kind: 'closed', address: error.address };
    const code = deadline.aborted ? `no answer within ${timeoutMs / 1000} seconds` : failureCode(error);
    if (isConnected) return { kind: 'lost', code };
    return { kind: isUntrusted(code) ? 'untrusted' : 'unsent', code };
  }
}

/** Reads the answer to its end, so that the receiver is not cut off in the middle of it. The status is all that counts. */
async function drain(response: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // Cut off, by the receiver or by the deadline.
  }
}

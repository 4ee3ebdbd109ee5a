import { looksLikeToken } from '../../lib/app/act/api-token.ts';
import { readDeadLetter } from '../../lib/core/event/dead-letter.ts';
import { formatActionToken, readActionToken } from '../../lib/web/action-token.ts';
import { forwardedHops } from '../../lib/web/forwarded-hops.ts';
import { clientNetwork, isPrivateAddress, readIpAddress } from '../../lib/web/ip-address.ts';
import { formatSeenToken, readSeenToken } from '../../lib/web/seen-token.ts';
import { readSession, sessionCookie } from '../../lib/web/session.ts';
import { readSignInLink } from '../../lib/web/sign-in-link.ts';
import { signedText } from '../../lib/web/signed-text.ts';
import { buffers, type Target } from './target.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const KEY = 'a key that signs, of 32 bytes or so';
const OFFER = { jobId: 'orders', breakSeq: 3, action: 'snooze' as const, run: null };
const SESSION = { personId: 'sam', mayWrite: true, tokenId: null, generation: 1, expiresAt: NOW + 1000 };

/** A header's value holds no line end and no character above U+00FF. */
const headerText = (input: Buffer) => input.toString('latin1').replace(/[\0\r\n]/g, ' ');

/** What comes with a request, and what a key of this server has signed or not. */
export const TOKENS: readonly Target[] = [
  {
    name: 'the token of a link',
    seeds: buffers(
      formatActionToken({ personId: 'sam', offer: OFFER, expiresAt: NOW }, KEY),
      formatSeenToken({ drillId: 'd', personId: 'sam', expiresAt: NOW }, KEY),
    ),
    read: (input) => {
      const text = input.toString();
      return [readActionToken(text, KEY), readSeenToken(text, KEY), readSignInLink(text, KEY), looksLikeToken(text)];
    },
  },
  {
    name: 'what this server once signed, of another shape',
    seeds: buffers('{"p":"sam","j":"orders","e":1,"n":"x"}', '{"p":"sam","w":true,"t":null,"e":1,"g":1}', '[]', 'null'),
    read: (input) => {
      const said = jsonOf(input);
      const links = [readActionToken, readSeenToken, readSignInLink];
      const purposes = ['act', 'seen', 'sign-in'] as const;
      return links.map((read, index) => read(signedText(purposes[index] ?? 'act', said, KEY), KEY));
    },
  },
  {
    name: 'the cookie of a session',
    seeds: buffers(sessionCookie(SESSION, KEY, NOW, true), 'a=b; sentinel=x; c'),
    read: (input) => readSession(new Request('http://x/', { headers: { cookie: headerText(input) } }), KEY, NOW),
  },
  {
    name: 'where a request says it came from',
    seeds: buffers('203.0.113.7, 10.0.0.1', 'for="[2001:db8::1]:4711";proto=https, for=192.0.2.1', '::ffff:10.0.0.1'),
    read: (input) => {
      const value = headerText(input);
      const headers = new Headers({ forwarded: value, 'x-forwarded-for': value });
      return forwardedHops(headers)
        .flat()
        .flatMap((hop) => [readIpAddress(hop), isPrivateAddress(hop), clientNetwork(hop)]);
    },
  },
  {
    name: 'a message that a queue gave up',
    seeds: buffers(
      '{"detail":{"job_id":"orders","event_id":"orders#3"},"detail-type":"Backup Job State Changed"}',
      '{"jobs":["a"]}',
    ),
    read: (input) => readDeadLetter(input.toString()),
  },
];

function jsonOf(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString());
  } catch {
    return input.toString();
  }
}

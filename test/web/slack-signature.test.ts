import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isFromSlack } from '../../lib/web/slack-signature.ts';

/** The example of Slack's page *Verifying requests from Slack*. */
const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const TIMESTAMP = '1531420618';
const BODY =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const SIGNATURE = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const NOW = Number(TIMESTAMP) * 1000;

const bytes = (text: string) => new TextEncoder().encode(text);
const signed = (timestamp: string, body = BODY) =>
  `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;

describe('a request', () => {
  it('that is Slack’s own published example verifies', () => {
    expect(isFromSlack({ timestamp: TIMESTAMP, signature: SIGNATURE }, bytes(BODY), SECRET, NOW)).toBe(true);
  });

  const bad = [
    { name: 'whose body was changed by one byte', body: BODY.replace('testteamnow', 'testteamnoW') },
    { name: 'whose body was encoded anew', body: BODY.replace('text=&', 'text&') },
    { name: 'signed with another secret', signature: `v0=${createHmac('sha256', 'x').update(BODY).digest('hex')}` },
    { name: 'with a signature cut by one digit', signature: SIGNATURE.slice(0, -1) },
    { name: 'with two signatures', signature: `${SIGNATURE}, ${SIGNATURE}` },
    { name: 'with a signature of another version', signature: SIGNATURE.replace('v0=', 'v1=') },
    { name: 'without a signature', signature: null },
    { name: 'without a time', timestamp: null },
    { name: 'with words for a time', timestamp: 'NaN', signature: signed('NaN') },
    { name: 'with an endless time', timestamp: '1e400', signature: signed('1e400') },
    { name: 'of 301 seconds ago', timestamp: String(NOW / 1000 - 301), signature: signed(String(NOW / 1000 - 301)) },
    { name: 'of 301 seconds ahead', timestamp: String(NOW / 1000 + 301), signature: signed(String(NOW / 1000 + 301)) },
  ];
  it.each(bad)('$name is refused', ({ body = BODY, timestamp = TIMESTAMP, signature = SIGNATURE }) => {
    expect(isFromSlack({ timestamp, signature }, bytes(body), SECRET, NOW)).toBe(false);
  });

  it.each([-300, 300])('of %i seconds from now is taken', (seconds) => {
    const timestamp = String(NOW / 1000 + seconds);
    expect(isFromSlack({ timestamp, signature: signed(timestamp) }, bytes(BODY), SECRET, NOW)).toBe(true);
  });
});

import { expect, it } from 'vitest';
import { checksFindings, watchdogFindings, webFindings } from '../../../bin/doctor/watch-findings.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import type { LastPass } from '../../../lib/ports/state-store.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';

const NOW = Date.parse('2026-11-29T08:00:00Z');
const document = { jobs: [{ checkEveryS: 3600 }] } as unknown as RulesDocument;
const pass = (agoMs: number) => ({ at: NOW - agoMs, judged: 1, configured: 1 }) as LastPass;
const watch = { url: 'http://127.0.0.1:8080/', untrustedProxy: null, hasWatchdog: false };

it.each([
  ['none', null, 'warn'],
  ['a recent one', pass(HOUR_MS), 'ok'],
  ['one before two others should have been', pass(3 * HOUR_MS), 'fail'],
])('of passes, with %s, the doctor says so', (_, lastPass, standing) => {
  expect(checksFindings(lastPass, document, NOW)).toMatchObject([{ check: 'checks', standing }]);
});

it.each([
  ['neither here nor in a watch', null, {}, 'warn'],
  ['in the environment', null, { SENTINEL_WATCHDOG_URL: 'https://hc.example/x' }, 'ok'],
  ['in the running watch', { ...watch, hasWatchdog: true }, {}, 'ok'],
])('of a dead-man’s switch that is set %s', (_, serving, env, standing) => {
  expect(watchdogFindings(serving, env)).toMatchObject([{ check: 'watchdog', standing }]);
});

const HERE = { SENTINEL_URL: 'https://backups.example.com' };
it.each([
  ['that is not served', null, {}, [['ok', null]]],
  ['that is served and linked', watch, HERE, [['ok', null]]],
  ['without links', watch, {}, [['ok', null]]],
  [
    'behind a proxy',
    { ...watch, untrustedProxy: '10.0.0.7' },
    HERE,
    [['warn', 'start watch with --trusted-proxy 10.0.0.7']],
  ],
])('of a page %s', (_, serving, env, expected) => {
  expect(webFindings(serving, env).map(({ standing, remedy }) => [standing, remedy])).toEqual(expected);
});

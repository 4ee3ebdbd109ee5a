import { expect, test } from 'vitest';
import type { OptionKind } from '../../../lib/runner/settings/host-option.ts';
import { readOption } from '../../../lib/runner/settings/read-option.ts';

const read: readonly (readonly [OptionKind, string, unknown])[] = [
  ['duration', '30s', 30_000],
  ['duration', '200ms', 200],
  ['duration', '1.5s', 1_500],
  ['duration', '4h', 4 * 3_600_000],
  ['duration', '1h30m', 5_400_000],
  ['duration', '2 minutes 30 seconds', 150_000],
  ['duration', '1 day', 86_400_000],
  ['size', '20GB', 20e9],
  ['size', '1.5 GiB', 1.5 * 1024 ** 3],
  ['size-or-percent', '20%', { percent: 20 }],
  ['size-or-percent', '20 GB', { bytes: 20e9 }],
  ['percent', '50%', 50],
  ['count', '3', 3],
  ['statuses', '1,5, 12', [1, 5, 12]],
  ['address', 'https://ping.example/x', 'https://ping.example/x'],
];

test.each(read)('as a %s, %s is read', (kind, text, value) => {
  expect(readOption(kind, text)).toEqual({ ok: true, value });
});

const refused: readonly (readonly [OptionKind, string, RegExp])[] = [
  ['duration', '30', /has no unit; write 30s/],
  ['duration', '0s', /is zero/],
  ['duration', '-5m', /has a sign/],
  ['duration', '5 parsecs', /is no unit of time/],
  ['duration', '20GB', /is a size/],
  ['size', '4h', /is a duration/],
  ['percent', '50', /has no unit; write 50%/],
  ['percent', '150%', /outside 0% to 100%/],
  ['size-or-percent', '20', /has no unit/],
  ['count', '-1', /write a whole number from 0 to 1000/],
  ['count', '2.5', /whole number/],
  ['statuses', '0', /numbers from 1 to 255/],
  ['statuses', '1;5', /numbers from 1 to 255, separated by commas/],
  ['statuses', '256', /numbers from 1 to 255/],
  ['address', 'ping.example/x', /starts with https/],
  ['text', '  ', /it is empty/],
];

test.each(refused)('as a %s, %s is refused', (kind, text, message) => {
  expect(readOption(kind, text)).toEqual({ ok: false, message: expect.stringMatching(message) });
});

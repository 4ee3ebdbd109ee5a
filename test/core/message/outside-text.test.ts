import { expect, test } from 'vitest';
import { errorText, oneLine } from '../../../lib/core/message/outside-text.ts';

test.each([
  ['words with one space between them', 'connect ECONNREFUSED 127.0.0.1:587', 'connect ECONNREFUSED 127.0.0.1:587'],
  ['spaces around and between', '  two   words ', 'two words'],
  ['breaks and control characters', 'one\r\ntwo\tthree\u0007', 'one two three'],
  ['what takes no room or turns the direction', 'pay\u200Bload\u202Egpj', 'payloadgpj'],
  ['marks that climb over the lines around', `z${'\u0301'.repeat(9)}`, `z${'\u0301'.repeat(3)}`],
  ['letters of other scripts', 'Größe 日本', 'Größe 日本'],
  ['nothing', '', ''],
])('of %s', (_, text, want) => {
  expect(oneLine(text)).toBe(want);
});

test('what is too long ends in an ellipsis, and not in half a character', () => {
  expect(oneLine('abcdef', 6)).toBe('abcdef');
  expect(oneLine('abcdefg', 6)).toBe('abcde…');
  expect(oneLine('abcd\u{1F600}g', 6)).toBe('abcd…');
});

test('what an error says is one line, its name as well, which a server chose too', () => {
  expect(errorText({ name: 'Slow\u001b[2JDown', message: 'Reduce\nyour rate' })).toBe('Slow [2JDown: Reduce your rate');
});

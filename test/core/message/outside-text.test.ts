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
  ['nothing that is seen', '\u200B\u202E', ''],
  ['a word and something that is not seen', 'pay \u200Bload\u200B', 'pay load'],
  ['a word and nothing more that is seen', 'pay \u200B', 'pay'],
  ['spaces of any width', 'one\u00A0\u2003two\u2028three', 'one two three'],
  ['fillers that look like spaces', 'a\u115F\u1160\u2800\u3164\uFFA0b', 'ab'],
  ['three marks on each letter', `z${'\u0301'.repeat(3)}`, `z${'\u0301'.repeat(3)}`],
])('of %s', (_, text, want) => {
  expect(oneLine(text)).toBe(want);
});

test('what is too long ends in an ellipsis, and not in half a character', () => {
  expect(oneLine('abcdef', 6)).toBe('abcdef');
  expect(oneLine('abcdefg', 6)).toBe('abcde…');
  expect(oneLine('abcd\u{1F600}g', 6)).toBe('abcd…');
  expect(oneLine('a\u{1F600}cdefg', 6)).toBe('a\u{1F600}cd…');
});

test('what is just as long as it may be once it is clean is not cut', () => {
  expect(oneLine('abc\tef', 6)).toBe('abc ef');
  expect(oneLine('abc\tef\n', 6)).toBe('abc ef');
});

test('what is very long and nearly all spaces still says that it was cut', () => {
  expect(oneLine(`ab${' '.repeat(30)}cd`, 6)).toBe('ab…');
});

test('an error has 300 characters at most', () => {
  expect(oneLine('x'.repeat(300))).toBe('x'.repeat(300));
  expect(oneLine('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
});

test('what is said to be text and is a list is shown as text', () => {
  expect(oneLine(['no such', 'bucket\n'] as never)).toBe('no such,bucket');
});

test('what an error says is one line, its name as well, which a server chose too', () => {
  expect(errorText({ name: 'Slow\u001b[2JDown', message: 'Reduce\nyour rate' })).toBe('Slow [2JDown: Reduce your rate');
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { terminalText } from '../../../bin/print/terminal-text.ts';

describe('text on a terminal', () => {
  const cases = [
    {
      name: 'lines, tabs and colours of the program stay',
      text: 'a\tb\r\n\u001b[32m✓\u001b[39m\n',
      shown: 'a\tb\r\n\u001b[32m✓\u001b[39m\n',
    },
    { name: 'an escape that clears the screen', text: 'a\u001b[2Jb', shown: 'a\\u001b[2Jb' },
    { name: 'a hidden text', text: '\u001b[8mx', shown: '\\u001b[8mx' },
    { name: 'a title and a bell', text: '\u001b]0;x\u0007', shown: '\\u001b]0;x\\u0007' },
    { name: 'the escape in one character', text: '\u009b2J', shown: '\\u009b2J' },
    { name: 'a line that is written over', text: 'green\rred', shown: 'green\\u000dred' },
    { name: 'letters that are turned around', text: 'gpj.\u202efdp', shown: 'gpj.\\u202efdp' },
    { name: 'names of many scripts', text: 'Über 備份 👩‍💻 नमस्ते', shown: 'Über 備份 👩‍💻 नमस्ते' },
  ];
  test.each(cases)('$name', ({ text, shown }) => {
    expect(terminalText(text)).toBe(shown);
  });

  test('JSON stays the same JSON', () => {
    const value = { name: '\u009b2J\u202e\u001b[31mx\u007f' };
    const text = terminalText(JSON.stringify(value));
    expect(text).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(JSON.parse(text)).toEqual(value);
  });

  test('no command writes past it', () => {
    const files = readdirSync('bin', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.startsWith('print/'),
    );
    const writing = files.filter((file) =>
      /(stdout|console)\.(write|log|info)\(/.test(readFileSync(join('bin', file), 'utf8')),
    );
    expect(files.length).toBeGreaterThan(50);
    expect(writing).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { readBackupYaml } from '../../../lib/runner/settings/read-backup-yaml.ts';
import { OPTIONS, RUN_COMMAND } from '../../../lib/runner/settings/run-option.ts';

const read = (text: string | Uint8Array) =>
  readBackupYaml(Buffer.from(text), 'backup.yaml', '/etc/sentinel', RUN_COMMAND);

describe('backup.yaml', () => {
  test('holds the command and the options of the command line', () => {
    const { command, options } = read(`
command: [pg_dump, -Fc, --file=/backups/orders.dump, orders]
retries: 3
timeout: 4h
retry-on: [1, 5]
already-done-exit: 3
preflight:
  - pg_isready
  - test -d /backups
verify: backups/
verify-deep: true
at-least: 350MB # of what is usual
shrink: 50%
`);
    expect(command).toEqual(['pg_dump', '-Fc', '--file=/backups/orders.dump', 'orders']);
    expect(Object.fromEntries([...options].map(([name, { value }]) => [name, value]))).toEqual({
      retries: 3,
      timeout: 4 * 3_600_000,
      'retry-on': [1, 5],
      'already-done-exit': [3],
      preflight: ['pg_isready', 'test -d /backups'],
      verify: 'backups/',
      'verify-deep': true,
      'at-least': 350e6,
      shrink: 50,
    });
    expect(options.get('verify')).toMatchObject({ folder: '/etc/sentinel', where: 'backup.yaml:10:9 verify' });
  });

  test('holds a command for the shell as one text', () => {
    expect(read('command: "pg_dump orders | gzip > /backups/orders.gz"\n').command).toEqual([
      '/bin/sh',
      '-c',
      'pg_dump orders | gzip > /backups/orders.gz',
    ]);
    expect(read('command: |\n  set -e\n  make-backup\n').command?.at(-1)).toBe('set -e\nmake-backup\n');
  });

  test('may hold numbers, which are words of the command as they are written', () => {
    expect(read('command: [dd, count=1, 010, 1.50, true]\n').command).toEqual(['dd', 'count=1', '010', '1.50', 'true']);
  });

  const problems: readonly (readonly [string, string, RegExp])[] = [
    ['a key that is no option', 'comand: [x]\n', /^backup\.yaml:1:1: unknown key "comand"; did you mean command$/],
    [
      'a value of the wrong kind',
      'verify: /b/\ntimeout: 30\n',
      /^backup\.yaml:2:10 timeout: "30" has no unit; write 30s/,
    ],
    ['a list where one value goes', 'timeout: [1h, 2h]\n', /1:10 timeout: expected one value, not a list/],
    ['a mapping', 'verify: {place: x}\n', /1:9 verify: expected a value, not a mapping/],
    ['a switch that is neither on nor off', 'verify-deep: often\n', /"often" is not understood; write true or false/],
    ['a key without a value', 'verify:\n', /the value is missing; write one, or remove the key/],
    ['a command without words', 'command: []\n', /command: the command is empty; write a list of words/],
    ['a key that stands twice', 'verify: /a/\nverify: /b/\n', /2:1 verify: the key "verify" stands here a second time/],
    ['a tag', 'verify: !!js/function x\n', /a tag .* has no meaning in this file/],
    ['a text that is no YAML', 'verify: [a\n', /^backup\.yaml:\d+:\d+: /],
    ['a list in place of keys', '- verify\n', /write keys such as command: and verify:/],
    ['nothing', '# later\n', /the document is empty; write the options of sentinel run/],
    ['a document that is nested deep', `verify: ${'['.repeat(5000)}\n`, /levels deep here; this file needs two/],
  ];
  test.each(problems)('with %s is refused, with its place', (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('that is no text, or too long, is refused', () => {
    expect(() => read(Buffer.from([0x76, 0xff, 0xfe]))).toThrow(/not UTF-8 text/);
    expect(() => read('#'.repeat(70_000))).toThrow('backup.yaml has more than 65,536 bytes; shorten it');
  });

  test('names every problem at once', () => {
    expect(() => read('retries: many\ntimeout: soon\n')).toThrow(/retries.*\n.*timeout/);
  });

  test('knows the same options as the command line', () => {
    const all = [...OPTIONS.values()].map(({ name, kind }) => `${name}: ${kind === 'flag' ? 'true' : VALUES[kind]}\n`);
    expect([...read(all.join('')).options.keys()]).toEqual([...OPTIONS.keys()]);
  });
});

const VALUES: Readonly<Record<string, string>> = {
  text: 'x',
  path: 'x',
  texts: 'x',
  duration: '1h',
  size: '1GB',
  'size-or-percent': '5%',
  percent: '5%',
  count: '1',
  statuses: '1',
  'statuses-or-none': 'none',
  address: 'https://a.example/x',
};

import { describe, expect, test } from 'vitest';
import { secretMasker } from '../../lib/runner/mask-secrets.ts';

describe('secrets in what the runner sends', () => {
  const cases: { name: string; env: Record<string, string>; text: string; want: string }[] = [
    {
      name: 'values of variables named like a secret go, whatever stands around the name',
      env: { PGPASSWORD: 'open-sesame', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7', borg_passphrase: 'correct horse' },
      text: 'tried open-sesame, wJalrXUtnFEMI/K7 and correct horse',
      want: 'tried ***, *** and ***',
    },
    {
      name: 'values of other variables stay',
      env: { HOME: '/home/backup', PWD: '/srv/backups', OLDPWD: '/srv/backups' },
      text: 'read /home/backup and /srv/backups',
      want: 'read /home/backup and /srv/backups',
    },
    {
      name: 'the path of a file that holds a secret stays',
      env: { RESTIC_PASSWORD_FILE: '/etc/restic/password' },
      text: 'cannot read /etc/restic/password',
      want: 'cannot read /etc/restic/password',
    },
    {
      name: 'a value that is no path is a secret also in a variable named like a file',
      env: { DB_PASSWORD_FILE: 'hunter2hunter2' },
      text: 'hunter2hunter2',
      want: '***',
    },
    {
      name: 'a short value goes where it stands by itself, and stays inside a word',
      env: { DB_PASSWORD: 'back' },
      text: 'password back; backup came back',
      want: 'password ***; backup came ***',
    },
    {
      name: 'values that would be found everywhere are left alone',
      env: { A_TOKEN: '1', B_KEY: 'no', C_SECRET: 'true', D_TOKEN: '' },
      text: '1 no true',
      want: '1 no true',
    },
    {
      name: 'of two values where one holds the other, the longer goes whole',
      env: { A_SECRET: 'abcdefgh', B_SECRET: 'abcdefgh-and-more' },
      text: '[abcdefgh-and-more] [abcdefgh]',
      want: '[***] [***]',
    },
    {
      name: 'two values that overlap leave nothing of either',
      env: { A_SECRET: 'abcd1234', B_SECRET: '1234wxyz' },
      text: '<abcd1234wxyz>',
      want: '<***>',
    },
    {
      name: 'values side by side are one',
      env: { A_SECRET: 'abcd1234', B_SECRET: 'wxyz5678' },
      text: 'abcd1234wxyz5678abcd1234',
      want: '***',
    },
    {
      name: 'a value as URLs encode it, in either spelling',
      env: { PASSWORD: "p@ss/w rd(1)'" },
      text: "p%40ss%2Fw%20rd(1)' p%40ss%2fw%20rd%281%29%27 p%40ss%2Fw+rd%281%29%27",
      want: '*** *** ***',
    },
    {
      name: 'a value as JSON and base64 hold it',
      env: { TOKEN: 'quote"and\\slash' },
      text: '{"a":"quote\\"and\\\\slash"} cXVvdGUiYW5kXHNsYXNo',
      want: '{"a":"***"} ***',
    },
    {
      name: 'each line of a private key',
      env: { SSH_KEY: '-----BEGIN-----\nMIIEpAIBAAKCAQEA\nshort\n-----END KEY-----\n' },
      text: 'line: MIIEpAIBAAKCAQEA',
      want: 'line: ***',
    },
    {
      name: 'the password in a URL goes, its user stays',
      env: {},
      text: 'postgres://app:s3cr3t@db/shop and sftp://backup@nas/x',
      want: 'postgres://app:***@db/shop and sftp://backup@nas/x',
    },
    {
      name: 'a password with an @ in it goes whole',
      env: {},
      text: 'mysql://root:p@ss@w@db:3306/shop',
      want: 'mysql://root:***@db:3306/shop',
    },
    {
      name: 'a token in a web address',
      env: {},
      text: 'https://ghp_abc123@github.com/x',
      want: 'https://***@github.com/x',
    },
    {
      name: 'the password of a URL in the environment goes wherever it stands',
      env: { DATABASE_URL: 'postgres://app:open%2Dsesame@db/shop' },
      text: 'FATAL: open-sesame is wrong for app; also open%2Dsesame',
      want: 'FATAL: *** is wrong for app; also ***',
    },
    {
      name: 'what is assigned to a password',
      env: {},
      text: 'pg_dump "host=db password=abc user=x" --password=def ?X-Amz-Signature=0f&X-Amz-Date=1 token="a b"',
      want: 'pg_dump "host=db password=*** user=x" --password=*** ?X-Amz-Signature=***&X-Amz-Date=1 token=***',
    },
    {
      name: 'a prompt for a password is none',
      env: {},
      text: 'password: token expired',
      want: 'password: token expired',
    },
    {
      name: 'a value with signs of patterns in it',
      env: { KEY: '.*+?^$()|[' },
      text: 'a .*+?^$()|[ b',
      want: 'a *** b',
    },
    { name: 'a variable that ends in PASS', env: { DBPASS: 'open-sesame' }, text: 'open-sesame', want: '***' },
    { name: 'a variable with AUTH in it', env: { RCLONE_AUTH: 'open-sesame' }, text: 'open-sesame', want: '***' },
    {
      name: 'no socket of an agent',
      env: { SSH_AUTH_SOCK: '/tmp/agent.12' },
      text: '/tmp/agent.12',
      want: '/tmp/agent.12',
    },
    {
      name: 'the word after --password',
      env: {},
      text: 'tool --password open-sesame db',
      want: 'tool --password *** db',
    },
    {
      name: '-p of mysql tools',
      env: {},
      text: 'mysqldump -u root -popen-sesame shop',
      want: 'mysqldump -u root -p*** shop',
    },
    { name: '-p of others, which may be a port', env: {}, text: 'ssh -p2222 host', want: 'ssh -p2222 host' },
    { name: 'a header', env: {}, text: 'Authorization: Bearer abc.def', want: 'Authorization: Bearer ***' },
    { name: 'a field', env: {}, text: 'token: abcdef', want: 'token: ***' },
    {
      name: 'an address of Slack',
      env: {},
      text: 'post to https://hooks.slack.com/services/T0/B0/xyz failed',
      want: 'post to https://hooks.slack.com/*** failed',
    },
    { name: 'a value that is half a character', env: { KEY: 'abcdefg\uD800' }, text: 'abcdefg\uD800', want: '***' },
  ];
  test.each(cases)('$name', ({ env, text, want }) => {
    expect(secretMasker(env)(text)).toBe(want);
  });

  test('what was masked once stays as it is', () => {
    const masked = secretMasker({ PASSWORD: 'open-sesame' });
    const once = masked('password=open-sesame postgres://a:b@c https://open-sesame@x');
    expect(masked(once)).toBe(once);
  });

  test('values that are secret whatever their names', () => {
    expect(
      secretMasker({}, ['https://hooks.slack.com/services/T/B/x'])('at https://hooks.slack.com/services/T/B/x!'),
    ).toBe('at ***!');
  });

  const long: readonly (readonly [part: string, masked: (text: string) => string])[] = [
    ['x', () => '***'],
    ...['x-', 'a://b:', 'https://', 'password', '://@', 'a b '].map((part) => [part, (text: string) => text] as const),
  ];
  test.each(long)('a megabyte of %j is searched to its end', (part, masked) => {
    const text = part.repeat((1 << 20) / part.length);
    const mask = secretMasker({ PASSWORD: 'xxxxxxxx', TOKEN: 'a secret' });
    expect(mask(`${text} a secret`)).toBe(`${masked(text)} ***`);
  });

  test('a long text with many values is masked to its end', () => {
    const env = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`TOKEN_${n}`, `value-of-token-${n}`]));
    const masked = secretMasker(env)('value-of-token-7 and words '.repeat(20_000));
    expect(masked).toBe('*** and words '.repeat(20_000));
  });
});

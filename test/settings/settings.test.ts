import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsJsonSchema } from '../../lib/settings/json-schema.ts';
import { readSettings, refuseSettingsInContext, SAMPLE_FILE, SettingsError } from '../../lib/settings/settings-file.ts';

const adminEmail = 'ops@acme.example';
const bucket = 'acme-backups';
const NAME = 'sentinel.config.yaml';

describe('settings', () => {
  it('need the address of the admin and nothing else', () => {
    expect(read({ adminEmail })).toEqual({
      adminEmail,
      prefix: 'bk',
      tick: { expression: 'rate(1 hour)', seconds: 3600 },
      watched: [],
      summaryHour: 8,
      timezone: 'UTC',
      modelId: '',
      logRetentionDays: 30,
      retain: true,
      slack: false,
      slackButtons: false,
      slackUrl: '',
      awsBackup: false,
      heartbeats: false,
      web: false,
      reservedConcurrency: 0,
      watchdog: false,
      fromEmail: '',
      largeDocument: false,
      dashboard: false,
      encryptionKeyArn: null,
      topics: [],
      sentinelAccountId: null,
      sentinelRegion: null,
    });
  });

  it('are YAML', () => {
    const text = [
      `adminEmail: ${adminEmail}`,
      'summaryHour: 7',
      'retain: false # a try-out',
      'watched:',
      '  - { bucket: acme-backups, prefixes: [orders/] }',
    ].join('\n');
    const read = readSettings(text, NAME);
    expect(read).toMatchObject({ summaryHour: 7, retain: false });
    expect(read.watched).toEqual([
      {
        bucket,
        prefixes: ['orders/'],
        read: [],
        accountId: null,
        keyArn: null,
        region: null,
        events: false,
        hasPolicy: false,
      },
    ]);
  });

  it('are refused with the line of each problem', () => {
    const text = `adminEmail: ${adminEmail}\nslak: true\nwatched:\n  - bucket: acme-backups\n    prefixes: [orders/*]\n`;
    expect(messageOfText(text).split('\n')).toEqual([
      expect.stringMatching(/^sentinel\.config\.yaml:5:16 watched\[0\]\.prefixes\[0\] \("orders\/\*"\) has \*/),
      expect.stringMatching(/^sentinel\.config\.yaml:2:1 slak is not a setting; the settings are adminEmail/),
    ]);
  });

  it.each([
    { name: 'a text that is no YAML', text: 'adminEmail: [', says: /^sentinel\.config\.yaml:1:\d+: / },
    { name: 'an empty file', text: '', says: /adminEmail: ops@your-company\.com/ },
    { name: 'a list', text: '- adminEmail', says: /^sentinel\.config\.yaml:1:1/ },
    {
      name: 'a key that stands twice',
      text: 'prefix: a\nprefix: b',
      says: /^sentinel\.config\.yaml:2:1 prefix: .*second time/,
    },
    { name: 'a bomb of aliases', text: `a: &a [1,2,3,4,5,6,7,8,9,0]\nb: &b [${'*a,'.repeat(20)}]`, says: /aliases/ },
  ])('refuse $name', ({ text, says }) => expect(messageOfText(text)).toMatch(says));

  it.each([
    { from: 'account 222222222222', more: ', accountId: "222222222222"' },
    { from: 'us-west-2', more: ', region: us-west-2' },
  ])('refuse events from $from as long as nothing says where to', ({ from, more }) => {
    const text = (sentinel: string) =>
      `adminEmail: ${adminEmail}\nsentinelAccountId: "111122223333"\n${sentinel}watched:\n  - { bucket: acme-far, prefixes: [""], events: true${more} }\n`;
    expect(messageOfText(text(''))).toContain(
      `are forwarded from ${from}, where it must be known where to, and sentinelRegion is missing`,
    );
    expect(readSettings(text('sentinelRegion: eu-west-1\n'), NAME).watched).toHaveLength(1);
  });

  describe('in the context of the CDK', () => {
    it('are refused, with where they belong', () => {
      expect(() => refuseSettingsInContext({ slack: 'true' })).toThrow(
        'slack is set in cdk.json or with -c; settings live in sentinel.config.yaml now: write slack: "true" there',
      );
      expect(() => refuseSettingsInContext({ slak: true })).toThrow('neither a setting nor a key of the CDK');
    });

    it('leave alone what the CDK keeps there', () => {
      const foreign = { 'aws:cdk:enable-path-metadata': true, '@aws-cdk/core:newStyleStackSynthesis': true };
      expect(() => refuseSettingsInContext(foreign)).not.toThrow();
    });
  });

  it('have a sample that can be used', () => {
    expect(readSettings(readFileSync(SAMPLE_FILE), SAMPLE_FILE).adminEmail).toBe('ops@your-company.com');
  });

  it('have a JSON schema on disk, the one that is generated (UPDATE_SCHEMA=1 writes it)', () => {
    const text = `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync('sentinel.config.schema.json', text);
    expect(readFileSync('sentinel.config.schema.json', 'utf8')).toBe(text);
  });

  const rates = [
    { expression: 'rate(1 minute)', seconds: 60 },
    { expression: 'rate(15 minutes)', seconds: 900 },
    { expression: 'rate(60 minutes)', seconds: 3600 },
    { expression: 'rate(1 hour)', seconds: 3600 },
  ];
  it.each(rates)('know how long $expression is', ({ expression, seconds }) => {
    expect(read({ adminEmail, tick: expression }).tick).toEqual({ expression, seconds });
  });

  it('say everything that is wrong at once', () => {
    const message = messageOf({ prefix: 'BK', summaryHour: 24 });
    expect(message).toContain('adminEmail is missing');
    expect(message).toContain('prefix ("BK")');
    expect(message).toContain('summaryHour (24)');
  });

  const wrong: readonly { name: string; settings: Record<string, unknown>; says: string[] }[] = [
    { name: 'no admin', settings: { adminEmail: undefined }, says: ['adminEmail is missing', 'adminEmail: ops@'] },
    { name: 'an admin that is no address', settings: { adminEmail: 'ops' }, says: ['adminEmail ("ops")', 'address'] },
    { name: 'an unknown key', settings: { watchd: [] }, says: ['watchd is not a setting', 'watched'] },
    { name: 'a long prefix', settings: { prefix: 'a'.repeat(21) }, says: ['prefix', 'prefix: bk'] },
    { name: 'a prefix that ends in a hyphen', settings: { prefix: 'bk-' }, says: ['prefix ("bk-")'] },
    { name: 'a tick shorter than a minute', settings: { tick: 'rate(0 minutes)' }, says: ['tick', 'rate(1 minute)'] },
    { name: 'a tick longer than an hour', settings: { tick: 'rate(2 hours)' }, says: ['tick', 'rate(1 hour)'] },
    { name: 'a tick that the Scheduler would refuse', settings: { tick: 'rate(1 hours)' }, says: ['tick'] },
    { name: 'a tick by cron', settings: { tick: 'cron(0 * * * ? *)' }, says: ['tick', 'tick: rate(1 hour)'] },
    { name: 'an hour that is none', settings: { summaryHour: 7.5 }, says: ['summaryHour (7.5)', 'whole hour'] },
    { name: 'a zone that is none', settings: { timezone: 'Mars/Phobos' }, says: ['timezone', 'Asia/Singapore'] },
    { name: 'an offset for a zone', settings: { timezone: '+08:00' }, says: ['timezone ("+08:00")'] },
    { name: 'a retention unknown to AWS', settings: { logRetentionDays: 31 }, says: ['logRetentionDays (31)', '30'] },
    { name: 'perhaps', settings: { retain: 'perhaps' }, says: ['retain ("perhaps")', 'true nor false'] },
    {
      name: 'buttons that nobody sends or answers',
      settings: { slackButtons: true },
      says: ['slackButtons needs slack and web'],
    },
    {
      name: 'a reservation that is no limit',
      settings: { reservedConcurrency: 1000 },
      says: ['reservedConcurrency (1000)', '0 to 100'],
    },
    {
      name: 'a bucket list that is none',
      settings: { watched: 'acme' },
      says: ['watched ("acme")', 'list of buckets'],
    },
    { name: 'a bucket without prefixes', settings: { watched: [{ bucket }] }, says: ['watched[0].prefixes'] },
    { name: 'no prefix at all', settings: { watched: [{ bucket, prefixes: [] }] }, says: ['"" for the whole bucket'] },
    {
      name: 'a prefix with a star',
      settings: { watched: [{ bucket, prefixes: ['orders/*'] }] },
      says: ['watched[0].prefixes[0] ("orders/*")', 'as it stands'],
    },
    {
      name: 'a prefix that is a place',
      settings: { watched: [{ bucket, prefixes: ['s3://acme-backups/orders/'] }] },
      says: ['leave out the bucket'],
    },
    {
      name: 'a misspelt key of a bucket',
      settings: { watched: [{ bucket, prefixes: [''], acount: '1' }] },
      says: ['watched[0].acount is not a setting'],
    },
    {
      name: 'an account as a number',
      settings: { watched: [{ bucket, prefixes: [''], accountId: 222222222222 }] },
      says: ['watched[0].accountId', 'quotes'],
    },
    {
      name: 'an alias for a key',
      settings: { watched: [{ bucket, prefixes: [''], keyArn: 'arn:aws:kms:eu-west-1:222222222222:alias/x' }] },
      says: ['watched[0].keyArn', 'alias'],
    },
    {
      name: 'a bucket named twice',
      settings: {
        watched: [
          { bucket, prefixes: ['a/'] },
          { bucket, prefixes: ['b/'] },
        ],
      },
      says: ['watched[1].bucket', 'one entry'],
    },
    {
      name: 'another account without our own',
      settings: { watched: [{ bucket, prefixes: [''], accountId: '222222222222' }] },
      says: ['sentinelAccountId is missing', bucket],
    },
  ];
  it.each(wrong)('refuse $name', ({ settings, says }) => {
    const message = messageOf({ adminEmail, ...settings });
    for (const words of says) expect(message).toContain(words);
    expect(message).toMatch(/write for example |the settings are/);
  });
});

/** JSON is YAML. */
function read(values: Record<string, unknown>) {
  return readSettings(JSON.stringify(values), NAME);
}

function messageOf(values: Record<string, unknown>): string {
  return messageOfText(JSON.stringify(values));
}

function messageOfText(text: string): string {
  try {
    readSettings(text, NAME);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

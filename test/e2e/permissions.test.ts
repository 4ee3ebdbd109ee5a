import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveJobKeys } from '../../lib/app/ping/ping-key.ts';
import { SETTING_NAMES } from '../../lib/settings/settings.ts';
import { readSettings } from '../../lib/settings/settings-file.ts';
import { bundleFunction } from '../../lib/stacks/function-bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/stacks/names.ts';
import { formatActionToken } from '../../lib/web/action-token.ts';
import { SIGN_OUT_PATH } from '../../lib/web/sign-in.ts';
import { newSignInPath } from '../../lib/web/sign-in-link.ts';
import { functionEnvironment } from '../faults/function-environment.ts';
import { urlEvent } from '../lambdas/url-event.ts';
import { runProcess } from '../processes.ts';
import { type Granted, grantedTo, tokenText } from '../stacks/granted.ts';
import { CONTEXT, synthesized } from '../stacks/synthesized.ts';
import { type AccountContent, MotoAccount, type RoleKeys } from './moto-account.ts';
import { allows } from './policy.ts';
import { RecordedAws, type RecordedCall } from './recorded-aws.ts';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:backups`;
const LINK_KEY = 'k'.repeat(64);
const MASTER_KEY = 'm'.repeat(44);
const NOW = Date.now();

/** Grants that this story does not use: what uses them. By action, and the end of the resource or the partition key. */
const EXPLAINED: readonly (readonly [grant: RegExp, reason: string])[] = [
  [/^logs:/, 'Lambda writes the log'],
  [/^sqs:(?:ReceiveMessage|DeleteMessage|GetQueueAttributes|GetQueueUrl) /, 'Lambda polls the queue'],
  [/^sqs:ChangeMessageVisibility /, 'dispatch has what waits for a turn given again; granted with polling'],
  [/^sqs:SendMessage deadletters/, 'Lambda keeps the events that the function failed at'],
  [/^sqs:SendMessage slices/, 'a pass of more than 500 jobs; a ping that may change how a job stands'],
  [/^s3:ListBucket rules-bucket/, 'without it S3 says "access denied" of a document that is not there'],
  [/^s3:GetObject \*/, 'the content of a marker or a report, and the head of a backup'],
  [/^kms:Decrypt 5678/, 'S3 decrypts what is read with the key of the bucket'],
  [
    /^kms:(?:Decrypt|Encrypt|GenerateDataKey\*?|ReEncrypt\*) 1234/,
    'tables, topics and queues are encrypted with the key of the operator',
  ],
  [/^ses:SendRawEmail /, 'SES asks for it where a message is raw'],
  [/#mirror/, 'what is remembered of a mirror, of a job with mirror: true'],
  [/#unwatched/, 'what no job watches, looked for once a week after a complete pass'],
  [/#members/, 'the members of jobs with {each}'],
  [/^dynamodb:GetItem bk-audit/, 'a claim that another dispatch took first'],
  [/^sns:Publish (?:admin|backups)/, 'a person whom no other channel reaches'],
  [/^scheduler:CreateSchedule|^iam:PassRole/, 'a notification in quiet hours is put off'],
  [/^ssm:GetParameter webhook-key slack-bot-token/, 'a channel is opened when the first message needs it'],
  [
    /^dynamodb:(?:UpdateItem|BatchWriteItem|Query) .*#proposal/,
    'a ping of a job that is not in the rules doc, and the page that lists them',
  ],
  [
    /^dynamodb:BatchGetItem bk-state/,
    'a ping reads how its job stands; the rules-gate, what a changed rule would have done',
  ],
  [/^dynamodb:PutItem bk-state/, 'an action on a job that has no row'],
  [/#drill/, 'a recipient confirms a drill'],
];

const keyArn = (id: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}-12ab-34cd-56ef-1234567890ab`;
const MODEL_ID = 'us.amazon.nova-2-lite-v1:0';
const DATABASE = `arn:aws:rds:${REGION}:${ACCOUNT}:db:orders`;

/** One bucket, of the account; every channel, and all else that grants something. */
const settings = {
  ...CONTEXT,
  sentinelAccountId: ACCOUNT,
  topics: [TOPIC],
  awsBackup: true,
  modelId: MODEL_ID,
  encryptionKeyArn: keyArn('12345678'),
  watched: [
    {
      ...{ bucket: 'acme-backups', prefixes: ['orders/', 'drive/'], read: ['drive/'] },
      ...{ keyArn: keyArn('56781234'), events: true },
    },
  ],
};
const { sentinel } = synthesized(settings);

/** Settings that grant nothing, whatever they are. */
const WITHOUT_GRANTS = ['prefix', 'tick', 'summaryHour', 'logRetentionDays', 'retain', 'slackUrl', 'sentinelRegion'];

const RULES = `version: 1
settings: { admin: sam, owner: sam }
people:
  sam: { email: sam@acme.example, sns: "${TOPIC}", via: [email, sns] }
  kim: { email: sam@acme.example, quiet: "${quietNow()}", timezone: UTC }
jobs:
  orders: { backup: "s3://acme-backups/orders/*.dump", rule: every 24 hours }
  drive: { backup: "s3://acme-backups/drive/{run}/", finished: marker DONE, rule: every 24 hours, owner: kim }
  pings: { heartbeat: true, rule: every 24 hours }
  database: { backup: "aws-backup:${DATABASE}", rule: every 24 hours; proven every 30 days }
`;

const contentWith = (watchdogUrl: string): AccountContent => ({
  buckets: ['rules-bucket', 'acme-backups'],
  objects: [
    ['rules-bucket', 'rules.yaml', RULES],
    ['acme-backups', 'drive/2026-01-01/DONE', 'done'],
    ['acme-backups', 'drive/2026-01-01/data', 'x'.repeat(200)],
  ],
  parameters: {
    '/bk/watchdog-url': watchdogUrl,
    '/bk/webhook-key': 'w',
    '/bk/link-key': LINK_KEY,
    '/bk/ping-master-key': MASTER_KEY,
    '/bk/slack-bot-token': 'xoxb-1',
  },
  queues: ['slices', 'hints', 'dispatch', 'dead-letters'],
  topics: ['admin', 'backups'],
  bus: 'backup-sentinel',
  scheduleGroup: 'bk-deferrals',
  sender: 'acme.example',
});

// One story: each function is given what another one made of it, and has the credentials of its own role.
describe('what each function asks of AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'permissions-'));
  const made = new Map<FunctionName, { calls: RecordedCall[]; refused: string[] }>();
  let account: MotoAccount;
  let recorded: RecordedAws;
  const keys = new Map<FunctionName | 'nothing', RoleKeys>();

  beforeAll(async () => {
    account = await MotoAccount.start();
    recorded = await RecordedAws.start(account.url);
    await account.fill(contentWith(`${recorded.url}/watchdog`));
    keys.set('nothing', await account.role('nothing', []));
    for (const name of FUNCTION_NAMES) {
      keys.set(name, await account.role(name, grantsOf(sentinel, name)));
      made.set(name, { calls: [], refused: [] });
      mkdirSync(join(folder, name));
      for (const { name: file, code } of (await bundleFunction(name, 'reader-1')).files)
        writeFileSync(join(folder, name, file), code);
    }
    const rulesDoc = { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::rules-bucket/rules.yaml'], condition: {} };
    const editor = await account.role('editor', [rulesDoc]);
    await account.enforce();

    await invoke('rules-gate', { kind: 'review' });
    await invoke('checker', { kind: 'tick', scheduledAt: new Date(NOW).toISOString() });
    // The second event of a minute waits for its end.
    const landed = { source: 'aws.s3', detail: { bucket: { name: 'acme-backups' }, object: { key: 'orders/1.dump' } } };
    const hint = { Records: [{ messageId: 'h', body: JSON.stringify(landed) }] };
    await invoke('checker', hint, hint);
    const changes = recorded.events.filter(({ type }) => type === 'Backup Job State Changed');
    const messages = changes.map(({ detail }, index) => ({
      messageId: `m${index}`,
      receiptHandle: `r${index}`,
      body: JSON.stringify({ 'detail-type': 'Backup Job State Changed', detail }),
    }));
    await invoke('dispatch', { Records: messages });
    // One of two days in a row is not the one on which trends are looked for.
    for (const at of [NOW, NOW + 86_400_000])
      await invoke('summary', { kind: 'summary', scheduledAt: new Date(at).toISOString() });
    const [key] = liveJobKeys(MASTER_KEY, 'pings', null, NOW);
    await invoke('ping', urlEvent('POST', `/ping/${key?.key}/fail`, { body: 'disk full' }));
    const offer = { jobId: 'orders', breakSeq: 1, action: 'mute', run: null } as const;
    const token = formatActionToken({ personId: 'sam', offer, expiresAt: NOW + 3_600_000 }, LINK_KEY);
    await invoke('web', urlEvent('POST', `/act/${token}`, { body: '' }));
    const signIn = newSignInPath({ personId: 'sam', jobId: null, expiresAt: NOW + 600_000 }, LINK_KEY);
    const page = { 'sec-fetch-site': 'same-origin' };
    const signedIn = await invoke('web', urlEvent('POST', `/${signIn}`, { body: '', headers: page }));
    const [cookie = ''] = signedIn.cookies ?? [signedIn.headers['set-cookie'] ?? ''];
    const headers = { cookie: cookie.split(';')[0] };
    // A process that has read the rows once asks the index which of them were written.
    const views = ['/', '/job/pings', '/job/orders', '/'].map((path) => urlEvent('GET', path, { headers }));
    expect(await invoke('web', ...views)).toMatchObject({ statusCode: 200, body: expect.stringContaining('orders') });
    await invoke('web', urlEvent('POST', SIGN_OUT_PATH, { body: '', headers: { ...headers, ...page } }));
    // None that there is.
    const authorization = `Bearer bks_${'0'.repeat(12)}_${'x'.repeat(43)}`;
    await invoke('web', urlEvent('GET', '/api/v1/jobs', { headers: { authorization } }));
    // What changed rules would have done is read from the rows.
    await account.put(editor, 'rules-bucket', 'rules.yaml', RULES.replaceAll('every 24 hours', 'every 48 hours'));
    await invoke('rules-gate', { kind: 'review' });
  }, 240_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await recorded?.stop();
    await account?.stop();
  });

  /** Runs the handler of a bundle in a process of its own, as the service does at a cold start. Resolves to its last answer. */
  async function invoke(name: FunctionName, ...events: readonly object[]) {
    recorded.take();
    const ended = await run(name, events, keys.get(name));
    if (ended.status !== 0) throw new Error(`${name} ended with ${ended.status}:\n${ended.stdout}${ended.stderr}`);
    const { calls, refused } = recorded.take();
    made.get(name)?.calls.push(...calls);
    made.get(name)?.refused.push(...refused);
    return JSON.parse(ended.stdout.slice(ended.stdout.lastIndexOf('\n')));
  }

  function run(name: FunctionName, events: readonly object[], role: RoleKeys | undefined) {
    const handler = JSON.stringify(pathToFileURL(join(folder, name, 'handler.mjs')));
    const script = `const { handler } = await import(${handler});
      let answer;
      for (const event of ${JSON.stringify(events)})
        answer = await handler(event, { getRemainingTimeInMillis: () => 60_000 });
      process.stdout.write('\\n' + JSON.stringify(answer ?? null));`;
    const env = { ...functionEnvironment(recorded.url), ...OWN, ...role, NODE_NO_WARNINGS: '1' };
    return runProcess(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, env });
  }

  test('a role without grants is refused', async () => {
    recorded.take();
    const { status } = await run('rules-gate', [{ kind: 'review' }], keys.get('nothing'));
    expect(status).not.toBe(0);
    expect(recorded.take().refused[0]).toMatch(/^s3:GetObject: .*AccessDenied/s);
  });

  test.each(FUNCTION_NAMES)('%s may do all that it does', (name) => {
    const { calls = [], refused } = made.get(name) ?? {};
    const grants = grantsOf(sentinel, name);
    expect(calls.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
    expect(calls.filter((call) => !grants.some((grant) => allows(grant, call)))).toEqual([]);
  });

  test('the rules-gate reads the rows of jobs whose rule was changed', () => {
    expect(made.get('rules-gate')?.calls).toContainEqual(
      expect.objectContaining({
        action: 'dynamodb:BatchGetItem',
        resource: expect.stringMatching(/table\/bk-state$/),
      }),
    );
  });

  /** Grants of a function that no call of the story needs. */
  const unusedOf = (name: FunctionName) => {
    const { calls = [] } = made.get(name) ?? {};
    return grantsOf(sentinel, name).flatMap((grant) => {
      const names = grant.resources.map((arn) => arn.split(/[:/]/).at(-1)).join(' ');
      return grant.actions
        .filter((action) => !calls.some((call) => allows({ ...grant, actions: [action] }, call)))
        .map((action) => `${action} ${names} ${JSON.stringify(grant.condition)}`);
    });
  };

  test.each(FUNCTION_NAMES)('%s may do no more than it does, or it is known why', (name) => {
    expect(unusedOf(name).filter((grant) => !EXPLAINED.some(([pattern]) => pattern.test(grant)))).toEqual([]);
  });

  test('each explanation is of a grant that there is, and that the story does not use', () => {
    const unused = FUNCTION_NAMES.flatMap(unusedOf);
    expect(EXPLAINED.filter(([pattern]) => !unused.some((grant) => pattern.test(grant)))).toEqual([]);
  });

  test('every setting that may grant something is on', () => {
    const plain = readSettings(JSON.stringify({ adminEmail: CONTEXT.adminEmail }), 'sentinel.config.yaml');
    const read = readSettings(JSON.stringify(settings), 'sentinel.config.yaml');
    const asTheyCome = SETTING_NAMES.filter((name) => isDeepStrictEqual(read[name], plain[name]));
    expect(asTheyCome.filter((name) => name !== 'adminEmail')).toEqual(WITHOUT_GRANTS);
  });
});

/** What the stack puts into the functions' environment, as far as the endpoint's own does not say it. */
const OWN = {
  RULES_BUCKET: 'rules-bucket',
  WEB_URL: 'https://web.example/',
  PING_URL: 'https://ping.example/',
  LINK_KEY_PARAMETER: '/bk/link-key',
  SLACK_TOKEN_PARAMETER: '/bk/slack-bot-token',
  WATCHDOG_PARAMETER: '/bk/watchdog-url',
  SCHEDULE_GROUP: 'bk-deferrals',
  FROM_EMAIL: 'backups@acme.example',
  MODEL_ID,
};

/** The statements of a function's role, with the names that the stand-in uses. */
function grantsOf(template: Template, name: FunctionName): Granted[] {
  const physical = Object.entries(template.toJSON().Resources as Record<string, { Type: string }>).flatMap(
    ([id, { Type }]) => {
      const arn = ARNS[Type]?.(id);
      return arn === undefined
        ? []
        : [
            [`<${id}.Arn>`, arn],
            [`<${id}>`, arn],
          ];
    },
  );
  const names = new Map<string, string>([
    ...(physical as [string, string][]),
    ['<AWS::Partition>', 'aws'],
    ['<AWS::Region>', REGION],
    ['<AWS::AccountId>', ACCOUNT],
  ]);
  const named = (text: string) =>
    [...names]
      .reduce((named, [token, value]) => named.replaceAll(token, value), text)
      .replace(`bk-rules-${ACCOUNT}-${REGION}`, 'rules-bucket');
  return grantedTo(template, name.replaceAll('-', '')).map(({ actions, resources, condition }) => ({
    actions,
    resources: resources.map(named),
    condition: JSON.parse(JSON.stringify(condition), (_, value) =>
      value?.Ref || value?.['Fn::Join'] ? named(tokenText(value)) : value,
    ),
  }));
}

/** By the beginning of their logical id. */
const QUEUES = [
  ['slices', 'slices'],
  ['hints', 'hints'],
  ['changes', 'dispatch'],
] as const;

const ARNS: Readonly<Record<string, (id: string) => string | undefined>> = {
  'AWS::SQS::Queue': (id) =>
    `arn:aws:sqs:${REGION}:${ACCOUNT}:${QUEUES.find(([beginning]) => id.startsWith(beginning))?.[1] ?? id}`,
  'AWS::SNS::Topic': () => `arn:aws:sns:${REGION}:${ACCOUNT}:admin`,
  'AWS::Events::EventBus': () => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/backup-sentinel`,
  'AWS::IAM::Role': (id) => (id.startsWith('deferrals') ? `arn:aws:iam::${ACCOUNT}:role/deferral` : undefined),
};

/** From an hour before to an hour after. */
function quietNow(): string {
  const hour = new Date(NOW).getUTCHours();
  const clock = (value: number) => `${String((value + 24) % 24).padStart(2, '0')}:00`;
  return `${clock(hour - 1)}-${clock(hour + 2)}`;
}

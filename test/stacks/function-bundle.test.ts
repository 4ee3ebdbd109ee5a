import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction, type FunctionBundle } from '../../lib/stacks/function-bundle.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/stacks/names.ts';
import { AwsEndpoint, type Service } from '../faults/aws-endpoint.ts';
import { IS_NIGHTLY } from '../nightly.ts';
import { runProcess } from '../processes.ts';

const KB = 1000;
/**
 * What a function may load when it starts, and all of its code; each KB that is loaded is read and compiled at every
 * cold start, and nearly every pass is one. See docs/decisions/0026-bundles.md.
 */
const MAX_BYTES: Record<FunctionName, { readonly atStart: number; readonly inAll: number }> = {
  // What no job watches is looked for once a week, and places of AWS Backup are a source: 85 of what is loaded
  // on demand. 8 look at members each when it is due.
  checker: { atStart: 650 * KB, inAll: 1_180 * KB },
  // Of these, 270 are the replay of a changed rule and the client of DynamoDB; none of that is loaded at the start.
  'rules-gate': { atStart: 425 * KB, inAll: 2_535 * KB },
  // Of these, 7 are the client of SQS, for what is given back within a minute; 6 the record of what was delivered; 2 the
  // words of must change and of shapes.
  dispatch: { atStart: 635 * KB, inAll: 1_115 * KB },
  // Its channels can render every kind of message, notifications among them; none of that is loaded at the start.
  summary: { atStart: 600 * KB, inAll: 1_135 * KB },
  ping: { atStart: 532 * KB, inAll: 885 * KB },
  // Of these, 5 are the windows of the record; none of that is loaded at the start.
  web: { atStart: 755 * KB, inAll: 1_085 * KB },
};

/** What the stack sets for single functions, besides what all of them are told. */
const OWN = {
  FROM_EMAIL: '',
  SLACK_TOKEN_PARAMETER: '',
  SLACK_URL: '',
  WEBHOOK_KEY_PARAMETER: '/bk/webhook-key',
  SCHEDULE_GROUP: 'bk',
  DISPATCH_QUEUE_ARN: 'arn:aws:sqs:us-east-1:123456789012:bk-dispatch',
  DISPATCH_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/bk-dispatch',
  DEAD_LETTERS_ARN: 'arn:aws:sqs:us-east-1:123456789012:bk-dead-letters',
  DEFERRAL_ROLE_ARN: 'arn:aws:iam::123456789012:role/bk-deferral',
  PING_KEY_PARAMETER: '/bk/ping-master-key',
  PING_URL: '',
  WEB_URL: '',
  LINK_KEY_PARAMETER: '/bk/link-key',
  SLACK_BUTTONS: '',
  SLACK_SIGNING_PARAMETER: '',
  MODEL_ID: '',
};

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundles = await Promise.all(FUNCTION_NAMES.map((name) => bundleFunction(name, 'reader-1')));
let aws: AwsEndpoint;
beforeAll(async () => {
  aws = await AwsEndpoint.start();
});
afterAll(async () => aws.stop());

describe.each(bundles)('the bundle of $name', (bundle) => {
  const { name, files } = bundle;

  it('keeps within its budget', () => {
    expect(bytesOf(bundle, ({ isLoadedAtStart }) => isLoadedAtStart)).toBeLessThanOrEqual(MAX_BYTES[name].atStart);
    expect(bytesOf(bundle)).toBeLessThanOrEqual(MAX_BYTES[name].inAll);
  });

  it('needs nothing beside it to be loaded, and at its start only what is said to be loaded then', async () => {
    const handler = deploy(bundle, ({ isLoadedAtStart }) => isLoadedAtStart);
    expect(await run(`import(${handler}).then((m) => console.log(typeof m.handler))`)).toBe('function');
  });

  it('each part of it can be loaded', async () => {
    deploy(bundle);
    const parts = files.map((file) => `import(${urlOf(name, file.name)})`);
    expect(await run(`Promise.all([${parts}]).then((all) => console.log(all.length))`)).toBe(String(files.length));
  });

  it('does not carry its source maps, which are made beside it', () => {
    for (const { code, sourceMap } of files) {
      expect(code).not.toContain('sourceMappingURL');
      expect(JSON.parse(sourceMap)).toMatchObject({ version: 3 });
    }
  });
});

// What may differ from one build to the next is how a bundle is made, which is the same for all: by day the one is made
// again that every step has a part in.
it.each<FunctionName>(IS_NIGHTLY ? FUNCTION_NAMES : ['web'])(
  'the bundle of %s is the same each time, so that nothing is deployed without a change',
  async (name) => {
    expect(await bundleFunction(name, 'reader-1')).toEqual(bundles.find((bundle) => bundle.name === name));
  },
);

describe('the functions together', () => {
  const bundleOf = (name: FunctionName) => bundles.find((bundle) => bundle.name === name) as FunctionBundle;
  const upload = (job: string) => {
    const rules = [
      'version: 1',
      'settings: { admin: sam }',
      'people: { sam: { email: sam@acme.example } }',
      `jobs: { ${job}: { backup: "s3://backups/${job}/", rule: every 24 hours } }`,
    ].join('\n');
    aws.buckets.put('rules-bucket', 'rules.yaml', rules, Date.now());
    aws.buckets.put('backups', `${job}/1.dump`, 'a backup', Date.now());
  };
  const review = async () => invoke(deploy(bundleOf('rules-gate')), { kind: 'review' });
  const tick = async (handler: string) => {
    const scheduledAt = new Date().toISOString();
    return invoke(handler, { kind: 'tick', scheduledAt });
  };

  it('a pass needs no reader for a document that the rules-gate accepted, and reads one that nobody did', async () => {
    aws.parameters.set('/bk/watchdog-url', `${aws.url}/watchdog`);
    upload('orders');
    await review();
    expect(aws.eventsOf('Backup Sentinel Rules Accepted')).toMatchObject([{ added: ['orders'] }]);

    const isReader = (file: string) => file.startsWith('read-rules-document');
    expect(bundleOf('checker').files.filter(({ name }) => isReader(name))).toHaveLength(1);
    const withoutReader = deploy(bundleOf('checker'), ({ name }) => !isReader(name));
    expect(await tick(withoutReader)).toContain('pass complete');
    expect(aws.pings).toBe(1);

    upload('web');
    await expect(tick(withoutReader)).rejects.toThrow('read-rules-document');
    expect(await tick(deploy(bundleOf('checker')))).toContain('pass complete');
  });

  const errors: { service: Service; code: string; said: string }[] = [
    { service: 'ssm', code: 'ParameterNotFound', said: 'cannot be read (ParameterNotFound)' },
    { service: 'dynamodb', code: 'ResourceNotFoundException', said: 'there is no table bk-state' },
    { service: 'events', code: 'InternalException', said: 'the bus did not take the news' },
  ];
  it.each(errors)('$code of $service is known by its name, though its class is not bundled', async (error) => {
    upload('web');
    const body = JSON.stringify({ __type: error.code, message: 'by the test' });
    aws.fault = ({ service }) => (service === error.service ? { status: 400, body } : null);
    const told = await tick(deploy(bundleOf('checker'))).catch(({ message }: Error) => message);
    aws.fault = () => null;
    expect(told).toContain(error.said);
  });
});

function bytesOf(
  { files }: FunctionBundle,
  isCounted: (file: FunctionBundle['files'][number]) => boolean = () => true,
) {
  return files.filter(isCounted).reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
}

/** Writes the files that are wanted to a folder of their own; the address of the handler, as a literal. */
function deploy(
  { name, files }: FunctionBundle,
  isWanted: (file: FunctionBundle['files'][number]) => boolean = () => true,
): string {
  rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(join(folder, name));
  for (const file of files.filter(isWanted)) writeFileSync(join(folder, name, file.name), file.code);
  return urlOf(name, 'handler.mjs');
}

function urlOf(name: FunctionName, file: string): string {
  return JSON.stringify(pathToFileURL(join(folder, name, file)));
}

/** Runs the handler for an event in a process of its own; resolves to what it wrote. Rejects when it fails. */
async function invoke(handler: string, event: object): Promise<string> {
  const context = '{ getRemainingTimeInMillis: () => 60_000 }';
  return run(`import(${handler}).then((m) => m.handler(${JSON.stringify(event)}, ${context}))`);
}

async function run(script: string): Promise<string> {
  const env = { ...aws.environment, ...OWN, NODE_NO_WARNINGS: '1' };
  const { status, stdout, stderr } = await runProcess(process.execPath, ['-e', script], { cwd: folder, env });
  if (status !== 0) throw new Error(`ended with ${status}:\n${stdout}${stderr}`);
  return `${stdout}${stderr}`.trim();
}

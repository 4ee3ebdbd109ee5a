import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyShowCommand } from '../../../bin/commands/key.ts';
import { signInCommand } from '../../../bin/commands/key-tokens.ts';
import { AwsEndpoint } from '../../faults/aws-endpoint.ts';
import { CapturedOutput } from '../captured-output.ts';

const RULES = `version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs:
  orders: { heartbeat: true, rule: every 24 hours }
`;
const OPTIONS = { rules: 's3://rules-bucket/rules.yaml', state: 'dynamodb://bk' };

let aws: AwsEndpoint;
let said: CapturedOutput;
beforeEach(async () => {
  aws = await AwsEndpoint.start();
  for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
  aws.buckets.put('rules-bucket', 'rules.yaml', RULES, Date.now());
  aws.parameters.set('/bk/ping-master-key', 'm'.repeat(43));
  said = CapturedOutput.begin();
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await aws.stop();
});

describe('sentinel key, with the tables on AWS', () => {
  it('prints the address that the stack has noted', async () => {
    aws.parameters.set('/bk/ping-url', 'https://abc.lambda-url.eu-central-1.on.aws/');
    expect(await keyShowCommand('orders', OPTIONS)).toBe(0);
    expect(said.output).toMatch(/^orders {2}https:\/\/abc\.lambda-url\.eu-central-1\.on\.aws\/ping\/[0-9a-f-]{36}\n$/);
  });

  it('says so where there is none, and prints the rest', async () => {
    expect(await keyShowCommand('orders', OPTIONS)).toBe(0);
    expect(said.output).toMatch(/^orders {2}\/ping\/[0-9a-f-]{36}\n$/);
    expect(said.complaints).toMatch(/the URL of pings is not known: .*\/bk\/ping-url.*"heartbeats": true/);
  });

  it('prints a link to sign in by, at the address that the stack has noted', async () => {
    aws.parameters.set('/bk/web-url', 'https://abc.lambda-url.eu-central-1.on.aws/');
    aws.parameters.set('/bk/link-key', 'k'.repeat(64));
    expect(await signInCommand('sam', OPTIONS)).toBe(0);
    expect(said.output).toMatch(/^https:\/\/abc\.lambda-url\.eu-central-1\.on\.aws\/sign-in\/[\w.-]+\n$/);
  });

  it('takes the address that it is given for it', async () => {
    await keyShowCommand('orders', { ...OPTIONS, url: 'https://pings.acme.example' });
    expect(said.output).toMatch(/^orders {2}https:\/\/pings\.acme\.example\/ping\//);
    expect(said.complaints).toBe('');
  });
});

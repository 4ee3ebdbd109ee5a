import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readSettings } from '../../lib/settings/settings-file.ts';
import { addStacks, type SentinelStacks } from '../../lib/stacks/add-stacks.ts';
import { FUNCTION_NAMES } from '../../lib/stacks/names.ts';

export const SENTINEL_ACCOUNT = '111111111111';
export const OTHER_ACCOUNT = '222222222222';
export const OTHER_KEY = `arn:aws:kms:eu-west-1:${OTHER_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

export const TOPIC = `arn:aws:sns:eu-west-1:${OTHER_ACCOUNT}:backups`;

/** Everything on: a bucket of one's own, read in one prefix, a whole bucket of another account, and a watchdog. */
export const CONTEXT = {
  adminEmail: 'ops@acme.example',
  sentinelAccountId: SENTINEL_ACCOUNT,
  timezone: 'Asia/Singapore',
  watchdog: true,
  slack: true,
  slackButtons: true,
  heartbeats: true,
  web: true,
  largeDocument: true,
  dashboard: true,
  reservedConcurrency: 10,
  fromEmail: 'backups@acme.example',
  topics: [TOPIC],
  watched: [
    { bucket: 'acme-backups', prefixes: ['orders/', 'drive/'], read: ['drive/'] },
    { bucket: 'acme.exports', prefixes: [''], read: ['reports/'], accountId: OTHER_ACCOUNT, keyArn: OTHER_KEY },
    { bucket: 'acme-archive', prefixes: ['yearly/'], accountId: OTHER_ACCOUNT },
  ],
};

export interface Synthesized {
  readonly app: App;
  readonly stacks: SentinelStacks;
  readonly data: Template;
  readonly sentinel: Template;
  readonly access: readonly Template[];
  readonly events: readonly Template[];
}

const bySettings = new Map<string, Synthesized>();

/**
 * The stacks with these settings, and what they are in CloudFormation's words, for all tests alike. The functions' code
 * is a stand-in.
 */
export function synthesized(context: Readonly<Record<string, unknown>> = CONTEXT): Synthesized {
  const key = JSON.stringify(context);
  const made = bySettings.get(key) ?? synthesize(context);
  bySettings.set(key, made);
  return made;
}

function synthesize(context: Readonly<Record<string, unknown>>): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'stacks-'));
  try {
    // As in bin/app.ts: test/e2e/templates.test.ts runs it.
    const app = new App({ outdir: join(folder, 'cdk.out'), builtinCloudFormationValidation: false });
    const stacks = addStacks(
      app,
      readSettings(JSON.stringify(context), 'sentinel.config.yaml'),
      standInBundles(folder),
    );
    return {
      app,
      stacks,
      data: Template.fromStack(stacks.data),
      sentinel: Template.fromStack(stacks.sentinel),
      access: stacks.access.map((stack) => Template.fromStack(stack)),
      events: stacks.events.map((stack) => Template.fromStack(stack)),
    };
  } finally {
    // By now the templates are in memory.
    rmSync(folder, { recursive: true, force: true });
  }
}

function standInBundles(folder: string): string {
  for (const name of FUNCTION_NAMES) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'handler.mjs'), `export const handler = '${name}';\n`);
  }
  return folder;
}

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { loadSettings, settingsPath } from '../lib/settings/load-settings.ts';
import type { Settings } from '../lib/settings/settings.ts';
import { SettingsError } from '../lib/settings/settings-file.ts';
import { type StackChange, stackChange } from '../lib/stacks/losses.ts';
import { terminalText } from './print/terminal-text.ts';

// `npm run deploy [-- STACK...] [--yes]`: shows what a deployment would change against what is deployed, asks where
// something that users have would go, and lets the CDK deploy what was shown.

const EXIT_REFUSED = 1;
const EXIT_USAGE = 64;
const CDK = resolve('node_modules/aws-cdk/bin/cdk');
const ASSEMBLY = 'cdk.out';

process.exitCode = await deploy();

async function deploy(): Promise<number> {
  let stacks: string[];
  let isYes: boolean;
  try {
    const { values, positionals } = parseArgs({ options: { yes: { type: 'boolean' } }, allowPositionals: true });
    isYes = values.yes === true;
    stacks = positionals;
  } catch (error) {
    say(`${(error as Error).message}\nusage: npm run deploy [-- [STACK...] [--yes]]`);
    return EXIT_USAGE;
  }
  let settings: Settings;
  try {
    settings = loadSettings(settingsPath(process.env));
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(`The settings cannot be used:\n${error.message.replace(/^/gm, '  ')}`);
    return EXIT_USAGE;
  }
  if (stacks.length === 0) stacks = [`${settings.prefix}-data`, `${settings.prefix}-sentinel`];
  if (runCdk(['synth', '--quiet', '--output', ASSEMBLY]) !== 0) return EXIT_REFUSED;
  const losses: string[] = [];
  try {
    for (const stack of stacks) {
      const change = await changeOf(stack);
      say(describe(stack, change));
      losses.push(...(change?.losses ?? []));
    }
  } catch (error) {
    const { name, message } = error as Error;
    say(
      `What is deployed cannot be read (${name}: ${message}); check AWS_PROFILE and AWS_REGION. Nothing was deployed.`,
    );
    return EXIT_REFUSED;
  }
  if (losses.length > 0 && !isYes && !(await isAgreed())) {
    say('Nothing was deployed.');
    return EXIT_REFUSED;
  }
  // What was answered for a script is answered for the CDK's own question too, which without a terminal is an error.
  return runCdk(['deploy', '--app', ASSEMBLY, ...(isYes ? ['--require-approval', 'never'] : []), ...stacks]);
}

/** Null where the stack is not deployed yet. Throws what CloudFormation refuses. */
async function changeOf(stack: string): Promise<StackChange | null> {
  const next = JSON.parse(readFileSync(`${ASSEMBLY}/${stack}.template.json`, 'utf8'));
  const client = new CloudFormationClient({});
  try {
    const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName: stack }));
    return stackChange(JSON.parse(TemplateBody), next);
  } catch (error) {
    if ((error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message)) return null;
    throw error;
  } finally {
    client.destroy();
  }
}

function describe(stack: string, change: StackChange | null): string {
  if (change === null) return `${stack}: is not deployed yet; all of it is added`;
  const { added, changed, removed, losses } = change;
  const count = `${added.length} added, ${changed.length} changed, ${removed.length} removed`;
  const lines = [
    ...added.map((name) => `  + ${name}`),
    ...changed.map((name) => `  ~ ${name}`),
    ...removed.map((name) => `  - ${name}`),
    ...losses.map((loss) => `  WOULD BE LOST: ${loss}`),
  ];
  return [`${stack}: ${count}`, ...lines].join('\n');
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    say('Something would be lost, and there is no terminal to ask; run it with --yes if that is meant.');
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question('Deploy although something is lost? Type yes: ');
  prompt.close();
  return answer.trim() === 'yes';
}

function runCdk(args: readonly string[]): number {
  return spawnSync(process.execPath, [CDK, ...args], { stdio: 'inherit' }).status ?? EXIT_REFUSED;
}

function say(text: string): void {
  process.stderr.write(terminalText(`${text}\n`));
}

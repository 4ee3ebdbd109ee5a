import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { outputOf } from '../processes.ts';
import { type AwsServer, startMiniStack } from './aws-servers.ts';
import { blocksOf, settingsBefore } from './operator-page.ts';
import { OperatorTerminal, type Typed } from './operator-terminal.ts';

/** Of a single host, with a sentinel that is installed; other tests run these. */
const SINGLE_HOST = ['Watching it from outside', 'Behind a proxy'];
const NO_ERRORS = [
  // How jobs stand, that something is left, and that there are warnings, is the status of these.
  /^[12] node dist\/sentinel\.js (?:status|dlq) /,
  /^1 node dist\/sentinel\.js lint /,
  // MiniStack restores no table that has an index, of which DynamoDB restores all.
  /^254 aws dynamodb restore-table-to-point-in-time /,
];
const RULES_BUCKET = 'bk-rules-111111111111-eu-west-1';
const LIMIT_MS = 900_000;

// The alarms' page is read while the sentinel is there.
const page = blocksOf('docs/operator.md');
const end = page.findIndex(({ heading }) => heading === 'Upgrade');
const blocks = [...page.slice(0, end), ...blocksOf('docs/alarms.md'), ...page.slice(end)];
const steps = blocks.filter(({ heading, language }) => language === 'sh' && !SINGLE_HOST.includes(heading));

/** What is to be seen after the commands under a heading, in what they print. */
const SEEN: Readonly<Record<string, readonly RegExp[]>> = {
  '2. Set': [/adminEmail/],
  '3. Deploy': [/bk-data: is not deployed yet/, /bk-sentinel\.RulesDoc = s3:/],
  '4. The first rules doc': [/green +Orders database/, /alert +Smoke test/],
  'The status page, and links in mails': [/bk-sentinel\.WebUrl = /, /\/sign-in/],
  Heartbeats: [/bk-sentinel\.PingUrl = /, /\/ping\/[0-9a-f-]{36}/],
  'Buckets of other accounts': [/bk-access-222222222222/],
  'dead-letters': [/no dead letters|bk-queues-dead|bk-dead-letters/],
  Upgrade: [/bk-sentinel \(no changes\)/],
  Uninstall: [/bk-sentinel: destroyed/],
};

// One person, from a clone to the end of the page, against an account of an emulator.
describe('each command of the pages of operator and alarms, in their order', () => {
  let server: AwsServer;
  let home: string;
  let clone: string;
  let terminal: OperatorTerminal;
  /** By heading. */
  const printed = new Map<string, string>();

  beforeAll(async () => {
    server = await startMiniStack();
    home = await mkdtemp(join(tmpdir(), 'operator-'));
    clone = join(home, 'sentinel');
    await outputOf('git', ['clone', '--quiet', process.cwd(), clone]);
    const profiles = { 'backup-sentinel': '111111111111', 'acme-data': '222222222222' };
    terminal = new OperatorTerminal({ home, folder: clone, endpoint: server.endpoint, profiles });
    // What there is before anyone installs a sentinel.
    await prepare('backup-sentinel', 'acme-backups', 'orders/1.dump');
    await prepare('acme-data', 'acme-exports', 'daily/1.dump');
  }, LIMIT_MS);
  afterAll(async () => {
    await server?.stop();
    await rm(home, { recursive: true, force: true });
  });

  async function prepare(profile: string, bucket: string, key: string): Promise<void> {
    const as = `aws --profile ${profile} --region eu-west-1 s3`;
    const { failed } = await terminal.type(
      `${as} mb s3://${bucket}\nhead -c 2000000 /dev/zero > ${home}/dump\n${as} cp ${home}/dump s3://${bucket}/${key}`,
    );
    expect(failed).toEqual([]);
  }

  /** What the page has the reader write before the commands. */
  async function write(index: number): Promise<void> {
    const step = steps[index];
    const from = index === 0 ? 0 : blocks.indexOf(steps[index - 1] as never) + 1;
    for (const { language, text, heading } of blocks.slice(from, blocks.indexOf(step as never))) {
      if (language !== 'yaml' || SINGLE_HOST.includes(heading)) continue;
      if (text.startsWith('version: 1')) await writeFile(join(clone, 'first.yaml'), text);
      else await set(parse(text));
    }
    await set(Object.fromEntries(settingsBefore(step?.text ?? '').map((name) => [name, true])));
    // MiniStack deletes what a stack that is destroyed is to retain.
    if (step?.text.includes('delete-objects')) await prepare('backup-sentinel', RULES_BUCKET, 'rules.yaml');
    if (step?.heading === 'Mail') await set({ fromEmail: 'backups@acme.example' });
  }

  async function set(settings: Record<string, unknown>): Promise<void> {
    if (Object.keys(settings).length === 0) return;
    const file = join(clone, 'sentinel.config.yaml');
    const now = parse(await readFile(file, 'utf8'));
    const watched = [...(now.watched ?? []), ...((settings.watched as unknown[]) ?? [])];
    await writeFile(file, stringify({ ...now, ...settings, watched }));
  }

  test('names what is to be seen by headings that there are', () => {
    const headings = new Set(steps.map(({ heading }) => heading));
    expect(Object.keys(SEEN).filter((heading) => !headings.has(heading))).toEqual([]);
  });

  const cases = steps.map(({ heading, text }, index) => ({ index, heading, first: text.split('\n')[0] }));
  test.each(cases)(
    '$heading: $first',
    async ({ index, heading }) => {
      await write(index);
      const { output, failed }: Typed = await terminal.type(steps[index]?.text ?? '');
      const wrong = failed.filter((command) => !NO_ERRORS.some((pattern) => pattern.test(command)));
      if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n${output.slice(-6000)}`);
      expect(output).not.toContain('FunctionError');
      printed.set(heading, `${printed.get(heading) ?? ''}${output}`);
      const isLast = steps.findLastIndex((step) => step.heading === heading) === index;
      for (const seen of isLast ? (SEEN[heading] ?? []) : []) expect(printed.get(heading)).toMatch(seen);
    },
    LIMIT_MS,
  );
});

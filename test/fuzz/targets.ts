import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalText } from '../../bin/print/terminal-text.ts';
import { rowAttributes } from '../../lib/adapters/dynamodb/row-attributes.ts';
import { STORED_KINDS } from '../../lib/adapters/dynamodb/stored-kinds.ts';
import type { Item } from '../../lib/adapters/dynamodb/values.ts';
import { LIMITS_ON_S3 } from '../../lib/core/artifact/read-limits.ts';
import { parseProof } from '../../lib/core/evidence/proof-report.ts';
import { parseReport } from '../../lib/core/evidence/reports/parse-report.ts';
import { REPORT_FORMATS } from '../../lib/core/model/report-format.ts';
import { readPingBody } from '../../lib/core/ping/ping-body.ts';
import { readPingRequest } from '../../lib/core/ping/ping-request.ts';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { readSlackPayload } from '../../lib/web/slack-payload.ts';
import { fullRow } from '../contracts/sample-row.ts';
import { findingOf, lookAt } from '../core/artifact/looked-at.ts';
import { withRule } from '../rules-doc/read.ts';
import { ANSWERS } from './answers.ts';
import { SHOWN } from './shown.ts';
import type { Target } from './target.ts';
import { TOKENS } from './tokens.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const ON_DISK = { name: 'rules.yaml', folder: '/srv/rules', now: NOW };

function files(folder: string): Buffer[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.sh'))
    .map(({ name }) => readFileSync(join(folder, name)));
}

const SENTENCES = [
  ...['every 24 hours, allow 26; at least 350 MB', 'weekdays at 22:00 and at 04:00 on Sunday; finish within 3 hours'],
  ...['cron "0 2 * * 1-5"; flag if it shrinks more than 50%', 'between 1 GB and 2 TB, every Monday at 03:00'],
  ...['first Sunday of the month at 04:00; must change; proven every 30 days', 'täglich um 2 Uhr, mindestens 3 GB'],
].map((text) => Buffer.from(text));

const PINGS = [
  '{"status":"completed","size_bytes":350000000,"files":3,"location":"s3://b/orders.dump"}',
  '{"kind":"proof","job":"orders-db","verdict":"proven","finished_at":"2026-11-21T02:00:00Z","restore_seconds":12}',
  '{"detail-type":"Restore Job State Change","detail":{"status":"COMPLETED","validationStatus":"SUCCESSFUL"}}',
  'pg_dump: error: connection to server failed\nexit 1\n',
].map((text) => Buffer.from(text));

const PRESSED = {
  ...{ type: 'block_actions', user: { id: 'U012AB3CD' }, trigger_id: '1.2', response_url: 'https://hooks.slack.com/x' },
  message: { text: 'orders', blocks: [{ type: 'section' }] },
  actions: [{ action_id: 'fixed', value: JSON.stringify({ job: 'orders', break_seq: 3, action: 'fixed' }) }],
};
const SUBMITTED = {
  ...{ type: 'view_submission', user: { id: 'U012AB3CD' } },
  view: {
    callback_id: 'snooze',
    private_metadata: '{"job":"orders","break_seq":3}',
    state: { values: { a: { b: {} } } },
  },
};

/** The heads of whole artifacts, of which something else is the tail. */
const HEADS = [...files('test/fixtures/artifacts'), ...files('test/fixtures/artifacts/shapes')].map((bytes) =>
  bytes.subarray(0, 4096),
);
/** Half of what may be read of an artifact: to go through a tar of all of it takes most of the second that there is. */
const FAR = 32 * 2 ** 20;

const ROW = rowAttributes(fullRow('orders'));

const problemsOf = (text: string | Buffer) =>
  readRulesDocument(text, ON_DISK).problems.map((problem) => terminalText(formatProblem('rules.yaml', problem)));

export const TARGETS: readonly Target[] = [
  ...ANSWERS,
  ...SHOWN,
  ...TOKENS,
  {
    name: 'a rules doc',
    seeds: [readFileSync('rules/rules.yaml'), ...files('rules/examples')],
    read: (input) => problemsOf(input),
    isShown: true,
    share: 0.1,
  },
  {
    name: 'the sentence of a rule',
    seeds: SENTENCES,
    read: (input) => problemsOf(withRule(input.toString().replaceAll('\n', ' '))),
    isShown: true,
    share: 0.2,
  },
  ...REPORT_FORMATS.map(
    (format): Target => ({
      name: `a report of ${format}`,
      seeds: files('test/fixtures/reports'),
      read: (input) =>
        parseReport(
          { format, success: ['transfer complete'], failure: ['timed out'] },
          { text: input.toString(), writtenAt: NOW, zone: 'Europe/Berlin' },
        ),
    }),
  ),
  {
    name: 'the head and tail of an artifact',
    seeds: [...files('test/fixtures/artifacts'), ...files('test/fixtures/artifacts/shapes')].filter(
      ({ length }) => length < 100_000,
    ),
    read: (input) => findingOf('backups/orders.dump', input, LIMITS_ON_S3),
    share: 0.2,
  },
  {
    name: 'the tail of an artifact, far from its head',
    seeds: [...files('test/fixtures/artifacts'), ...files('test/fixtures/artifacts/shapes')].filter(
      ({ length }) => length < 100_000,
    ),
    read: (input) => {
      const head = HEADS[(input[0] ?? 0) % HEADS.length] ?? Buffer.alloc(0);
      const pieces = [
        { from: 0, bytes: head },
        { from: FAR - input.length, bytes: input },
      ];
      return lookAt('backups/orders.dump', FAR, pieces, LIMITS_ON_S3);
    },
    share: 0.05,
  },
  { name: 'the body of a ping', seeds: PINGS, read: (input) => readPingBody(input, 'key') },
  { name: 'the report of a proof', seeds: PINGS, read: (input) => parseProof(input.toString()) },
  {
    name: 'the path of a ping',
    seeds: ['/ping/0b8f4c4e-7d0f-4b9e-9a53-1f0c9f1b7c11/start', '/ping/abcdefghijklmnopqrstuv/orders/n1/255'].map(
      (text) => Buffer.from(text),
    ),
    read: (input) => readPingRequest(input.toString(), input.toString('latin1')),
  },
  {
    name: 'what Slack sends',
    seeds: [PRESSED, SUBMITTED].map((said) => Buffer.from(`payload=${encodeURIComponent(JSON.stringify(said))}`)),
    read: readSlackPayload,
  },
  {
    name: 'what Slack sends, inside its form',
    seeds: [PRESSED, SUBMITTED].map((said) => Buffer.from(JSON.stringify(said))),
    read: (input) => readSlackPayload(Buffer.from(`payload=${encodeURIComponent(input.toString('latin1'))}`)),
  },
  {
    name: 'a stored item',
    seeds: [Buffer.from('0123456789')],
    read: (input) => STORED_KINDS.map(({ problemOf }) => problemOf(changedItem(input))),
    share: 0.3,
  },
];

const VALUES = [
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  'x',
  '\u001b[31m',
  [],
  {},
  [[]],
  [null],
  { at: 1 },
  { kind: 'none' },
] as const;

/** A row in which each pair of bytes puts something else in the place of one of its values, however deep that stands. */
function changedItem(input: Buffer): Item {
  const item = structuredClone(ROW) as Item & Record<string, unknown>;
  for (let n = 0; n + 2 < input.length; n += 3) {
    let holder: Record<string, unknown> = item;
    let name = keyOf(holder, input[n] ?? 0);
    const below = holder[name];
    if ((input[n + 2] ?? 0) % 2 === 1 && typeof below === 'object' && below !== null) {
      holder = below as Record<string, unknown>;
      name = keyOf(holder, input[n + 2] ?? 0);
    }
    holder[name] = VALUES[(input[n + 1] ?? 0) % VALUES.length];
  }
  return item;
}

function keyOf(holder: object, byte: number): string {
  const names = Object.keys(holder);
  return names[byte % names.length] ?? 'an attribute that no version has';
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { diffCommand, pullCommand, pushCommand } from '../../../bin/commands/rules.ts';
import { lineDiff } from '../../../bin/print/line-diff.ts';
import { AwsEndpoint } from '../../faults/aws-endpoint.ts';
import { CapturedOutput } from '../captured-output.ts';

const RULES = 's3://rules-bucket/team/rules.yaml';
const GOOD = `version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example } }
jobs:
  orders:
    backup: s3://backups/orders/
    rule: every 24 hours, allow 26; at least 350 MB
`;

describe('sentinel rules', () => {
  let aws: AwsEndpoint;
  let folder: string;
  let file: string;
  let said: CapturedOutput;

  beforeEach(async () => {
    aws = await AwsEndpoint.start();
    folder = await mkdtemp(join(tmpdir(), 'sentinel-rules-'));
    file = join(folder, 'rules.yaml');
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
    said = CapturedOutput.begin();
    aws.buckets.put('rules-bucket', 'team/rules.yaml', GOOD, 0);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  const options = { rules: RULES };
  const edit = async (from: string, to: string) => writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
  const remote = () => aws.buckets.get('rules-bucket', 'team/rules.yaml')?.body.toString();

  it('pull, edit, diff and push', async () => {
    expect(await pullCommand(file, options)).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(GOOD);
    expect(await diffCommand(file, options)).toBe(0);
    await edit('allow 26', 'allow 30');
    expect(await diffCommand(file, options)).toBe(1);
    expect(said.output).toContain('orders: allow 26 hours -> 30 hours (loosened)');
    expect(said.output).toContain(
      '-     rule: every 24 hours, allow 26; at least 350 MB\n+     rule: every 24 hours, allow 30',
    );
    expect(await pushCommand(file, options)).toBe(0);
    expect(remote()).toContain('allow 30');
    expect(said.complaints).toContain('orders was not replayed: s3://backups/orders/ cannot be read');
    // Once more: the copy knows the new ETag.
    await edit('allow 30', 'allow 31');
    expect(await pushCommand(file, options)).toBe(0);
  });

  it('says before it writes what the edited document would have done', async () => {
    const day = 86_400_000;
    for (const days of [20, 19, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) {
      aws.buckets.put('backups', `orders/${days}.dump`, 'x'.repeat(1000), Date.now() - days * day);
    }
    await pullCommand(file, options);
    await edit('allow 26; at least 350 MB', 'allow 3 days');
    said.complaints = '';
    expect(await pushCommand(file, options)).toBe(0);
    expect(said.complaints).toMatch(
      /1 job over 30 days: 1 job would be different, with 0 changes more and \d+ fewer; `sentinel replay`/,
    );
    expect(said.complaints).toContain('known for a shorter time');
  });

  it('two editors cannot overwrite each other', async () => {
    const other = join(folder, 'other.yaml');
    await pullCommand(file, options);
    await pullCommand(other, options);
    await edit('allow 26', 'allow 30');
    await writeFile(other, GOOD.replace('350 MB', '400 MB'));
    expect(await pushCommand(other, options)).toBe(0);
    expect(await pushCommand(file, options)).toBe(1);
    expect(said.complaints).toContain(`${RULES} was changed since you pulled it, so nothing was written`);
    expect(remote()).toContain('400 MB');
  });

  it('a bad document is not pushed, with every problem', async () => {
    await pullCommand(file, options);
    await edit('allow 26', 'allow 22');
    await edit('admin: sam', 'admin: dana');
    expect(await pushCommand(file, options)).toBe(2);
    expect(said.complaints).toMatch(/rules.yaml:\d+:\d+ WINDOW_SHORTER_THAN_PERIOD/);
    expect(said.complaints).toMatch(/rules.yaml:\d+:\d+ UNKNOWN_PERSON/);
    expect(remote()).toBe(GOOD);
  });

  it('a file that was not pulled overwrites nothing; where there is none, it is the first', async () => {
    await writeFile(file, GOOD.replace('26', '30'));
    expect(await pushCommand(file, options)).toBe(1);
    expect(said.complaints).toContain('was not pulled from it; pull it');
    expect(await pushCommand(file, { rules: 's3://rules-bucket/new.yaml' })).toBe(0);
    expect(aws.buckets.get('rules-bucket', 'new.yaml')?.body.toString()).toContain('allow 30');
  });

  it('pull does not lose changes, unless told to', async () => {
    await pullCommand(file, options);
    await edit('allow 26', 'allow 30');
    expect(await pullCommand(file, options)).toBe(1);
    expect(await readFile(file, 'utf8')).toContain('allow 30');
    expect(await pullCommand(file, { ...options, force: true })).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(GOOD);
  });

  it('a document that drops many jobs is refused here already', async () => {
    const jobs = ['a', 'b', 'c', 'd'].map((id) => `  ${id}: { backup: "s3://backups/${id}/", rule: every 24 hours }\n`);
    const lastGood = {
      schema: 1,
      source: RULES,
      version: 'v',
      acceptedAt: '',
      text: '',
      jobIds: [],
      holidayYears: [],
      holidays: {},
    };
    const kept = JSON.stringify({ ...lastGood, jobKeys: ['a', 'b', 'c', 'd', 'orders'] });
    aws.buckets.put('rules-bucket', 'team/rules.yaml.last-good.json', kept, 0);
    await pullCommand(file, options);
    expect(await pushCommand(file, options)).toBe(2);
    expect(said.complaints).toContain('JOBS_DROPPED');
    await writeFile(file, `${GOOD}${jobs.join('')}`);
    expect(await pushCommand(file, options)).toBe(0);
  });

  it('anything but s3:// is wrong usage, and a bucket that is not there is named', async () => {
    await expect(pullCommand(file, { rules: 'rules/rules.yaml' })).rejects.toThrow('write s3://bucket/path/rules.yaml');
    await expect(pullCommand(file, { rules: 's3://nowhere/rules.yaml' })).rejects.toThrow(
      'a bucket that does not exist',
    );
    await expect(pushCommand(join(folder, 'none.yaml'), options)).rejects.toThrow('no file');
  });
});

describe('a line diff', () => {
  const cases = [
    { name: 'of equal texts is empty', before: 'a\nb\n', after: 'a\nb\n', want: [] },
    { name: 'shows what was added to nothing', before: '', after: 'a\n', want: ['+ a'] },
    {
      name: 'shows a changed line with its neighbours',
      before: 'a\nb\nc',
      after: 'a\nx\nc',
      want: ['  a', '- b', '+ x', '  c'],
    },
    { name: 'shows only the line that moved', before: 'a\nb\nc', after: 'b\nc\na', want: ['- a', '  b', '  c', '+ a'] },
    {
      name: 'leaves out what is far away',
      before: '1\n2\n3\n4\n5\n6\n7\n8\n9',
      after: '1\n2\n3\n4\nx\n6\n7\n8\n9',
      want: ['  ...', '  2', '  3', '  4', '- 5', '+ x', '  6', '  7', '  8', '  ...'],
    },
  ];
  it.each(cases)('$name', ({ before, after, want }) => {
    expect(lineDiff(before, after)).toEqual(want);
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../../lib/core/evidence/reports/parse-report.ts';
import type { ReportFormat, ReportReading } from '../../../../lib/core/model/report-format.ts';
import { runs } from '../../../nightly.ts';

const writtenAt = Date.parse('2026-11-21T02:05:00Z');

const at = (text: string) => Date.parse(text);

const fixture = (name: string) => readFileSync(new URL(`../../../fixtures/reports/${name}`, import.meta.url), 'utf8');

const style = (format: ReportFormat, phrases: Partial<ReportReading> = {}): ReportReading => ({
  format,
  success: [],
  failure: [],
  ...phrases,
});

const read = (format: ReportFormat, text: string, zone = 'UTC', phrases: Partial<ReportReading> = {}) =>
  parseReport(style(format, phrases), { text, writtenAt, zone });

describe('a report', () => {
  const cases: { name: string; format: ReportFormat; file: string; zone?: string; want: object }[] = [
    {
      name: 'of ours',
      format: 'sentinel',
      file: 'sentinel-completed.json',
      want: {
        status: 'completed',
        startedAt: at('2026-11-21T02:00:00Z'),
        finishedAt: at('2026-11-21T02:04:00Z'),
        sizeBytes: 412_000_000,
        location: 's3://acme-backups/orders/2026-11-21.dump',
        error: null,
      },
    },
    {
      name: 'of restic',
      format: 'restic',
      file: 'restic-completed.jsonl',
      want: {
        status: 'completed',
        startedAt: at('2026-11-21T02:00:01.123Z'),
        finishedAt: at('2026-11-21T02:04:02.623Z'),
        sizeBytes: 412_000_000,
        location: '4f1c2a9be0d1',
        error: null,
      },
    },
    {
      name: 'of a restic that gives no times ends when it was written',
      format: 'restic',
      file: 'restic-old.jsonl',
      want: { status: 'completed', startedAt: writtenAt - 60_000, finishedAt: writtenAt },
    },
    {
      name: 'of restic with files that could not be read is one with warnings',
      format: 'restic',
      file: 'restic-incomplete.jsonl',
      want: { status: 'completed-with-warnings', error: '/srv/secret: open /srv/secret: permission denied' },
    },
    {
      name: 'of a restic that ended with an error',
      format: 'restic',
      file: 'restic-no-repository.jsonl',
      want: { status: 'failed', error: 'Fatal: repository does not exist: unable to open config file' },
    },
    {
      name: 'of a restic that goes on',
      format: 'restic',
      file: 'restic-running.jsonl',
      want: { status: 'running', startedAt: writtenAt - 30_000 },
    },
    {
      name: 'of a restic that made no snapshot',
      format: 'restic',
      file: 'restic-unchanged.jsonl',
      want: { status: 'unchanged' },
    },
    {
      name: 'of pgBackRest is of its newest backup',
      format: 'pgbackrest',
      file: 'pgbackrest-info.json',
      want: {
        status: 'completed',
        startedAt: 1_795_226_400_000,
        finishedAt: 1_795_226_460_000,
        sizeBytes: 99_000_000,
        location: '20261119-020000F_20261121-020000I',
        error: null,
      },
    },
    {
      name: 'of pgBackRest without a backup',
      format: 'pgbackrest',
      file: 'pgbackrest-no-backup.json',
      want: { status: 'failed', error: 'no valid backups' },
    },
    {
      name: 'of Borg, whose times have no zone',
      format: 'borg',
      file: 'borg-create.json',
      zone: 'Asia/Singapore',
      want: {
        status: 'completed',
        startedAt: at('2026-11-21T02:00:01.123Z'),
        finishedAt: at('2026-11-21T02:04:02.623Z'),
        sizeBytes: 412_000_000,
        location: '2026-11-21T10:00:01',
        error: null,
      },
    },
    {
      name: 'of a Borg that logged an error',
      format: 'borg',
      file: 'borg-failed.jsonl',
      want: { status: 'failed', error: 'Failed to create/acquire the lock /mnt/borg/lock.exclusive (timeout).' },
    },
    {
      name: 'of rclone',
      format: 'rclone',
      file: 'rclone-completed.jsonl',
      want: {
        status: 'completed',
        startedAt: at('2026-11-21T02:00:00Z'),
        finishedAt: at('2026-11-21T02:04:01.5Z'),
        sizeBytes: 412_000_000,
        location: null,
        error: null,
      },
    },
    {
      name: 'of rclone with errors',
      format: 'rclone',
      file: 'rclone-failed.jsonl',
      want: { status: 'failed', error: 'AccessDenied: Access Denied' },
    },
    {
      name: 'of an rclone that goes on',
      format: 'rclone',
      file: 'rclone-running.jsonl',
      want: { status: 'running', startedAt: at('2026-11-21T02:00:00Z'), finishedAt: null },
    },
    {
      name: 'of AWS Backup',
      format: 'aws-backup',
      file: 'aws-backup-job.json',
      want: {
        status: 'completed',
        startedAt: at('2026-11-21T02:00:00.123Z'),
        finishedAt: at('2026-11-21T02:30:00.456Z'),
        sizeBytes: 412_000_000,
        location: 'arn:aws:backup:us-east-1:123456789012:recovery-point:1EB3B5E7',
        error: null,
      },
    },
    {
      name: 'of AWS Backup as an event, of a job that never began',
      format: 'aws-backup',
      file: 'aws-backup-event.json',
      want: { status: 'failed', error: 'The backup job did not start in its window.' },
    },
  ];
  it.each(cases)('$name', ({ format, file, zone, want }) => {
    expect(read(format, fixture(file), zone)).toMatchObject(want);
  });

  it('of a dry run of restic says nothing of a backup', () => {
    const text = fixture('restic-completed.jsonl').replace(
      '"message_type":"summary"',
      '"message_type":"summary","dry_run":true',
    );
    expect(read('restic', text)).toMatchObject({ status: 'skipped', location: null });
  });

  it('of a restic whose lines count errors, also where no line says which, is one with warnings', () => {
    const counting = '{"message_type":"status","percent_done":0.5,"error_count":1}\n';
    const text = counting + fixture('restic-completed.jsonl');
    expect(read('restic', text)).toMatchObject({ status: 'completed-with-warnings', error: 'could not be read' });
    const none = text.replace('"error_count":1', '"error_count":0');
    expect(read('restic', none)).toMatchObject({ status: 'completed' });
  });

  const bothSides = '"bytes":0,"checks":40,"deletes":0,"renames":0,"errors":0,"transfers":0';
  it.each([
    { name: 'that compared and copied nothing is unchanged', stats: bothSides, want: 'unchanged' },
    { name: 'that found an empty source is not', stats: bothSides.replace('40', '0'), want: 'completed' },
    { name: 'that only deleted is not', stats: bothSides.replace('"deletes":0', '"deletes":3'), want: 'completed' },
    { name: 'that only renamed is not', stats: bothSides.replace('"renames":0', '"renames":3'), want: 'completed' },
  ])('of an rclone $name', ({ stats, want }) => {
    expect(read('rclone', `{"time":"2026-11-21T02:00:05Z","stats":{${stats}}}`)).toMatchObject({ status: want });
  });

  it('of pgBackRest with page checksum errors is whole, and warns of them', () => {
    const text = fixture('pgbackrest-info.json').replaceAll('"error": false', '"error": true');
    expect(read('pgbackrest', text)).toMatchObject({
      status: 'completed-with-warnings',
      error:
        'pages of the database have wrong checksums; pgbackrest info --set=20261119-020000F_20261121-020000I names the files',
    });
  });

  it.each(['ABORTED', 'EXPIRED', 'PARTIAL', 'FAILED'])('of AWS Backup in state %s is a failure', (state) => {
    expect(read('aws-backup', `{"State":"${state}","CreationDate":1795226400.087}`)).toMatchObject({
      status: 'failed',
      startedAt: 1_795_226_400_087,
      error: state.toLowerCase(),
    });
  });

  it.each(['CREATED', 'PENDING', 'RUNNING', 'ABORTING'])('of AWS Backup in state %s goes on', (state) => {
    expect(read('aws-backup', `{"State":"${state}"}`)).toMatchObject({ status: 'running' });
  });

  describe('in plain text', () => {
    const phrases = { success: ['backup done'], failure: ['ERROR:'] };
    it('is a failure when it holds both a success and a failure phrase, and shows the line', () => {
      expect(read('text', fixture('text-failed.log'), 'UTC', phrases)).toMatchObject({
        status: 'failed',
        error: '02:03:00 ERROR: could not read block 17 of relation base/16384/2610',
      });
    });
    it('is a success with a success phrase alone', () => {
      expect(read('text', 'x\nbackup done\n', 'UTC', phrases)).toMatchObject({ status: 'completed' });
    });
    it('cannot be read with neither', () => {
      expect(read('text', 'dump started', 'UTC', phrases)).toHaveProperty('unreadable');
    });
    it('takes phrases as they stand, not as patterns', () => {
      expect(read('text', 'backupXdone', 'UTC', { success: ['backup.done'] })).toHaveProperty('unreadable');
    });
  });

  const unreadable: { name: string; format: ReportFormat; text: string; says: RegExp }[] = [
    { name: 'nothing', format: 'sentinel', text: ' \n', says: /empty/ },
    { name: 'half an object', format: 'sentinel', text: '{"status": "comp', says: /not a JSON object/ },
    { name: 'a list', format: 'sentinel', text: '[]', says: /not a JSON object/ },
    { name: 'a status of its own', format: 'sentinel', text: '{"status":"great"}', says: /status is not one of/ },
    {
      name: 'a time in words',
      format: 'sentinel',
      text: '{"status":"completed","finished_at":"noon"}',
      says: /finished_at is not a time/,
    },
    { name: 'a negative size', format: 'sentinel', text: '{"status":"completed","size_bytes":-1}', says: /size_bytes/ },
    { name: 'restic without a summary', format: 'restic', text: 'Fatal: wrong password', says: /summary/ },
    { name: 'something else for pgBackRest', format: 'pgbackrest', text: '{}', says: /pgbackrest info/ },
    { name: 'Borg without an archive', format: 'borg', text: '{"repository":{}}', says: /names no archive/ },
    { name: 'rclone without stats', format: 'rclone', text: '{"level":"info","msg":"hi"}', says: /carries stats/ },
    {
      name: 'AWS Backup in a state of its own',
      format: 'aws-backup',
      text: '{"State":"LOST"}',
      says: /State is not one/,
    },
  ];
  it.each(unreadable)('cannot be read: $name', ({ format, text, says }) => {
    expect(read(format, text)).toEqual({ unreadable: expect.stringMatching(says) });
  });

  it('never throws, whatever it holds', () => {
    const field = fc.constantFrom(
      'status',
      'State',
      'message_type',
      'archive',
      'archives',
      'stats',
      'timestamp',
      'backup',
      'detail',
      'BackupJobs',
      'summary',
      'error',
      'time',
      'start',
      'stop',
      'end',
      'started_at',
      'size_bytes',
      'lock',
      'transferring',
      'level',
      'msg',
      '__proto__',
    );
    const leaf = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.constantFrom('completed', 'COMPLETED', 'summary', 'status', '2026-02-31T00:00:00Z', '2026-11-21 02:00'),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(field, tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      value.map((json) => JSON.stringify(json)),
      fc.array(value).map((lines) => lines.map((line) => JSON.stringify(line)).join('\n')),
    );
    const format = fc.constantFrom<ReportFormat>(
      'sentinel',
      'restic',
      'pgbackrest',
      'borg',
      'rclone',
      'aws-backup',
      'text',
    );
    fc.assert(
      fc.property(format, text, (kind, content) => {
        const report = read(kind, content, 'Pacific/Chatham', { success: ['a'], failure: ['b'] });
        const said = 'unreadable' in report ? report.unreadable : report.status;
        expect(said).toMatch(
          'unreadable' in report ? /./ : /^(completed|completed-with-warnings|unchanged|failed|running|skipped)$/,
        );
      }),
      runs(500, 20_000),
    );
  });

  it('may be nested deeper than a parser’s stack', () => {
    expect(read('sentinel', '['.repeat(500_000))).toHaveProperty('unreadable');
  });
});

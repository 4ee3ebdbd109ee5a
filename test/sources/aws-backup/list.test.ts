import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { CopySource } from '../../../lib/ports/copy-source.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { openSource } from '../../../lib/sources/aws-backup/list.ts';
import { HttpStandIn } from '../../channels/http-stand-in.ts';
import { ARN, PLACE, type Recorded, recoveryPoint, restoreJob, startBackup } from './recorded-backup.ts';

const place = parsePlace(PLACE, null).place as Place;

async function objectsIn(source: CopySource, prefix = '') {
  const pages: unknown[] = [];
  for await (const page of source.list(place, prefix)) pages.push(...page);
  return pages;
}

beforeEach(() => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'test');
});
afterEach(() => vi.unstubAllEnvs());

describe('the recovery points of AWS Backup', () => {
  let recorded: Recorded;
  let backup: HttpStandIn;
  let source: CopySource;
  beforeEach(async () => {
    recorded = { recoveryPoints: [], restoreJobs: [] };
    backup = await startBackup(recorded);
    source = await openSource({ AWS_ENDPOINT_URL_BACKUP: backup.url })();
  });
  afterEach(() => backup.stop());

  it('are listed page by page, each by its name, size and time', async () => {
    recorded.recoveryPoints = [
      recoveryPoint('job-1', '2026-11-20T02:00:00Z'),
      recoveryPoint('job-2', '2026-11-21T02:00:00Z', { BackupSizeBytes: 5 }),
    ];
    expect(await objectsIn(source)).toEqual([
      {
        key: 'snapshot:awsbackup:job-1',
        sizeBytes: 4_200_000_000,
        lastModified: Date.parse('2026-11-20T02:00:00Z'),
      },
      { key: 'snapshot:awsbackup:job-2', sizeBytes: 5, lastModified: Date.parse('2026-11-21T02:00:00Z') },
    ]);
    expect(source.requests).toEqual({ list: 2, get: 0 });
    expect(decodeURIComponent(backup.requests[0]?.path ?? '')).toContain(`/resources/${ARN}/recovery-points`);
    expect(backup.requests[0]?.headers.authorization).toContain('/eu-central-1/backup/');
  });

  it.each(['CREATING', 'PARTIAL', 'EXPIRED', 'DELETING', 'STOPPED'])('are no backups while %s', async (Status) => {
    recorded.recoveryPoints = [recoveryPoint('job-1', '2026-11-20T02:00:00Z', { Status })];
    expect(await objectsIn(source)).toEqual([]);
  });

  it('that are a part of another count with it', async () => {
    const ParentRecoveryPointArn = 'arn:aws:backup:eu-central-1:111122223333:recovery-point:composite:1';
    recorded.recoveryPoints = [recoveryPoint('job-1', '2026-11-20T02:00:00Z', { ParentRecoveryPointArn })];
    expect(await objectsIn(source)).toEqual([]);
  });

  it('were restored by tests, whose validations are proofs', async () => {
    recorded.restoreJobs = [
      restoreJob('r-1', '2026-11-21T04:00:00Z', { ValidationStatus: 'SUCCESSFUL' }),
      restoreJob('r-2', '2026-11-21T05:00:00Z', { ValidationStatus: 'VALIDATING' }),
      restoreJob('r-3', '2026-11-21T06:00:00Z', { Status: 'FAILED', StatusMessage: 'no subnet group' }),
    ];
    expect(await source.restoreTests?.(place)).toMatchObject([
      {
        id: 'r-1',
        verdict: 'proven',
        restoreMs: 1_500_000,
        copy: { ts: Date.parse('2026-11-21T02:00:00Z'), sizeBytes: 4_200_000_000 },
      },
      { id: 'r-3', verdict: 'inconclusive', restoreMs: null, words: 'no subnet group' },
    ]);
  });

  it('are known among the restored by their names, whatever time and size a restore says', async () => {
    recorded.recoveryPoints = [recoveryPoint('job-2', '2026-11-21T02:00:00Z')];
    const said = { BackupSizeInBytes: 5, RecoveryPointCreationDate: 1, ValidationStatus: 'FAILED' };
    recorded.restoreJobs = [restoreJob('r-1', '2026-11-21T04:00:00Z', said)];
    const [listed] = (await objectsIn(source)) as { key: string; sizeBytes: number; lastModified: number }[];
    expect((await source.restoreTests?.(place))?.[0]?.copy).toEqual({
      location: place.container + listed?.key,
      ts: listed?.lastModified,
      sizeBytes: listed?.sizeBytes,
    });
  });

  it('show no content', async () => {
    await expect(source.read(place, 'snapshot:awsbackup:job-1', 5)).rejects.toThrow(
      'AWS Backup shows no content of a recovery point',
    );
  });
});

describe('what AWS Backup answers instead', () => {
  const cases = [
    { status: 403, name: 'AccessDeniedException', kind: 'refused', says: /access denied; set awsBackup: true/ },
    { status: 400, name: 'ResourceNotFoundException', kind: 'refused', says: /knows no such resource/ },
    { status: 500, name: 'ServiceUnavailableException', kind: 'transient', says: /ServiceUnavailableException/ },
  ];
  it.each(cases)('$name is $kind', async ({ status, name, kind, says }) => {
    const headers = { 'x-amzn-errortype': name };
    const backup = await HttpStandIn.start(() => ({ status, headers, body: '{"message":"no"}' }));
    try {
      const env = { AWS_ENDPOINT_URL_BACKUP: backup.url };
      const error = await objectsIn(await openSource(env)()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind, message: expect.stringMatching(says), location: place.container });
    } finally {
      await backup.stop();
    }
  });

  it('nothing is asked for with variables that cannot be used', async () => {
    const source = await openSource({ AWS_ENDPOINT_URL: 'localhost' })();
    await expect(objectsIn(source)).rejects.toThrow('AWS_ENDPOINT_URL is "localhost", which is no address');
  });

  it('what is under way ends with the pass', async () => {
    const backup = await HttpStandIn.start(() => 'hang');
    try {
      const stop = new AbortController();
      const source = await openSource({ AWS_ENDPOINT_URL_BACKUP: backup.url })(stop.signal);
      const listed = objectsIn(source);
      await expect.poll(() => backup.requests.length).toBe(1);
      stop.abort();
      await expect(listed).rejects.toMatchObject({ kind: 'transient', message: expect.stringMatching(/^cut short/) });
      await expect(objectsIn(source)).rejects.toThrow('cut short');
    } finally {
      await backup.stop();
    }
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '../../../lib/core/instant.ts';
import type { HttpStandIn } from '../../channels/http-stand-in.ts';
import { useAwsSetting } from '../../faults/aws-setting.ts';
import {
  PLACE,
  type Recorded,
  recoveryPoint,
  restoreEvent,
  restoreJob,
  startBackup,
} from '../../sources/aws-backup/recorded-backup.ts';

const PROOF = 'orders#proof';

describe('a restore test of AWS Backup', () => {
  const setting = useAwsSetting();
  let recorded: Recorded;
  let backup: HttpStandIn;

  beforeEach(async () => {
    recorded = { recoveryPoints: [recoveryPoint('job-2', '2026-11-21T02:00:00Z')], restoreJobs: [] };
    backup = await startBackup(recorded);
    vi.stubEnv('AWS_ENDPOINT_URL_BACKUP', backup.url);
    const { current } = setting;
    current.newChecker();
    const rule = 'every 24 hours, allow 26; at least 1 GB; proven every 30 days';
    await current.upload(['orders'], { rule, places: { orders: PLACE } });
    await current.tick();
  });
  afterEach(() => backup.stop());

  const deliver = (body: string) => setting.current.invoke({ Records: [{ messageId: 'm0', body }] });
  const proof = async () => (await setting.current.stores.state.read([PROOF])).rows.get(PROOF)?.proofs;

  it('leaves the recovery points to be judged as backups are', async () => {
    expect(await setting.current.states(['orders', PROOF])).toEqual(['green', 'green']);
    expect(await proof()).toEqual([]);
  });

  it('that was validated is a proof with the next look', async () => {
    recorded.restoreJobs = [restoreJob('r-1', '2026-11-21T07:55:00Z', { ValidationStatus: 'SUCCESSFUL' })];
    await setting.current.nextTick();
    expect(await proof()).toMatchObject([{ id: 'r-1', verdict: 'proven', restoreMs: 1_500_000 }]);
  });

  it('whose validation failed is an alert of the proofs, and its copy is no good backup any more', async () => {
    recorded.restoreJobs = [
      restoreJob('r-1', '2026-11-21T07:55:00Z', { ValidationStatus: 'FAILED', ValidationStatusMessage: 'no rows' }),
    ];
    await setting.current.nextTick();
    expect(await setting.current.states([PROOF])).toEqual(['alert']);
    expect(setting.current.transitions).toContainEqual(expect.objectContaining({ job_id: PROOF, to: 'alert' }));
    setting.current.now += DAY_MS;
    await setting.current.tick();
    const { rows } = await setting.current.stores.state.read(['orders']);
    expect(rows.get('orders')?.lastGood).toBeNull();
  });

  it('that could not be restored is looked at when its event comes, and refutes nothing', async () => {
    recorded.restoreJobs = [
      restoreJob('r-1', '2026-11-21T07:55:00Z', { Status: 'FAILED', StatusMessage: 'no subnet group' }),
    ];
    expect(await deliver(restoreEvent('FAILED'))).toEqual({ batchItemFailures: [] });
    expect(await proof()).toMatchObject([{ id: 'r-1', verdict: 'inconclusive', words: 'no subnet group' }]);
  });

  it('that was restored is looked at when its validation has had its time', async () => {
    await deliver(restoreEvent('COMPLETED'));
    const { messages } = setting.current.aws;
    expect(messages.map((body) => JSON.parse(body))).toEqual([{ kind: 'jobs', jobIds: ['orders'] }]);
    recorded.restoreJobs = [restoreJob('r-1', '2026-11-21T07:55:00Z', { ValidationStatus: 'SUCCESSFUL' })];
    await deliver(messages[0] ?? '');
    expect(await proof()).toMatchObject([{ id: 'r-1', verdict: 'proven' }]);
  });

  it('of a resource that no job names leads to nothing', async () => {
    const before = backup.requests.length;
    const event = restoreEvent('FAILED', 'arn:aws:rds:eu-central-1:111122223333:db:crm');
    expect(await deliver(event)).toEqual({ batchItemFailures: [] });
    expect(backup.requests).toHaveLength(before);
  });
});

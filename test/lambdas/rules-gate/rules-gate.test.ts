import { beforeEach, describe, expect, it } from 'vitest';
import { RulesGate } from '../../../lambdas/rules-gate/rules-gate.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { parseLastGood } from '../../../lib/ports/last-good.ts';
import { T0, useAwsSetting } from '../../faults/aws-setting.ts';

const document = (jobs: Record<string, string>) =>
  [
    'version: 1',
    'settings: { owner: sam, admin: sam }',
    'people: { sam: { email: sam@acme.example, holidays: SG } }',
    'jobs:',
    ...Object.entries(jobs).map(([id, rule]) => `  ${id}: { backup: "s3://backups/${id}/", rule: "${rule}" }`),
  ].join('\n');
const ORDERS = 'every 24 hours, allow 26; at least 350 MB';
const BAD = document({ orders: 'every 24 hours, allow 22' });

describe('the rules-gate', () => {
  const setting = useAwsSetting();
  let gate: RulesGate;

  beforeEach(() => {
    gate = new RulesGate({ ...process.env }, () => setting.current.now);
  });

  /** Uploads, and gives the event that S3 sends. */
  const upload = (text: string) => {
    const { versionId } = setting.current.aws.buckets.put('rules-bucket', 'rules.yaml', text, T0);
    const object = { key: 'rules.yaml', 'version-id': versionId, sequencer: '0A' };
    return { 'detail-type': 'Object Created', source: 'aws.s3', detail: { bucket: { name: 'rules-bucket' }, object } };
  };
  const lastGood = () => {
    const object = setting.current.aws.buckets.get('rules-bucket', 'rules.yaml.last-good.json');
    return object ? parseLastGood(object.body.toString(), 'test') : null;
  };
  const accepted = () => setting.current.aws.eventsOf('Backup Sentinel Rules Accepted');
  const rejected = () => setting.current.aws.eventsOf('Backup Sentinel Rules Rejected');

  it('keeps a good document, and says what it watches', async () => {
    await gate.handle(upload(document({ orders: ORDERS })));
    expect(lastGood()).toMatchObject({ jobIds: ['orders'], retiring: [], announcedAt: '2026-11-21T08:00:00Z' });
    expect(lastGood()?.holidays.SG?.length).toBeGreaterThan(5);
    expect(accepted()).toMatchObject([{ version: 1, jobs: 1, added: ['orders'], removed: [], changed: [] }]);
    expect(setting.current.aws.notices).toEqual([
      { subject: 'Backup sentinel: rules accepted', text: expect.stringContaining('added: orders') },
    ]);
  });

  it('says what a later document changes: jobs added and removed, thresholds loosened and tightened', async () => {
    await gate.handle(upload(document({ orders: ORDERS, web: ORDERS, old: ORDERS })));
    await gate.handle(
      upload(document({ orders: 'every 24 hours, allow 30; at least 400 MB', web: ORDERS, fresh: ORDERS })),
    );
    const event = accepted()[1];
    expect(event).toMatchObject({ added: ['fresh'], removed: ['old'], counts: { changed: 1, unchanged: 1 } });
    expect(event.changed[0].job).toBe('orders');
    expect(event.changed[0].changes).toContainEqual({
      what: 'allow',
      from: '26 hours',
      to: '30 hours',
      direction: 'loosened',
    });
    expect(event.changed[0].changes).toContainEqual({
      what: 'at least',
      from: '350 MB',
      to: '400 MB',
      direction: 'tightened',
    });
    expect(setting.current.aws.notices[1]?.text).toContain('orders: allow 26 hours -> 30 hours (loosened)');
    expect(lastGood()?.retiring).toEqual([{ jobId: 'old', since: '2026-11-21T08:00:00Z' }]);
  });

  describe('of a changed rule, with runs that rows remember', () => {
    const [small, large] = ['every 24 hours, allow 26; at least 5 B', 'every 24 hours, allow 26; at least 20 B'];

    beforeEach(async () => {
      await gate.handle(upload(document({ orders: small })));
      for (let day = 0; day < 3; day += 1) {
        setting.current.now += DAY_MS;
        setting.current.land(['orders'], setting.current.now - HOUR_MS);
        await setting.current.tick();
      }
    });

    it('the mail says what it would have done', async () => {
      await gate.handle(upload(document({ orders: large })));
      const text = setting.current.aws.notices.at(-1)?.text;
      expect(text).toContain('orders: at least 5 B -> 20 B (tightened)');
      expect(text).toMatch(/would have appeared \(\+\) or not been there \(-\):\norders: \+ alert Sun 13:00\n/);
      expect(text).toContain('Not known here: older runs');
    });

    it('rows that cannot be read are said to be, and the mail is sent', async () => {
      const body = JSON.stringify({ __type: 'ResourceNotFoundException', message: 'by the test' });
      setting.current.aws.fault = ({ service }) => (service === 'dynamodb' ? { status: 400, body } : null);
      await gate.handle(upload(document({ orders: large })));
      expect(setting.current.aws.notices.at(-1)?.text).toMatch(
        /orders: at least 5 B -> 20 B[\s\S]*by the remembered runs is not known: .*bk-state/,
      );
    });
  });

  it('tells of a bad document once, with every problem, and keeps the good one', async () => {
    await gate.handle(upload(document({ orders: ORDERS })));
    const event = upload(BAD.replace('people: {', 'peple: {}\npeople: {'));
    await gate.handle(event);
    await gate.handle(event);
    expect(rejected()).toHaveLength(1);
    expect(rejected()[0].problems.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['UNKNOWN_KEY', 'WINDOW_SHORTER_THAN_PERIOD']),
    );
    for (const { line, column } of rejected()[0].problems) expect([line > 0, column > 0]).toEqual([true, true]);
    const notices = setting.current.aws.notices.filter(({ subject }) => subject.includes('NOT'));
    expect(notices).toHaveLength(1);
    expect(notices[0]?.text).toMatch(/rules.yaml:6:\d+ WINDOW_SHORTER_THAN_PERIOD jobs.orders/);
    expect(notices[0]?.text).toContain('Checks go on with the last good document, of 2026-11-21 08:00 UTC.');
    expect(lastGood()?.jobIds).toEqual(['orders']);
    // The same mistake uploaded again is another upload.
    await gate.handle(upload(BAD));
    expect(rejected()).toHaveLength(2);
  });

  it('the same event twice tells nobody twice', async () => {
    const event = upload(document({ orders: ORDERS }));
    await gate.handle(event);
    await gate.handle(event);
    expect([accepted().length, setting.current.aws.notices.length]).toEqual([1, 1]);
  });

  it('two quick uploads end with the newer, in whichever order their events come', async () => {
    const older = upload(document({ orders: ORDERS }));
    const newer = upload(document({ orders: ORDERS, web: ORDERS }));
    await gate.handle(newer);
    await gate.handle(older);
    expect(lastGood()?.jobIds).toEqual(['orders', 'web']);
    expect(accepted()).toHaveLength(1);
  });

  it('two reviews at once keep one document and its history', async () => {
    await gate.handle(upload(document({ orders: ORDERS, old: ORDERS })));
    const event = upload(document({ orders: ORDERS }));
    await Promise.all([gate.handle(event), gate.handle(event)]);
    expect(lastGood()).toMatchObject({ jobIds: ['orders'], retiring: [{ jobId: 'old' }] });
    const ids = accepted().map(({ event_id }: { event_id: string }) => event_id);
    expect(new Set(ids).size).toBe(2);
  });

  it('a document kept by somebody who did not get to tell is told of', async () => {
    await setting.current.upload(['job-a']);
    const object = setting.current.aws.buckets.get('rules-bucket', 'rules.yaml');
    await gate.handle(upload(object?.body.toString() ?? ''));
    expect(accepted()).toMatchObject([{ added: ['job-a'] }]);
    await gate.handle({ kind: 'review' });
    expect(accepted()).toHaveLength(1);
  });

  it('while the bus is down the admin is told, and the bus hears of it from the next try', async () => {
    const event = upload(document({ orders: ORDERS }));
    setting.current.aws.fault = ({ service }) => (service === 'events' ? { status: 400, body: '{}' } : null);
    await expect(gate.handle(event)).rejects.toThrow('the bus did not take the news');
    expect([lastGood()?.jobIds, setting.current.aws.notices.length]).toEqual([['orders'], 1]);
    setting.current.aws.fault = () => null;
    await gate.handle(event);
    expect(accepted()).toMatchObject([{ added: ['orders'] }]);
  });

  it('a last good copy that cannot be read just now is not replaced; one that is damaged is', async () => {
    await gate.handle(upload(document({ orders: ORDERS, old: ORDERS })));
    const event = upload(document({ orders: ORDERS }));
    setting.current.aws.fault = ({ url, operation }) =>
      url.pathname.endsWith('.last-good.json') && operation === 'GET'
        ? { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
        : null;
    await expect(gate.handle(event)).rejects.toThrow('last good copy');
    setting.current.aws.fault = () => null;
    expect(lastGood()?.jobIds).toEqual(['orders', 'old']);
    setting.current.aws.buckets.put('rules-bucket', 'rules.yaml.last-good.json', '{', T0);
    await gate.handle(event);
    expect(lastGood()?.jobIds).toEqual(['orders']);
  });

  it('a job that comes back before a pass saw it gone is not retired', async () => {
    await gate.handle(upload(document({ orders: ORDERS, web: ORDERS })));
    await gate.handle(upload(document({ orders: ORDERS })));
    await gate.handle(upload(document({ orders: ORDERS, web: ORDERS })));
    expect(lastGood()?.retiring).toEqual([]);
  });

  it('the holidays of a new year are fetched by a review, and nobody is told', async () => {
    await gate.handle(upload(document({ orders: ORDERS })));
    setting.current.now = Date.parse('2027-01-02T00:00:00Z');
    await gate.handle({ kind: 'review' });
    expect(lastGood()).toMatchObject({ holidayYears: [2027, 2028], acceptedAt: '2026-11-21T08:00:00Z' });
    expect(accepted()).toHaveLength(1);
  });

  it('before the first upload there is nothing to review, and nothing wrong with that', async () => {
    await gate.handle({ kind: 'review' });
    expect([setting.current.aws.notices, setting.current.aws.events]).toEqual([[], []]);
  });

  it('another object of the bucket is none of its business; no upload at all is refused', async () => {
    const event = upload(document({ orders: ORDERS }));
    event.detail.object.key = 'notes.txt';
    await gate.handle(event);
    expect(lastGood()).toBeNull();
    await expect(gate.handle({})).rejects.toThrow('not an event for the rules-gate');
  });
});

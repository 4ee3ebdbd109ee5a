import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { drillCommand } from '../../bin/commands/drill.ts';
import { RulesGate } from '../../lambdas/rules-gate/rules-gate.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { EVENT_SHAPES } from '../../lib/ports/event-shapes.ts';
import { useAwsSetting } from '../faults/aws-setting.ts';

const FOLDER = new URL('../../docs/events/', import.meta.url).pathname;
const fileOf = (type: string) => `${type.toLowerCase().replaceAll(' ', '-')}.schema.json`;

describe('the schemas of the events', () => {
  const setting = useAwsSetting();

  it.each(Object.entries(EVENT_SHAPES))('docs/events has that of %s as the code has it', async (type, shape) => {
    const schema = { ...z.toJSONSchema(shape, { target: 'draft-7', io: 'input' }), title: type };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(FOLDER + fileOf(type));
  });

  it('docs/events has no others', async () => {
    const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.schema.json'));
    expect(files.sort()).toEqual(Object.keys(EVENT_SHAPES).map(fileOf).sort());
  });

  /** Drills a job by the command line, and takes the drill up in dispatch's stead. */
  async function drill(jobId: string): Promise<void> {
    const { drills } = setting.current.stores;
    const asked = drillCommand(jobId, { rules: 's3://rules-bucket/rules.yaml', state: 'dynamodb://bk', json: true });
    await vi.waitFor(() => expect(setting.current.aws.eventsOf('Backup Sentinel Drill')).toHaveLength(1));
    const [pending] = await drills.pending(0);
    const result = {
      receivedAt: 0,
      endedAt: 0,
      personId: null,
      channel: null,
      until: null,
      isSeenAsked: false,
      message: 'a test',
    };
    if (pending) await drills.settle(pending, { ...result, outcome: 'nobody' });
    await asked;
  }

  it('what the sentinel puts on the bus is as the schemas say, one of each kind at least', async () => {
    const { current } = setting;
    const places = { databases: 's3://backups/databases/{each}/*.dump' };
    const put = (key: string) => current.aws.buckets.put('backups', `databases/${key}`, 'a backup', current.now);
    await current.upload(['breaks', 'small', 'fine', 'databases'], { accept: false, places });
    const gate = new RulesGate({ ...process.env }, () => current.now);
    await gate.handle({ kind: 'review' });
    current.land(['fine']);
    current.aws.buckets.put('backups', 'small/a.dump', 'x', current.now);
    put('crm/1.dump');
    await current.tick();
    current.now += HOUR_MS;
    current.land(['breaks', 'small']);
    for (const key of ['crm/2.dump', 'wiki/1.dump', 'wiki/2.dump']) put(key);
    await current.tick();
    await current.upload(['fine'], { accept: false, rule: 'every 24 hours, allow 30' });
    await gate.handle({ kind: 'review' });
    current.aws.buckets.put('rules-bucket', 'rules.yaml', 'version: 2\njobs: {}\n', current.now);
    await gate.handle({ kind: 'review' });
    await drill('fine');

    const seen = new Set<string>();
    for (const { type, detail } of current.aws.events) {
      const shape = EVENT_SHAPES[type as keyof typeof EVENT_SHAPES];
      // Nothing is there that the schema does not name.
      expect(shape.parse(detail)).toEqual(detail);
      seen.add(type);
    }
    expect([...seen].sort()).toEqual(Object.keys(EVENT_SHAPES).sort());
    expect(current.aws.eventsOf('Backup Sentinel Member Found')).toMatchObject([
      { job_id: 'databases/wiki', owner: 'sam', member: { job_id: 'databases', name: 'wiki' } },
    ]);
  });

  it('a change of state names the job and its people, on the bus and not in the audit log', async () => {
    const { current } = setting;
    await current.upload(['orders', 'retired']);
    await current.tick();
    const first = current.transitions.find(({ job_id }) => job_id === 'orders');
    expect(first).toMatchObject({
      job: { id: 'orders', name: 'orders', rule: { words: expect.stringContaining('24 h'), at: 'rules.yaml:5' } },
      people: { owner: 'sam', escalate_to: 'sam', owner_from: 'settings' },
      evidence: 's3://backups/orders/',
      links: { evidence: 'https://console.aws.amazon.com/s3/buckets/backups?prefix=orders%2F' },
    });
    expect(JSON.stringify(current.transitions)).not.toContain('sam@acme.example');
    const [row] = await current.stores.audit.history('orders', 1);
    const { version, job, people, evidence, data_at_risk_seconds, links, ...transition } = first;
    expect(row?.content).toEqual({ kind: 'transition', ...transition });
    await current.upload(['orders']);
    await current.nextTick();
    expect(current.transitions.at(-1)).toMatchObject({ job_id: 'retired', reason: 'retired', job: null, people: null });
  });

  it('a change that was held is published with what the rules doc says by then', async () => {
    const { current } = setting;
    await current.upload(['orders', 'leaving']);
    current.aws.entryError = () => 'InternalFailure';
    await current.tick();
    expect(current.transitions).toEqual([]);
    current.aws.entryError = () => null;
    await current.upload(['extra', 'orders']);
    await current.nextTick();
    const lineOf = (jobId: string) => current.transitions.find(({ job_id }) => job_id === jobId)?.job?.rule.at;
    expect(['orders', 'leaving', 'extra'].map(lineOf)).toEqual(['rules.yaml:6', undefined, 'rules.yaml:5']);
    expect(current.transitions.filter(({ job_id }) => job_id === 'leaving')).toEqual([
      expect.objectContaining({ reason: 'worsened', job: null, people: null }),
      expect.objectContaining({ reason: 'retired', job: null, people: null }),
    ]);
  });
});

import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
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

  it('what the functions put on the bus is as the schemas say, one of each kind at least', async () => {
    const { current } = setting;
    await current.upload(['breaks', 'small', 'fine'], { accept: false });
    const gate = new RulesGate({ ...process.env }, () => current.now);
    await gate.handle({ kind: 'review' });
    current.land(['fine']);
    current.aws.buckets.put('backups', 'small/a.dump', 'x', current.now);
    await current.tick();
    current.now += HOUR_MS;
    current.land(['breaks', 'small']);
    await current.tick();
    await current.upload(['fine'], { accept: false, rule: 'every 24 hours, allow 30' });
    await gate.handle({ kind: 'review' });
    current.aws.buckets.put('rules-bucket', 'rules.yaml', 'version: 2\njobs: {}\n', current.now);
    await gate.handle({ kind: 'review' });

    const seen = new Set<string>();
    for (const { type, detail } of current.aws.events) {
      const shape = EVENT_SHAPES[type as keyof typeof EVENT_SHAPES];
      // Nothing is there that the schema does not name.
      expect(shape.parse(detail)).toEqual(detail);
      seen.add(type);
    }
    expect([...seen].sort()).toEqual(Object.keys(EVENT_SHAPES).sort());
  });
});

import { expect, it } from 'vitest';
import * as z from 'zod';
import { recordShape } from '../../lib/ports/record-shape.ts';

it('docs/record.schema.json is the shape as the code has it', async () => {
  const schema = { ...z.toJSONSchema(recordShape, { target: 'draft-7', io: 'input' }), title: 'The record' };
  const file = new URL('../../docs/record.schema.json', import.meta.url).pathname;
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(file);
});

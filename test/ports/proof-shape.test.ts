import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { proofShape } from '../../lib/ports/proof-shape.ts';

const FILE = new URL('../../docs/proof-report.schema.json', import.meta.url).pathname;

describe('the schema of the report of a proof', () => {
  it('is in docs as the code has it', async () => {
    const schema = { ...z.toJSONSchema(proofShape, { target: 'draft-7', io: 'input' }), title: 'Backup proof' };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(FILE);
  });
});

import * as z from 'zod';
import { documentSchema } from './schema.ts';

/**
 * The JSON schema of a rules doc, with which editors complete and check it. It knows shapes only: what places, times
 * and names mean is checked by `lint`.
 */
export function rulesJsonSchema(): object {
  const schema = z.toJSONSchema(documentSchema, { target: 'draft-7', io: 'input' });
  return { ...schema, title: 'Rules of the backup sentinel' };
}

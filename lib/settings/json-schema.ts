import * as z from 'zod';
import { settingsSchema } from './settings.ts';

/** The JSON schema of sentinel.config.yaml, with which editors complete and check it. */
export function settingsJsonSchema(): object {
  const schema = z.toJSONSchema(settingsSchema, { target: 'draft-7', io: 'input' });
  return { ...schema, title: 'Settings of the backup sentinel on AWS' };
}

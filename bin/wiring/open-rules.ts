import { join, resolve } from 'node:path';
import { FileRules } from '../../lib/adapters/file/rules.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import { UsageError } from '../usage-error.ts';
import type { StateAddress } from './open-stores.ts';

/** Opens the rules doc that `--rules` names. The last good copy is kept with the state, or beside the document. */
export async function openRules(rules: string, address: StateAddress | null): Promise<RulesSource> {
  if (rules.startsWith('s3://')) {
    const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(rules);
    if (!match?.[1] || !match[2]) throw new UsageError(`--rules ${rules}: write s3://bucket/path/rules.yaml`);
    const { openS3Rules } = await import('../../lib/adapters/s3/open-rules.ts');
    return openS3Rules(match[1], match[2]);
  }
  if (rules.includes('://')) throw new UsageError(`--rules ${rules}: write a path or s3://bucket/key`);
  const path = resolve(rules);
  const lastGood = address?.kind === 'folder' ? join(address.folder, 'rules.last-good.json') : `${path}.last-good.json`;
  return new FileRules(path, lastGood);
}

import { expect, test } from 'vitest';
import { chooseCopy } from '../../../lib/prove/copy/choose-copy.ts';
import type { CurrentProof } from '../../../lib/prove/current-proof.ts';
import { containerOf } from '../../../lib/sources/aws-backup/place.ts';
import { sampleJob } from '../../app/evidence/gather-evidence-setting.ts';

const PLACE = {
  scheme: 'aws-backup',
  container: containerOf('arn:aws:rds:eu-central-1:111122223333:db:orders'),
  bucket: '',
  template: '',
} as const;

test.each([
  ['of a rules doc', { kind: 'rules', rules: 'rules.yaml' }],
  ['of its own', { kind: 'place', place: PLACE, text: PLACE.container }],
] as const)('a place %s whose backups are no files is refused before anything is listed', async (_, from) => {
  const current = {
    settings: { from, pick: { kind: 'nth', nth: 1 }, jobId: 'orders', node: null },
    ports: {
      jobOf: async () => sampleJob({ place: PLACE }),
      sourceOf: () => expect.unreachable('it was listed'),
      now: () => 0,
    },
  } as unknown as CurrentProof;
  await expect(chooseCopy(current)).rejects.toMatchObject({
    ending: 'preflight',
    message: expect.stringContaining('is no file that this host could copy; let its own service restore it'),
  });
});

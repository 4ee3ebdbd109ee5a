import { expect, it } from 'vitest';
import { lookAtPlace } from '../../../lib/app/rules/look-at-places.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { EvidenceSource } from '../../../lib/ports/evidence-source.ts';
import { documentOf, NOW } from '../../web/ping-setting.ts';

const cases = [
  {
    name: 'several series in a plain folder are named',
    place: 'd/',
    keys: ['d/crm_1.gz', 'd/crm_2.gz', 'd/shop_1.gz', 'd/wiki_1.gz'],
    want: 'SEVERAL_SERIES',
    says: '3 different names',
  },
  { name: 'one series is none', place: 'd/', keys: ['d/crm_1.gz', 'd/crm_2.gz'], want: undefined, says: '' },
  {
    name: 'checksums make no series',
    place: 'd/',
    keys: ['d/crm_1.gz', 'd/crm_1.gz.sha256', 'd/crm_1.gz.md5'],
    want: undefined,
    says: '',
  },
  {
    name: 'a place with {each} is right',
    place: 'd/{each}_{yyyy}.gz',
    keys: ['d/crm_2025.gz', 'd/shop_2025.gz', 'd/wiki_2025.gz'],
    want: undefined,
    says: '',
  },
  {
    name: 'a name of two readings names both',
    place: 'd/{each}-*.dump',
    keys: ['d/orders-eu-1.dump'],
    want: 'AMBIGUOUS_EACH',
    says: 'orders-eu-1.dump can be read as orders or as orders-eu',
  },
];
it.each(cases)('$name', async ({ place, keys, want, says }) => {
  const { jobs } = documentOf(`version: 1\njobs:\n  db: { backup: "s3://acme/${place}", rule: daily }\n`);
  const source = {
    async *list() {
      yield keys.map((key) => ({ key, sizeBytes: 100, lastModified: NOW - 1 }));
    },
  } as unknown as EvidenceSource;
  const [problem] = await lookAtPlace(jobs[0] as Job, async () => source, NOW);
  expect(problem?.code).toBe(want);
  expect(problem?.message ?? '').toContain(says);
});

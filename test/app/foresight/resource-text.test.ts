import { expect, test } from 'vitest';
import { resourceWords, resourceYaml } from '../../../lib/app/foresight/resource-text.ts';
import {
  AWS_KINDS,
  type AwsKind,
  type AwsResource,
  uncoveredResources,
} from '../../../lib/core/foresight/aws-resources.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { NOW, read } from '../../rules-doc/read.ts';

const ARNS: Readonly<Record<AwsKind, string>> = {
  'rds-instance': 'arn:aws:rds:eu-central-1:111122223333:db:orders',
  'rds-cluster': 'arn:aws:rds:eu-central-1:111122223333:cluster:orders',
  'dynamodb-table': 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders',
  'ebs-volume': 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0a1b',
  'efs-file-system': 'arn:aws:elasticfilesystem:eu-central-1:111122223333:file-system/fs-0a1b',
  's3-bucket': 'arn:aws:s3:::acme-data',
};

const resourceOf = (kind: AwsKind): AwsResource => {
  const arn = ARNS[kind];
  return { kind, arn, id: arn.split(/[:/]/).at(-1) ?? '', label: null, note: '8 GB' };
};

test.each(Object.keys(AWS_KINDS) as AwsKind[])(
  'the job that is proposed for a %s can be pasted, and ends the proposal',
  (kind) => {
    const resource = resourceOf(kind);
    const [found] = uncoveredResources([resource], new Map(), [], { places: [], arns: [] }, NOW);
    if (found === undefined) expect.unreachable();
    const { document, problems } = read(
      `version: 1\nsettings: { owner: sam }\npeople: { sam: { email: s@acme.example } }\njobs:\n${resourceYaml(found, '  ')}`,
    );
    expect(problems.map(({ message }) => message)).toEqual([]);
    expect(uncoveredResources([resource], new Map(), document?.jobs ?? [], { places: [], arns: [] }, NOW)).toEqual([]);
  },
);

test('what is said of it names its tag, and its last recovery point', () => {
  const resource = { ...resourceOf('ebs-volume'), label: 'wiki' };
  const words = (backedUpAt: number | null) => resourceWords({ resource, jobId: 'ebs-wiki', backedUpAt }, NOW, 'UTC');
  expect(words(null)).toBe('EBS volume vol-0a1b (wiki), 8 GB: in no job; AWS Backup never backed it up');
  expect(words(NOW - 50 * DAY_MS)).toBe('EBS volume vol-0a1b (wiki), 8 GB: in no job; last AWS Backup 2 Oct');
});

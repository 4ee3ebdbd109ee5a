import { describe, expect, it } from 'vitest';
import { granted } from './granted.ts';
import { CONTEXT, OTHER_ACCOUNT, SENTINEL_ACCOUNT, synthesized } from './synthesized.ts';

const { stacks, access } = synthesized();
const [template] = access;
if (!template) throw new Error('there is no access stack');

interface BucketPolicy {
  readonly Bucket: string;
  readonly PolicyDocument: { readonly Statement: readonly Parameters<typeof granted>[0][] };
}

const policies = Object.values(template.findResources('AWS::S3::BucketPolicy')).map(
  ({ Properties }) => Properties as BucketPolicy,
);
const statementsOf = (bucket: string) =>
  policies.find(({ Bucket }) => Bucket === bucket)?.PolicyDocument.Statement ?? [];

describe('a watched account', () => {
  it('has one stack, in that account, with its buckets only', () => {
    expect(stacks.access.map(({ stackName, account }) => [stackName, account])).toEqual([
      [`bk-access-${OTHER_ACCOUNT}`, OTHER_ACCOUNT],
    ]);
    expect(policies.map(({ Bucket }) => Bucket).sort()).toEqual(['acme-archive', 'acme.exports']);
  });

  it('lets in the checker of the sentinel’s account, by name, and nobody else', () => {
    for (const statement of policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)) {
      expect(statement.Effect).toBe('Allow');
      expect(JSON.stringify(statement.Principal)).toContain(`:iam::${SENTINEL_ACCOUNT}:root`);
      expect(JSON.stringify(statement.Condition)).toMatch(/ArnEquals.*aws:PrincipalArn.*:role\/bk-checker/);
    }
  });

  const cases = [
    {
      bucket: 'acme-archive',
      sids: ['BackupSentinelLists', 'BackupSentinelUploads', 'BackupSentinelExpiry'],
      prefix: ['yearly/*'],
    },
    {
      bucket: 'acme.exports',
      sids: ['BackupSentinelLists', 'BackupSentinelUploads', 'BackupSentinelExpiry', 'BackupSentinelReads'],
      prefix: undefined,
    },
  ];
  it.each(cases)('opens of $bucket what is set', ({ bucket, sids, prefix }) => {
    const statements = statementsOf(bucket);
    expect(statements.map(({ Sid }) => Sid)).toEqual(sids);
    expect(granted(statements[0] ?? {}).condition.StringLike?.['s3:prefix']).toEqual(prefix);
  });

  it('lets nobody write', () => {
    const actions = policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.flatMap((one) => granted(one).actions),
    );
    expect([...new Set(actions)].sort()).toEqual([
      's3:GetLifecycleConfiguration',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
    ]);
  });

  it('is told what to add to the policy of its key', () => {
    const [output] = Object.values(template.findOutputs('*'));
    const value = JSON.stringify(output?.Value);
    for (const words of ['kms:Decrypt', 'bk-checker', 'kms:ViaService', 's3.eu-west-1.'])
      expect(value).toContain(words);
  });
});

it('without buckets elsewhere there is no access stack', () => {
  expect(synthesized({ ...CONTEXT, watched: [] }).access).toEqual([]);
  const own = [{ bucket: 'acme-backups', prefixes: [''], accountId: SENTINEL_ACCOUNT }];
  expect(synthesized({ ...CONTEXT, watched: own }).access).toEqual([]);
});

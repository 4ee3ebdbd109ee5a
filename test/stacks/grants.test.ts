import { describe, expect, it } from 'vitest';
import { grantedTo, grantedToAll } from './granted.ts';
import { CONTEXT, OTHER_ACCOUNT, OTHER_KEY, SENTINEL_ACCOUNT, synthesized, TOPIC } from './synthesized.ts';

const { sentinel } = synthesized();
const RULES = 'arn:<AWS::Partition>:s3:::bk-rules-';

/** SES asks for the identities of recipients too, in its sandbox; a condition allows one sender. */
const SES = ['identity/*', 'configuration-set/*'].map(
  (name) => `arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:${name}`,
);

describe('every role', () => {
  it('is a function’s own, or the schedules’, or the deferrals’', () => {
    const roles = Object.values(sentinel.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Role,
    );
    expect(new Set(roles.map((role) => JSON.stringify(role))).size).toBe(6);
    sentinel.resourceCountIs('AWS::IAM::Role', 8);
  });

  it('has no policy of AWS’s making, which would open more than is needed', () => {
    for (const { Properties } of Object.values(sentinel.findResources('AWS::IAM::Role'))) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });

  it('may do nothing by a star, and nothing to everything', () => {
    for (const { actions, resources } of grantedToAll(sentinel)) {
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      expect(resources).not.toContain('*');
    }
  });

  it('has a star in a resource only at the end of what it was told to read, and of the group of the deferrals', () => {
    const starred = grantedToAll(sentinel).flatMap(({ resources }) => resources.filter((name) => name.includes('*')));
    expect(starred).toEqual([
      'arn:<AWS::Partition>:s3:::acme-backups/drive/*',
      'arn:<AWS::Partition>:s3:::acme.exports/reports/*',
      ...SES,
      'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/bk-deferrals/*',
      ...SES,
    ]);
  });

  it('may delete nothing', () => {
    const deleting = grantedToAll(sentinel).flatMap(({ actions }) =>
      actions.filter((name) => /delete|purge/i.test(name)),
    );
    // Taking a message off its queue is how a slice, or a change, is done with.
    expect(new Set(deleting)).toEqual(new Set(['sqs:DeleteMessage']));
  });
});

describe('the checker', () => {
  const grants = grantedTo(sentinel, 'checker');
  const s3 = grants.filter(({ actions }) => actions.some((action) => action.startsWith('s3:')));
  const watched = s3.filter(({ resources }) => !resources.some((name) => name.startsWith(RULES)));

  it('writes nowhere in S3', () => {
    const actions = new Set(s3.flatMap((grant) => grant.actions));
    expect([...actions].sort()).toEqual([
      's3:GetLifecycleConfiguration',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketMultipartUploads',
    ]);
  });

  const own = { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } };
  const other = { StringEquals: { 'aws:ResourceAccount': OTHER_ACCOUNT } };
  const cases = [
    {
      name: 'lists the prefixes of a bucket of its account',
      actions: ['s3:ListBucket'],
      resources: ['arn:<AWS::Partition>:s3:::acme-backups'],
      condition: { ...own, StringLike: { 's3:prefix': ['orders/*', 'drive/*'] } },
    },
    {
      name: 'asks for unfinished uploads, for which S3 knows no condition on the prefix',
      actions: ['s3:ListBucketMultipartUploads'],
      resources: ['arn:<AWS::Partition>:s3:::acme-backups'],
      condition: own,
    },
    {
      name: 'knows the lifecycle rules of the bucket',
      actions: ['s3:GetLifecycleConfiguration'],
      resources: ['arn:<AWS::Partition>:s3:::acme-backups'],
      condition: own,
    },
    {
      name: 'reads where it was told to',
      actions: ['s3:GetObject'],
      resources: ['arn:<AWS::Partition>:s3:::acme-backups/drive/*'],
      condition: own,
    },
    {
      name: 'lists a whole bucket when told to, of the account that it was said to be of',
      actions: ['s3:ListBucket'],
      resources: ['arn:<AWS::Partition>:s3:::acme.exports'],
      condition: other,
    },
    {
      name: 'lists the prefix of another account’s bucket',
      actions: ['s3:ListBucket'],
      resources: ['arn:<AWS::Partition>:s3:::acme-archive'],
      condition: { ...other, StringLike: { 's3:prefix': ['yearly/*'] } },
    },
  ];
  it.each(cases)('$name', ({ actions, resources, condition }) => {
    expect(watched).toContainEqual({ actions, resources, condition });
  });

  it('reads nothing of a bucket that it was told to list only', () => {
    const read = watched
      .filter(({ actions }) => actions.includes('s3:GetObject'))
      .flatMap(({ resources }) => resources);
    expect(read.filter((name) => name.includes('acme-archive'))).toEqual([]);
  });

  it('decrypts with the key of what it reads, through S3 only', () => {
    const keys = grants.filter(({ actions }) => actions.some((action) => action.startsWith('kms:')));
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ actions: ['kms:Decrypt'], resources: [OTHER_KEY] });
    expect(JSON.stringify(keys[0]?.condition)).toContain('s3.eu-west-1.');
  });

  it('sees nothing of any bucket when none is watched', () => {
    const { sentinel: bare } = synthesized({ ...CONTEXT, watched: [] });
    const buckets = grantedTo(bare, 'checker')
      .filter(({ actions }) => actions.some((action) => action.startsWith('s3:')))
      .flatMap(({ resources }) => resources);
    expect(buckets.every((name) => name.startsWith(RULES))).toBe(true);
  });

  it('has a role that other accounts can name', () => {
    sentinel.hasResourceProperties('AWS::IAM::Role', { RoleName: 'bk-checker' });
  });
});

describe('the other functions', () => {
  const cases = [
    {
      role: 'rulesgate',
      actions: [
        'dynamodb:BatchGetItem',
        'events:PutEvents',
        'logs:',
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
        'sns:Publish',
        'sqs:',
      ],
    },
    {
      role: 'summary',
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'logs:',
        's3:GetObject',
        's3:ListBucket',
        'ses:SendEmail',
        'ses:SendRawEmail',
        'sns:Publish',
        'sqs:',
        'ssm:GetParameter',
      ],
    },
    {
      role: 'dispatch',
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'iam:PassRole',
        'logs:',
        's3:GetObject',
        's3:ListBucket',
        'scheduler:CreateSchedule',
        'ses:SendEmail',
        'ses:SendRawEmail',
        'sns:Publish',
        'sqs:',
        'ssm:GetParameter',
      ],
    },
    {
      role: 'ping',
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'logs:',
        's3:GetObject',
        's3:ListBucket',
        'sns:Publish',
        'sqs:',
        'ssm:GetParameter',
      ],
    },
    {
      role: 'web',
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
        'events:PutEvents',
        'logs:',
        's3:GetObject',
        's3:ListBucket',
        'sqs:',
        'ssm:GetParameter',
      ],
    },
    { role: 'deferralsrole', actions: ['sqs:'] },
    { role: 'schedules', actions: ['lambda:InvokeFunction', 'sqs:'] },
  ];
  it.each(cases)('$role may do no more than it has to', ({ role, actions }) => {
    const grants = grantedTo(sentinel, role);
    const found = grants.flatMap((grant) => grant.actions.map((action) => action.replace(/^(logs|sqs):.*/, '$1:')));
    expect([...new Set(found)].sort()).toEqual(actions);
  });

  it('let dispatch mail as the one sender, publish to the topics that were named, and read its own secrets', () => {
    const grants = grantedTo(sentinel, 'dispatch');
    const mail = grants.find(({ actions }) => actions.includes('ses:SendEmail'));
    expect(mail?.condition).toEqual({ StringEquals: { 'ses:FromAddress': 'backups@acme.example' } });
    const topics = grants
      .filter(({ actions }) => actions.includes('sns:Publish'))
      .flatMap(({ resources }) => resources);
    expect(topics).toEqual([expect.stringMatching(/^<admin/), TOPIC]);
    expect(grants.find(({ actions }) => actions.includes('ssm:GetParameter'))?.resources).toEqual(
      ['webhook-key', 'slack-bot-token', 'link-key'].map(
        (name) => `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/bk/${name}`,
      ),
    );
    const { sentinel: bare } = synthesized({ adminEmail: CONTEXT.adminEmail });
    const actions = grantedTo(bare, 'dispatch').flatMap((grant) => grant.actions);
    expect(actions.filter((action) => /^(ses|sns):/.test(action))).toEqual(['sns:Publish']);
  });

  it('let pings be put as heartbeats, and nothing of the evidence be changed but proposals', () => {
    const evidence = grantedTo(sentinel, 'ping').filter(({ resources }) => resources[0]?.endsWith('bk-evidence'));
    const table = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/bk-evidence';
    expect(evidence).toEqual([
      {
        actions: ['dynamodb:PutItem'],
        resources: [table],
        condition: { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['#*'] } },
      },
      {
        actions: ['dynamodb:Query'],
        resources: [table],
        condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#ping-key', '#proposal'] } },
      },
      {
        actions: ['dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'],
        resources: [table],
        condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#proposal'] } },
      },
    ]);
  });

  it('let the web read heartbeats, members and proposals, find a token, end sessions and note a link that was used, and nothing else of the evidence', () => {
    const evidence = grantedTo(sentinel, 'web').filter(({ resources }) => resources[0]?.endsWith('bk-evidence'));
    expect(evidence.map(({ actions, condition }) => [actions, condition])).toEqual([
      [['dynamodb:Query'], { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['#*'] } }],
      [
        ['dynamodb:Query', 'dynamodb:BatchWriteItem'],
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#members'] } },
      ],
      [['dynamodb:Query'], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#proposal'] } }],
      [['dynamodb:GetItem'], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#token'] } }],
      [
        ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#session'] } },
      ],
      [['dynamodb:PutItem'], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#used-link'] } }],
      [['dynamodb:Query'], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#ping-key'] } }],
    ]);
  });

  it('let whoever serves people add to the audit log, and change nothing in it but whether a drill was seen', () => {
    const audit = grantedTo(sentinel, 'web').filter(({ resources }) => resources[0]?.endsWith('bk-audit'));
    expect(audit.map(({ actions, condition }) => [actions, condition])).toEqual([
      [['dynamodb:Query', 'dynamodb:PutItem'], {}],
      [['dynamodb:UpdateItem'], { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['#drill'] } }],
    ]);
  });

  it('let those with an address of their own read no secret but what they verify and answer with', () => {
    const secrets = (role: string) =>
      grantedTo(sentinel, role)
        .filter(({ actions }) => actions.includes('ssm:GetParameter'))
        .flatMap(({ resources }) => resources.map((name) => name.split('/').at(-1)));
    expect(secrets('ping')).toEqual(['ping-master-key']);
    expect(secrets('web')).toEqual(['link-key', 'slack-bot-token', 'slack-signing-secret', 'ping-master-key']);
  });

  it('let the summary ask one model, where one is set, and nothing else of Bedrock', () => {
    const models = (modelId: string) =>
      grantedTo(synthesized({ ...CONTEXT, modelId }).sentinel, 'summary').filter(({ actions }) =>
        actions.some((action) => action.startsWith('bedrock:')),
      );
    expect(models('')).toEqual([]);
    expect(models('amazon.nova-2-lite-v1:0')).toMatchObject([
      {
        actions: ['bedrock:InvokeModel'],
        resources: ['arn:<AWS::Partition>:bedrock:<AWS::Region>::foundation-model/amazon.nova-2-lite-v1:0'],
      },
    ]);
    const profile =
      'arn:<AWS::Partition>:bedrock:<AWS::Region>:<AWS::AccountId>:inference-profile/eu.anthropic.claude-haiku-5-5';
    const [ofProfile, ofModel, ...others] = models('eu.anthropic.claude-haiku-5-5');
    expect(others).toEqual([]);
    expect(ofProfile).toMatchObject({ actions: ['bedrock:InvokeModel'], resources: [profile] });
    expect(ofModel).toMatchObject({
      actions: ['bedrock:InvokeModel'],
      resources: ['arn:<AWS::Partition>:bedrock:*::foundation-model/anthropic.claude-haiku-5-5'],
    });
    expect(JSON.stringify(ofModel?.condition)).toContain('"bedrock:InferenceProfileArn"');
  });

  it('touch the rules bucket only, and write only beside the rules doc', () => {
    for (const role of ['rulesgate', 'summary', 'ping', 'web']) {
      const s3 = grantedTo(sentinel, role).filter(({ actions }) => actions.some((action) => action.startsWith('s3:')));
      expect(s3.flatMap(({ resources }) => resources).every((name) => name.startsWith(RULES))).toBe(true);
      const written = s3
        .filter(({ actions }) => actions.includes('s3:PutObject'))
        .flatMap(({ resources }) => resources);
      expect(written.every((name) => /rules\.yaml\.(last-good|rejected)\.json$/.test(name))).toBe(true);
    }
  });
});

it('the account of the sentinel is the one that is set', () => {
  expect(synthesized().stacks.sentinel.account).toBe(SENTINEL_ACCOUNT);
});

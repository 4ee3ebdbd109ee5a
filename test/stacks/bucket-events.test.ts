import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { grantedTo } from './granted.ts';
import { CONTEXT, OTHER_ACCOUNT, SENTINEL_ACCOUNT, synthesized } from './synthesized.ts';

const { sentinel, access, events } = synthesized({
  ...CONTEXT,
  sentinelRegion: 'eu-west-1',
  watched: [
    { bucket: 'acme-backups', prefixes: ['orders/'], events: true },
    { bucket: 'acme-quiet', prefixes: [''] },
    { bucket: 'acme-near', prefixes: [''], region: 'eu-west-1', events: true },
    { bucket: 'acme-far', prefixes: [''], region: 'us-west-2', events: true },
    { bucket: 'acme-far-and-quiet', prefixes: [''], region: 'us-east-2' },
    { bucket: 'acme.exports', prefixes: [''], accountId: OTHER_ACCOUNT, events: true },
    { bucket: 'acme-archive', prefixes: ['yearly/'], accountId: OTHER_ACCOUNT },
  ],
});

function patternOf(...buckets: string[]) {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created', 'Object Deleted'],
    detail: { bucket: { name: buckets } },
  };
}

function count(template: Template, type: string): number {
  return Object.keys(template.findResources(type)).length;
}

describe('events of watched buckets', () => {
  it('reach the checker by one rule and a queue, in batches', () => {
    sentinel.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: patternOf('acme-backups', 'acme-near', 'acme-far', 'acme.exports'),
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^hints'), 'Arn'] } })],
    });
    sentinel.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'bk-hints', MessageRetentionPeriod: 1800 });
    sentinel.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 5,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const granted = grantedTo(sentinel, 'checker').filter(({ resources }) =>
      resources.some((arn) => /hints/.test(arn)),
    );
    const actions = granted.flatMap((statement) => statement.actions);
    expect(actions).toEqual(expect.arrayContaining(['sqs:SendMessage', 'sqs:ReceiveMessage']));
  });

  it('of another account are forwarded by one rule of its own, and let in', () => {
    const [template] = access;
    if (template === undefined) throw new Error('no access stack');
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: patternOf('acme.exports'),
      Targets: [
        Match.objectLike({
          Arn: {
            'Fn::Join': [
              '',
              ['arn:', { Ref: 'AWS::Partition' }, `:events:eu-west-1:${SENTINEL_ACCOUNT}:event-bus/default`],
            ],
          },
        }),
      ],
    });
    sentinel.hasResourceProperties('AWS::Events::EventBusPolicy', {
      Statement: Match.objectLike({ Action: 'events:PutEvents', Effect: 'Allow' }),
    });
    expect(count(template, 'AWS::Events::Rule')).toBe(1);
  });

  it('of another region of the same account are forwarded from there, by a role that may do nothing else', () => {
    expect(events).toHaveLength(1);
    const [template] = events;
    if (template === undefined) throw new Error('no events stack');
    const bus = {
      'Fn::Join': [
        '',
        ['arn:', { Ref: 'AWS::Partition' }, ':events:eu-west-1:', { Ref: 'AWS::AccountId' }, ':event-bus/default'],
      ],
    };
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: patternOf('acme-far'),
      Targets: [Match.objectLike({ Arn: bus, RoleArn: Match.anyValue() })],
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: bus }] },
    });
    expect(count(template, 'AWS::Events::Rule')).toBe(1);
    expect(count(template, 'AWS::IAM::Policy')).toBe(1);
  });

  it('need nothing where no bucket sends any, and no notification of a bucket is ever written', () => {
    const without = synthesized();
    const queues = Object.values(without.sentinel.findResources('AWS::SQS::Queue'));
    expect(queues.filter(({ Properties }) => Properties.QueueName === 'bk-hints')).toEqual([]);
    for (const template of [sentinel, ...access, ...events]) {
      expect(count(template, 'Custom::S3BucketNotifications')).toBe(0);
      expect(JSON.stringify(template.toJSON())).not.toContain('PutBucketNotification');
    }
  });
});

describe('restore tests of AWS Backup', () => {
  const { sentinel: backed } = synthesized({ ...CONTEXT, watched: [], awsBackup: true });

  it('reach the checker by a rule and the same queue: those of plans, when they have ended', () => {
    backed.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.backup'],
        'detail-type': ['Restore Job State Change'],
        detail: { status: ['COMPLETED', 'FAILED', 'ABORTED'], restoreTestingPlanArn: [{ exists: true }] },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^hints'), 'Arn'] } })],
    });
    backed.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'bk-hints' });
  });

  it('let the checker list recovery points and restores, and nothing else', () => {
    const actions = grantedTo(backed, 'checker').flatMap((statement) =>
      statement.actions.filter((action) => action.startsWith('backup:')),
    );
    expect(actions).toEqual(['backup:ListRecoveryPointsByResource', 'backup:ListRestoreJobsByProtectedResource']);
    expect(grantedTo(sentinel, 'checker').flatMap((statement) => statement.actions)).not.toContain(actions[0]);
  });
});

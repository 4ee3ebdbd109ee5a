import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { grantedTo } from './granted.ts';
import { CONTEXT, synthesized } from './synthesized.ts';

const { sentinel } = synthesized();
const HALF_AN_HOUR_S = 1800;

describe('the functions', () => {
  const functions = [
    { name: 'checker', timeoutS: 300, own: { SLICE_QUEUE_URL: Match.anyValue(), LISTABLE_PREFIXES: Match.anyValue() } },
    {
      name: 'rules-gate',
      timeoutS: 60,
      own: { ADMIN_TOPIC_ARN: Match.anyValue() },
    },
    {
      name: 'dispatch',
      timeoutS: 60,
      own: {
        FROM_EMAIL: 'backups@acme.example',
        SLACK_TOKEN_PARAMETER: '/bk/slack-bot-token',
        SLACK_URL: '',
        WEBHOOK_KEY_PARAMETER: '/bk/webhook-key',
        WEB_URL: { 'Fn::GetAtt': [Match.stringLikeRegexp('^web.*FunctionUrl'), 'FunctionUrl'] },
        LINK_KEY_PARAMETER: '/bk/link-key',
        SLACK_BUTTONS: 'true',
        SCHEDULE_GROUP: 'bk-deferrals',
        DISPATCH_QUEUE_ARN: Match.anyValue(),
        DISPATCH_QUEUE_URL: Match.anyValue(),
        DEAD_LETTERS_ARN: Match.anyValue(),
        DEFERRAL_ROLE_ARN: Match.anyValue(),
      },
    },
    {
      name: 'summary',
      timeoutS: 120,
      own: {
        ADMIN_TOPIC_ARN: Match.anyValue(),
        FROM_EMAIL: 'backups@acme.example',
        SLACK_TOKEN_PARAMETER: '/bk/slack-bot-token',
        SLACK_URL: '',
        WEBHOOK_KEY_PARAMETER: '/bk/webhook-key',
        MODEL_ID: '',
      },
    },
    {
      name: 'ping',
      timeoutS: 10,
      reserved: 10,
      own: {
        PING_KEY_PARAMETER: '/bk/ping-master-key',
        SLICE_QUEUE_URL: Match.anyValue(),
        ADMIN_TOPIC_ARN: Match.anyValue(),
      },
    },
    {
      name: 'web',
      timeoutS: 10,
      memoryMb: 1024,
      reserved: 10,
      own: {
        LINK_KEY_PARAMETER: '/bk/link-key',
        SLACK_TOKEN_PARAMETER: '/bk/slack-bot-token',
        SLACK_SIGNING_PARAMETER: '/bk/slack-signing-secret',
        SLACK_URL: '',
        PING_URL: Match.anyValue(),
        PING_KEY_PARAMETER: '/bk/ping-master-key',
      },
    },
  ];

  it('are six', () => sentinel.resourceCountIs('AWS::Lambda::Function', functions.length));

  it.each(functions)('$name is what it should be, and knows its surroundings', (given) => {
    const { name, timeoutS, memoryMb = 512, reserved = Match.absent(), own } = given;
    sentinel.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `bk-${name}`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      MemorySize: memoryMb,
      Timeout: timeoutS,
      ReservedConcurrentExecutions: reserved,
      Environment: {
        Variables: {
          SENTINEL_PREFIX: 'bk',
          RULES_BUCKET: Match.anyValue(),
          RULES_KEY: 'rules.yaml',
          MAX_JOBS: '',
          BUS_NAME: 'backup-sentinel',
          WATCHDOG_PARAMETER: '/bk/watchdog-url',
          TICK_SECONDS: '3600',
          ...own,
        },
      },
    });
  });

  it('are given an event twice at most, none older than half an hour, and what failed is kept', () => {
    sentinel.resourceCountIs('AWS::Lambda::EventInvokeConfig', functions.length);
    sentinel.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: HALF_AN_HOUR_S,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  it('keep their logs for as long as is set', () => {
    sentinel.resourceCountIs('AWS::Logs::LogGroup', functions.length);
    sentinel.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    const { sentinel: other } = synthesized({ ...CONTEXT, logRetentionDays: 90 });
    other.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 });
  });

  describe('that can be reached from outside', () => {
    const { sentinel: closed } = synthesized({ ...CONTEXT, heartbeats: false, web: false, slackButtons: false });
    const invokersOf = (template: typeof sentinel, principal: string) =>
      Object.values(template.findResources('AWS::Lambda::Permission'))
        .filter(({ Properties }) => Properties.Principal === principal)
        .map(({ Properties }) => [Properties.FunctionName['Fn::GetAtt'][0].slice(0, 4), Properties.Action]);

    it('are the two that are made for it, and each needs both permissions', () => {
      sentinel.allResourcesProperties('AWS::Lambda::Url', { AuthType: 'NONE', Cors: Match.absent() });
      sentinel.resourceCountIs('AWS::Lambda::Url', 2);
      expect(invokersOf(sentinel, '*').sort()).toEqual(
        [
          ['ping', 'lambda:InvokeFunction'],
          ['ping', 'lambda:InvokeFunctionUrl'],
          ['web', 'lambda:InvokeFunction'],
          ['web', 'lambda:InvokeFunctionUrl'],
        ].map(([name = '', action]) => [expect.stringContaining(name), action]),
      );
      const byUrl = Object.values(sentinel.findResources('AWS::Lambda::Permission')).filter(
        ({ Properties }) => Properties.Action === 'lambda:InvokeFunction' && Properties.Principal === '*',
      );
      expect(byUrl.map(({ Properties }) => Properties.InvokedViaFunctionUrl)).toEqual([true, true]);
    });

    it('are none unless asked for', () => {
      closed.resourceCountIs('AWS::Lambda::Url', 0);
      closed.resourceCountIs('AWS::Lambda::Function', 4);
      expect(invokersOf(closed, '*')).toEqual([]);
      closed.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: 'bk-dispatch',
        Environment: { Variables: Match.objectLike({ WEB_URL: '', LINK_KEY_PARAMETER: '', SLACK_BUTTONS: '' }) },
      });
    });

    it('have no part of the account’s concurrency to themselves where that is not wanted', () => {
      const { sentinel: unreserved } = synthesized({ ...CONTEXT, reservedConcurrency: 0 });
      unreserved.allResourcesProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
    });

    it('say where, to whoever deploys and to the command line', () => {
      sentinel.hasOutput('PingUrl', {});
      sentinel.hasOutput('WebUrl', {});
      for (const Name of ['/bk/ping-url', '/bk/web-url']) {
        sentinel.hasResourceProperties('AWS::SSM::Parameter', { Name, Type: 'String' });
      }
    });
  });

  it('know of no watchdog when there is none', () => {
    const { sentinel: without } = synthesized({ ...CONTEXT, watchdog: false });
    without.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ WATCHDOG_PARAMETER: '' }) },
    });
    expect(grantedTo(without, 'checker').flatMap(({ actions }) => actions)).not.toContain('ssm:GetParameter');
  });
});

describe('the schedules', () => {
  const schedules = [
    { kind: 'tick', expression: 'rate(1 hour)', timezone: Match.absent() },
    { kind: 'review', expression: 'rate(6 hours)', timezone: Match.absent() },
    { kind: 'summary', expression: 'cron(0 8 * * ? *)', timezone: 'Asia/Singapore' },
  ];

  it.each(schedules)('$kind is delivered twice more within half an hour, or kept', ({ kind, expression, timezone }) => {
    sentinel.hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: `bk-${kind}`,
      GroupName: Match.anyValue(),
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timezone,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Input: `{"kind":"${kind}","scheduledAt":"<aws.scheduler.scheduled-time>"}`,
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: HALF_AN_HOUR_S },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^deadletters'), 'Arn'] } },
      },
    });
  });

  it('are in a group, whose name only their role may be used under', () => {
    sentinel.resourceCountIs('AWS::Scheduler::Schedule', schedules.length);
    sentinel.hasResourceProperties('AWS::Scheduler::ScheduleGroup', { Name: 'bk-sentinel' });
    sentinel.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': Match.anyValue(), 'aws:SourceArn': Match.anyValue() } },
          },
        ],
      },
    });
  });

  it('tick as often as is set', () => {
    const { sentinel: other } = synthesized({ ...CONTEXT, tick: 'rate(5 minutes)' });
    other.hasResourceProperties('AWS::Scheduler::Schedule', { Name: 'bk-tick', ScheduleExpression: 'rate(5 minutes)' });
    other.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TICK_SECONDS: '300' }) },
    });
  });
});

describe('an upload of the rules doc', () => {
  it('goes to the gate, by its exact key, and is kept when it cannot be handed over', () => {
    sentinel.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [Match.anyValue()] }, object: { key: ['rules.yaml'] } },
      },
      Targets: [{ DeadLetterConfig: Match.anyValue(), RetryPolicy: { MaximumEventAgeInSeconds: 7200 } }],
    });
  });
});

describe('dispatch', () => {
  it('is handed every change of state, together with what else comes within half a minute', () => {
    sentinel.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['backup-sentinel'],
        'detail-type': ['Backup Job State Changed', 'Backup Sentinel Drill'],
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^changes'), 'Arn'] } })],
    });
    sentinel.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: Match.stringLikeRegexp('^dispatch') },
      MaximumBatchingWindowInSeconds: 30,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('may be given a change for longer than a person’s turn lasts, and then it is a dead letter', () => {
    sentinel.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'bk-dispatch',
      // Six times the timeout of the function, and the window.
      VisibilityTimeout: 6 * 60 + 30,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^queuesdead'), 'Arn'] },
        maxReceiveCount: 20,
      },
    });
  });

  it('has a group of schedules of its own, so that it can touch no tick', () => {
    sentinel.hasResourceProperties('AWS::Scheduler::ScheduleGroup', { Name: 'bk-deferrals' });
  });
});

describe('the queue of slices', () => {
  it('is there for large documents and for heartbeats, and otherwise is not polled', () => {
    const { sentinel: small } = synthesized({ ...CONTEXT, largeDocument: false, heartbeats: false });
    expect(
      Object.values(small.findResources('AWS::SQS::Queue'))
        .map(({ Properties }) => Properties.QueueName)
        .sort(),
    ).toEqual(['bk-dead-letters', 'bk-dispatch', 'bk-queues-dead']);
    small.resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
    const limits = Object.values(small.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Environment?.Variables?.MAX_JOBS,
    );
    expect(limits).toEqual(limits.map(() => '500'));
  });

  it('comes with the memory that a document of 100,000 nodes takes, and without it all but the web have 256 MB', () => {
    const { sentinel: small } = synthesized({ ...CONTEXT, largeDocument: false });
    const memoryOf = (stack: typeof sentinel) =>
      Object.values(stack.findResources('AWS::Lambda::Function'))
        .map(({ Properties }) => Properties.MemorySize)
        .sort();
    expect(memoryOf(small)).toEqual([1024, 256, 256, 256, 256, 256]);
    expect(memoryOf(sentinel)).toEqual([1024, 512, 512, 512, 512, 512]);
  });
});

describe('the end of a deployment', () => {
  it('brings a pass, so that the alarm for missing ones does not go off for nothing', () => {
    sentinel.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [{ Ref: 'AWS::StackId' }],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^checker'), 'Arn'] },
          InputTransformer: {
            InputPathsMap: { time: '$.time' },
            InputTemplate: '{"kind":"tick","scheduledAt":<time>}',
          },
        }),
      ],
    });
  });
});

describe('a key of the operator', () => {
  const key = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const { sentinel: own, data } = synthesized({ ...CONTEXT, encryptionKeyArn: key });

  it('encrypts tables, bucket, topic and queues', () => {
    data.allResourcesProperties('AWS::DynamoDB::Table', {
      SSESpecification: { KMSMasterKeyId: key, SSEEnabled: true },
    });
    data.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          Match.objectLike({ ServerSideEncryptionByDefault: { KMSMasterKeyID: key, SSEAlgorithm: 'aws:kms' } }),
        ],
      },
    });
    own.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    own.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  });

  it('may be used by every function, and what to add to its policy for the services is an output', () => {
    for (const role of ['checker', 'rulesgate', 'dispatch', 'summary', 'ping', 'web']) {
      const uses = grantedTo(own, role).filter(({ resources }) => resources.includes(key));
      expect(uses.flatMap(({ actions }) => actions)).toEqual(
        expect.arrayContaining(['kms:Decrypt', 'kms:GenerateDataKey']),
      );
    }
    expect(JSON.stringify(own.findOutputs('KeyStatement'))).toContain('cloudwatch.amazonaws.com');
  });
});

describe('slices', () => {
  it('come one at a time, to a few checkers, and say which failed', () => {
    sentinel.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  it('are hidden for six times as long as a checker may run, and given up after three', () => {
    sentinel.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'bk-slices',
      VisibilityTimeout: 6 * 300,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^queuesdead'), 'Arn'] },
        maxReceiveCount: 3,
      },
    });
  });

  it('and all other queues are encrypted and refuse plain HTTP', () => {
    sentinel.resourceCountIs('AWS::SQS::Queue', 4);
    sentinel.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    sentinel.resourcePropertiesCountIs(
      'AWS::SQS::QueuePolicy',
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      },
      4,
    );
  });
});

describe('the bus', () => {
  const cases = [
    { prefix: 'bk', bus: 'backup-sentinel' },
    { prefix: 'lab', bus: 'backup-sentinel-lab' },
  ];
  it.each(cases)('of $prefix is $bus', ({ prefix, bus }) => {
    const { sentinel: other } = synthesized({ ...CONTEXT, prefix });
    other.hasResourceProperties('AWS::Events::EventBus', { Name: bus });
  });
});

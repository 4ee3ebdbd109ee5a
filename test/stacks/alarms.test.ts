import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MAX_ALARMS } from '../../lib/stacks/alarms.ts';
import { synthesized } from './synthesized.ts';

const { sentinel } = synthesized();
const alarms = Object.values(sentinel.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

const cases = [
  { name: 'no-complete-pass', metric: 'PassCompleted', namespace: 'BackupSentinel', missing: 'breaching' },
  { name: 'checker-errors', metric: 'Errors', namespace: 'AWS/Lambda', missing: 'notBreaching' },
  { name: 'dead-letters', metric: 'ApproximateNumberOfMessagesVisible', namespace: 'AWS/SQS', missing: 'notBreaching' },
  { name: 'slices-dead', metric: 'ApproximateNumberOfMessagesVisible', namespace: 'AWS/SQS', missing: 'notBreaching' },
  { name: 'schedule-errors', metric: 'TargetErrorCount', namespace: 'AWS/Scheduler', missing: 'notBreaching' },
  { name: 'schedule-drops', metric: 'InvocationDroppedCount', namespace: 'AWS/Scheduler', missing: 'notBreaching' },
  { name: 'undelivered', metric: 'OldestUndeliveredSeconds', namespace: 'BackupSentinel', missing: 'notBreaching' },
  { name: 'undeliverable', metric: 'Undeliverable', namespace: 'BackupSentinel', missing: 'notBreaching' },
  { name: 'rules-rejected', metric: 'RulesRejected', namespace: 'BackupSentinel', missing: 'notBreaching' },
  { name: 'evidence-unreadable', metric: 'EvidenceUnreadable', namespace: 'BackupSentinel', missing: 'notBreaching' },
];

describe('the alarms', () => {
  it('are these, so few that they cost nothing', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(cases.map(({ name }) => `bk-${name}`).sort());
    expect(alarms.length).toBeLessThanOrEqual(MAX_ALARMS);
  });

  it('have one metric each, since it is metrics that are counted', () => {
    expect(alarms.filter(({ Metrics }) => Metrics !== undefined)).toEqual([]);
  });

  it.each(cases)('$name looks at $metric, and takes silence for what it is', ({ name, metric, namespace, missing }) => {
    sentinel.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `bk-${name}`,
      Namespace: namespace,
      MetricName: metric,
      TreatMissingData: missing,
      AlarmDescription: Match.stringLikeRegexp('.{40}'),
    });
  });

  it('call when no pass was complete for two hours', () => {
    sentinel.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'bk-no-complete-pass',
      Period: 3600,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Dimensions: [{ Name: 'service', Value: 'bk' }],
    });
  });

  it('tell the topic of the admin, and nothing that is watched', () => {
    const [topic] = Object.keys(sentinel.findResources('AWS::SNS::Topic'));
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: topic }]);
      expect(OKActions).toEqual([{ Ref: topic }]);
    }
  });
});

describe('the topic of the admin', () => {
  it('has the address of the admin and no other subscriber', () => {
    sentinel.resourceCountIs('AWS::SNS::Subscription', 1);
    sentinel.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@acme.example' });
  });

  it('lets the alarms of this sentinel in, which a policy of its own would keep out, and refuses plain HTTP', () => {
    sentinel.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': Match.anyValue() },
              ArnLike: { 'aws:SourceArn': Match.anyValue() },
            },
          }),
        ]),
      },
    });
  });
});

describe('the dashboard', () => {
  it('shows jobs by state, the age of the last pass, requests, duration, undelivered and dead letters', () => {
    const [dashboard] = Object.values(sentinel.findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard?.Properties.DashboardBody);
    const titles = ['Jobs by state', 'Age of the last pass', 'Requests', 'Duration', 'Undelivered', 'Dead letters'];
    for (const title of titles) expect(body).toContain(title);
  });
});

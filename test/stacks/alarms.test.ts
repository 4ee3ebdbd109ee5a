import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MAX_ALARM_METRICS } from '../../lib/stacks/alarms.ts';
import { synthesized } from './synthesized.ts';

const { sentinel } = synthesized();
const alarms = Object.values(sentinel.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly Metrics: readonly {
    readonly Expression?: string;
    readonly MetricStat?: {
      readonly Period: number;
      readonly Metric: { readonly MetricName: string; readonly Namespace: string };
    };
  }[];
}

const cases = [
  { name: 'no-complete-pass', metrics: ['BackupSentinel PassCompleted'], missing: 'breaching', hasEnd: true },
  { name: 'checker-errors', metrics: ['AWS/Lambda Errors'] },
  {
    name: 'dead-letters',
    metrics: ['AWS/SQS ApproximateNumberOfMessagesVisible', 'AWS/SQS ApproximateNumberOfMessagesVisible'],
  },
  { name: 'schedule-errors', metrics: ['AWS/Scheduler TargetErrorCount'] },
  { name: 'schedule-drops', metrics: ['AWS/Scheduler InvocationDroppedCount'] },
  { name: 'undelivered', metrics: ['BackupSentinel OldestUndeliveredSeconds'], hasEnd: true },
  { name: 'undeliverable', metrics: ['BackupSentinel Undeliverable'] },
  { name: 'rules-rejected', metrics: ['BackupSentinel RulesRejected'], hasEnd: true },
  { name: 'evidence-unreadable', metrics: ['BackupSentinel EvidenceUnreadable'], hasEnd: true },
];

const measured = ({ Metrics }: Pick<AlarmProperties, 'Metrics'>) =>
  Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []));

describe('the page "if this alarm goes off"', () => {
  const page = readFileSync('docs/alarms.md', 'utf8');
  const sections = new Map(page.split(/^## /m).map((text) => [text.slice(0, text.indexOf('\n')), text]));
  sections.delete(page.slice(0, page.indexOf('\n')));

  it('has a section for each alarm and no other, and names those whose end is mailed', () => {
    expect([...sections.keys()]).toEqual(cases.map(({ name }) => name));
    const [ends = ''] = /^When .* is over, that is mailed too\./m.exec(page) ?? [];
    expect(ends.match(/(?<=`)[a-z-]+(?=`)/g)).toEqual(cases.filter(({ hasEnd }) => hasEnd).map(({ name }) => name));
  });

  it.each(cases)('says of $name what it means, what to look at, and how it ends; the mail leads there', ({ name }) => {
    const section = sections.get(name) ?? '';
    expect(section).toMatch(/^[a-z-]+\n\n\*\*\S/);
    expect(section).toMatch(/^(?:```sh\n(?!```)|\*\*The Scheduler gave up)/m);
    expect(section).toMatch(/\*\*It ends\*\*|Do as for \[/);
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `bk-${name}`);
    expect(alarm?.AlarmDescription).toMatch(new RegExp(` docs/alarms\\.md#${name}$`));
  });
});

describe('the alarms', () => {
  it('are these, on so few metrics that they cost nothing', () => {
    expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(cases.map(({ name }) => `bk-${name}`).sort());
    expect(alarms.flatMap(measured).length).toBeLessThanOrEqual(MAX_ALARM_METRICS);
  });

  it.each(cases)('$name takes a missing value for 0, and not what was measured hours ago', (given) => {
    const { name, metrics, missing = 'notBreaching', hasEnd = false } = given;
    const alarm = alarms.find(({ AlarmName }) => AlarmName === `bk-${name}`) as AlarmProperties;
    expect(measured(alarm).map(({ Metric }) => `${Metric.Namespace} ${Metric.MetricName}`)).toEqual(metrics);
    const [expression] = alarm.Metrics.flatMap(({ Expression }) => Expression ?? []);
    expect(expression?.match(/FILL\(\w+, 0\)/g)).toHaveLength(metrics.length);
    expect(alarm).toMatchObject({ TreatMissingData: missing, AlarmDescription: expect.stringMatching(/.{40}/) });
    expect(alarm.OKActions !== undefined).toBe(hasEnd);
  });

  it('call when no pass was complete for two hours', () => {
    sentinel.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'bk-no-complete-pass',
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      Metrics: Match.arrayWith([
        Match.objectLike({
          MetricStat: {
            Metric: Match.objectLike({ Dimensions: [{ Name: 'service', Value: 'bk' }] }),
            Period: 3600,
            Stat: 'Sum',
          },
        }),
      ]),
    });
  });

  it('notify the topic of the admin, and nothing that is watched', () => {
    const [topic] = Object.keys(sentinel.findResources('AWS::SNS::Topic'));
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([{ Ref: topic }]);
      expect(OKActions ?? [{ Ref: topic }]).toEqual([{ Ref: topic }]);
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

import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import type { AdminTopic } from './admin-topic.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { orZero, ownMetric } from './measures.ts';
import type { SentinelFunction } from './sentinel-function.ts';

/** Free of charge are ten metrics of alarms, those in expressions included. */
export const MAX_ALARM_METRICS = 10;

const FIVE_MINUTES = Duration.minutes(5);
/** Longer than a pass may take and the bus may be down; a change that waits longer is stuck. */
const UNDELIVERED_SECONDS = 30 * 60;

export interface AlarmsProps {
  readonly prefix: string;
  readonly topic: AdminTopic;
  readonly checker: SentinelFunction;
  readonly scheduleGroup: string;
  readonly deadLetters: DeadLetterQueue;
  readonly queuesDeadLetters: DeadLetterQueue;
}

interface AlarmSpec {
  /** End of the alarm's name, and its section of docs/alarms.md. */
  readonly name: string;
  /** What the mail says: what it means, and what to do first. */
  readonly description: string;
  readonly metric: IMetric;
  /** From this value on it is an alarm; with `below`, below it. */
  readonly threshold: number;
  readonly below?: true;
  readonly periods?: number;
  /** Set where no value at all is an alarm. */
  readonly missing?: TreatMissingData;
  /** True where it matters that it is over: the mail says so too. */
  readonly hasEnd?: true;
}

/** What the admin is notified of by mail, independently of everything that is watched. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(props.topic);
    this.all = alarmSpecs(props).map((spec) => {
      const alarm = new Alarm(this, spec.name, {
        alarmName: `${props.prefix}-${spec.name}`,
        alarmDescription: `${spec.description} docs/alarms.md#${spec.name}`,
        metric: spec.metric,
        threshold: spec.threshold,
        comparisonOperator: spec.below
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: spec.periods ?? 1,
        treatMissingData: spec.missing ?? TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(action);
      if (spec.hasEnd) alarm.addOkAction(action);
      return alarm;
    });
  }
}

function alarmSpecs(props: AlarmsProps): readonly AlarmSpec[] {
  const { prefix, checker, scheduleGroup, deadLetters, queuesDeadLetters } = props;
  return [
    {
      name: 'no-complete-pass',
      description:
        'No pass has judged all its jobs for 2 hours: the backups are not being checked. Look at the log of the checker.',
      metric: orZero(ownMetric(prefix, 'PassCompleted')),
      threshold: 1,
      below: true,
      periods: 2,
      missing: TreatMissingData.BREACHING,
      hasEnd: true,
    },
    {
      name: 'checker-errors',
      description: 'The checker ended with an error or ran out of time. Look at its log.',
      metric: orZero(checker.lambda.metricErrors({ period: FIVE_MINUTES })),
      threshold: 1,
    },
    {
      name: 'dead-letters',
      description:
        'A schedule, an event or a message could not be delivered, or a function failed at it again and again. ' +
        '`sentinel dlq` says what each is, and gives back what can be given back.',
      metric: new MathExpression({
        expression: 'FILL(undelivered, 0) + FILL(failed, 0)',
        usingMetrics: { undelivered: waiting(deadLetters), failed: waiting(queuesDeadLetters) },
        period: FIVE_MINUTES,
      }),
      threshold: 1,
    },
    {
      name: 'schedule-errors',
      description: 'The Scheduler could not deliver a tick or a summary to its function. Look at its role and target.',
      metric: orZero(ofSchedules(scheduleGroup, 'TargetErrorCount')),
      threshold: 1,
    },
    {
      name: 'schedule-drops',
      description:
        'The Scheduler gave up on a tick or a summary after its retries. The next tick checks what was missed.',
      metric: orZero(ofSchedules(scheduleGroup, 'InvocationDroppedCount')),
      threshold: 1,
    },
    {
      name: 'undelivered',
      description:
        'For 30 minutes, a change of state has waited for the event bus, or dispatch has not dealt with it. Look at the ' +
        'bus and its rules, and at the logs of checker and dispatch.',
      metric: orZero(ownMetric(prefix, 'OldestUndeliveredSeconds', Stats.MAXIMUM)),
      threshold: UNDELIVERED_SECONDS,
      hasEnd: true,
    },
    {
      name: 'undeliverable',
      description:
        'A person could not be notified by any channel, or a channel is misconfigured; or a heartbeat or an action of ' +
        'an owner could not be stored; or a stored item cannot be read. The log of dispatch, ping, web or checker says ' +
        'which and why.',
      metric: orZero(ownMetric(prefix, 'Undeliverable')),
      threshold: 1,
    },
    {
      name: 'rules-rejected',
      description: 'The rules doc has errors; checks use the last good one. The log of rules-gate lists each problem.',
      metric: orZero(ownMetric(prefix, 'RulesRejected')),
      threshold: 1,
      hasEnd: true,
    },
    {
      name: 'evidence-unreadable',
      description: 'Some backups could not be read. The log of the checker says which, and what to grant.',
      metric: orZero(ownMetric(prefix, 'EvidenceUnreadable')),
      threshold: 1,
      hasEnd: true,
    },
  ];
}

function ofSchedules(group: string, metricName: string): Metric {
  const dimensionsMap = { ScheduleGroup: group };
  return new Metric({
    namespace: 'AWS/Scheduler',
    metricName,
    dimensionsMap,
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });
}

function waiting(queue: DeadLetterQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
}

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';

/** By default the Scheduler makes 185 attempts in 24 hours: a tick could come a day late. */
const DELIVERY = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 30 * 60 };
/** Filled in by the Scheduler: when the tick was meant to be. */
const SCHEDULED_TIME = '<aws.scheduler.scheduled-time>';

/** How often the rules doc is read without an upload: for a lost event, and for next year's holidays. */
const REVIEW = 'rate(6 hours)';

interface SchedulesProps {
  readonly groupName: string;
  readonly settings: Settings;
  readonly checker: LambdaFunction;
  readonly gate: LambdaFunction;
  readonly summary: LambdaFunction;
  readonly deadLetters: DeadLetterQueue;
}

interface ScheduleSpec {
  readonly kind: 'tick' | 'review' | 'summary';
  readonly description: string;
  readonly expression: string;
  /** IANA zone of a cron expression. */
  readonly timezone?: string;
  readonly lambda: LambdaFunction;
}

/** The tick of the checker, the review of the rules doc and the daily summary, in a group of their own. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { settings, checker, gate, summary } = props;
    const group = new CfnScheduleGroup(this, 'group', { name: props.groupName });
    const role = this.#createRole(group, props);
    const specs: readonly ScheduleSpec[] = [
      {
        kind: 'tick',
        description: 'Checks the jobs that are due',
        expression: settings.tick.expression,
        lambda: checker,
      },
      {
        kind: 'review',
        description: 'Looks whether the rules doc is as it was accepted',
        expression: REVIEW,
        lambda: gate,
      },
      {
        kind: 'summary',
        description: 'Sends the daily summary',
        expression: `cron(0 ${settings.summaryHour} * * ? *)`,
        timezone: settings.timezone,
        lambda: summary,
      },
    ];
    for (const spec of specs) this.#add(spec, group, role, props);
  }

  #createRole(group: CfnScheduleGroup, { checker, gate, summary, deadLetters }: SchedulesProps): Role {
    const role = new Role(this, 'role', {
      // The Scheduler names the group of the schedule, not the schedule.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn },
        },
      }),
      description: 'Lets the schedules of the sentinel invoke its functions',
    });
    const lambdas = [checker, gate, summary].map((lambda) => lambda.functionArn);
    role.addToPolicy(new PolicyStatement({ sid: 'Invoke', actions: ['lambda:InvokeFunction'], resources: lambdas }));
    role.addToPolicy(
      new PolicyStatement({ sid: 'Undelivered', actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    );
    return role;
  }

  #add(spec: ScheduleSpec, group: CfnScheduleGroup, role: Role, { settings, deadLetters }: SchedulesProps): void {
    const schedule = new CfnSchedule(this, spec.kind, {
      name: `${settings.prefix}-${spec.kind}`,
      description: spec.description,
      groupName: group.ref,
      scheduleExpression: spec.expression,
      ...(spec.timezone === undefined ? {} : { scheduleExpressionTimezone: spec.timezone }),
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: spec.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ kind: spec.kind, scheduledAt: SCHEDULED_TIME }),
        retryPolicy: DELIVERY,
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    // A schedule that fires before its role may invoke would be a dead letter.
    schedule.node.addDependency(role);
  }
}

import { Aws, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SentinelFunction } from './sentinel-function.ts';

interface DeferralsProps {
  readonly groupName: string;
  /** Where a deferred message is sent. */
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
}

/** The group of the one-time schedules that dispatch makes, apart from the sentinel's own, and their role. */
export class Deferrals extends Construct {
  readonly role: Role;
  readonly #groupName: string;

  constructor(scope: Construct, id: string, { groupName, queue, deadLetters }: DeferralsProps) {
    super(scope, id);
    this.#groupName = groupName;
    const group = new CfnScheduleGroup(this, 'group', { name: groupName });
    this.role = new Role(this, 'role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': group.attrArn } },
      }),
      description: 'Lets deferred messages start dispatch',
    });
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'Wake',
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn, deadLetters.queueArn],
      }),
    );
  }

  /** Lets dispatch make schedules in this group, and in no other, with this role and no other. */
  grant(dispatch: SentinelFunction): void {
    const schedules = `schedule/${this.#groupName}/*`;
    dispatch.allow(
      'Defer',
      ['scheduler:CreateSchedule'],
      [`arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:${schedules}`],
    );
    dispatch.addToPolicy(
      new PolicyStatement({
        sid: 'DeferAs',
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    Validations.of(dispatch).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:${schedules}]`,
      reason: 'A deferral is named by a hash that is not known beforehand; the group holds only deferrals.',
    });
  }
}

import { Stack } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';

interface FirstPassProps {
  readonly checker: LambdaFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * A pass as soon as the stack is deployed: until there has been one, the alarm for missing passes is on, and a deployment
 * that broke the checker shows at once. CloudFormation sends the end of each deployment to the account's own bus.
 */
export class FirstPass extends Rule {
  constructor(scope: Construct, id: string, { checker, deadLetters }: FirstPassProps) {
    super(scope, id, {
      description: 'A pass when the stack has been deployed',
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': [Stack.of(scope).stackId],
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
    });
    this.addTarget(
      new LambdaTarget(checker, {
        event: RuleTargetInput.fromObject({ kind: 'tick', scheduledAt: EventField.time }),
        deadLetterQueue: deadLetters,
        retryAttempts: 2,
      }),
    );
  }
}

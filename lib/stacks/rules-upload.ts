import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';

interface RulesUploadProps {
  readonly bucketName: string;
  readonly key: string;
  readonly gate: LambdaFunction;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * Every upload of the rules doc starts the gate: S3 sends an event to the account's own bus at least once, with the
 * version of the object, in no guaranteed order. The last good copy has another key, so storing it starts nothing.
 */
export class RulesUpload extends Rule {
  constructor(scope: Construct, id: string, { bucketName, key, gate, deadLetters }: RulesUploadProps) {
    super(scope, id, {
      description: 'Uploads of the rules doc',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucketName] }, object: { key: [key] } },
      },
    });
    this.addTarget(
      new LambdaTarget(gate, { deadLetterQueue: deadLetters, maxEventAge: Duration.hours(2), retryAttempts: 20 }),
    );
  }
}

import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { queueEncryption } from './queue-encryption.ts';

/** The maximum for which SQS keeps a message. A dead letter of another queue is as old as when it was first sent. */
const RETENTION = Duration.days(14);

/** Keeps what could not be delivered, for a person to look at. A standard queue: the Scheduler refuses others. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, queueName: string, key: IKey | null) {
    super(scope, id, {
      queueName,
      retentionPeriod: RETENTION,
      ...queueEncryption(key),
      enforceSSL: true,
    });
    const reason = 'It is itself a dead-letter queue; only the person whom its alarm calls reads it.';
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
  }
}

import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { queueEncryption } from './queue-encryption.ts';

/** As the service advises: this many times the timeout of the function. */
const VISIBILITY_FACTOR = 6;
const MAX_RECEIVES = 3;
/** Checkers at once. The 200 slices of 100,000 jobs take twenty rounds of them. */
const MAX_CHECKERS = 10;

interface SliceQueueProps {
  readonly queueName: string;
  readonly deadLetters: DeadLetterQueue;
  /** How long the function that takes a slice may run. */
  readonly functionTimeout: Duration;
  readonly key: IKey | null;
}

/** Slices of a pass that is too large for one run; each is a message. */
export class SliceQueue extends Queue {
  constructor(scope: Construct, id: string, { queueName, deadLetters, functionTimeout, key }: SliceQueueProps) {
    super(scope, id, {
      queueName,
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * VISIBILITY_FACTOR),
      // Longer than all its receives take, so that a slice goes to the dead-letter queue before it expires.
      retentionPeriod: Duration.days(1),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
      ...queueEncryption(key),
      enforceSSL: true,
    });
  }

  /** Delivers each slice to the function, one at a time, a few in parallel. */
  feed(checker: LambdaFunction): void {
    checker.addEventSource(
      new SqsEventSource(this, { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: MAX_CHECKERS }),
    );
    Validations.of(checker).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Lambda takes no failure destination for an SQS queue: the dead-letter queue of the queue is the place.',
    });
  }
}

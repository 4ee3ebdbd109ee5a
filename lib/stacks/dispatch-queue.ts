import { Duration, Validations } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DRILL_DETAIL_TYPE, EVENT_SOURCE, TRANSITION_DETAIL_TYPE } from '../core/event/detail-types.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { queueEncryption } from './queue-encryption.ts';

/** What is ready within this time goes out together (docs/design/routing.md#one-message). */
const WINDOW = Duration.seconds(30);
/** An event has at most 4 KB, and a function takes 6 MB. */
const MAX_MESSAGES = 1000;
/** The service starts no fewer; the turn of each person keeps two dispatches from notifying the same one twice a minute. */
const MAX_DISPATCHES = 2;
/** A message that is received again waits for the end of a person's turn, a minute; more than half an hour of these is an error. */
const MAX_RECEIVES = 20;
/** As the service advises: this many times the function's timeout, and the window. What dispatch gives back comes sooner. */
const VISIBILITY_FACTOR = 6;

interface DispatchQueueProps {
  readonly queueName: string;
  readonly bus: EventBus;
  /** What the bus could not put into the queue. */
  readonly undelivered: DeadLetterQueue;
  /** What dispatch could not deal with. */
  readonly deadLetters: DeadLetterQueue;
  /** How long dispatch may run. */
  readonly functionTimeout: Duration;
  readonly key: IKey | null;
}

/** Changes of state on their way to people: from the bus, and from deferrals. */
export class DispatchQueue extends Queue {
  constructor(
    scope: Construct,
    id: string,
    { queueName, bus, undelivered, deadLetters, functionTimeout, key }: DispatchQueueProps,
  ) {
    super(scope, id, {
      queueName,
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * VISIBILITY_FACTOR + WINDOW.toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
      ...queueEncryption(key),
      enforceSSL: true,
    });
    new Rule(this, 'changes', {
      description: 'Delivers changes of state, and drills, to dispatch',
      eventBus: bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [TRANSITION_DETAIL_TYPE, DRILL_DETAIL_TYPE] },
      targets: [new SqsQueue(this, { deadLetterQueue: undelivered, maxEventAge: Duration.hours(24) })],
    });
  }

  /** Delivers batches to the function. */
  feed(dispatch: LambdaFunction): void {
    dispatch.addEventSource(
      new SqsEventSource(this, {
        batchSize: MAX_MESSAGES,
        maxBatchingWindow: WINDOW,
        maxConcurrency: MAX_DISPATCHES,
        reportBatchItemFailures: true,
      }),
    );
    Validations.of(dispatch).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'Lambda takes no failure destination for an SQS queue: the dead-letter queue of the queue is the place.',
    });
  }
}

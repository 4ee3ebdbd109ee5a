import { Aws, Duration, Validations } from 'aws-cdk-lib';
import { CfnEventBusPolicy, EventBus, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { WatchedBucket } from '../settings/watched-bucket.ts';
import { queueEncryption } from './queue-encryption.ts';

/** What comes within this time is one invocation. */
const WINDOW = Duration.seconds(5);
const MAX_EVENTS = 100;
/** The service starts no fewer. */
const MAX_CHECKERS = 2;
/** A hint that is older is of no use: the next look is not far. */
const KEPT = Duration.minutes(30);
/** A pattern has at most 2,048 characters, and a bucket's name up to 63. */
const BUCKETS_A_RULE = 20;

const LOSSES = 'A hint that is lost costs a delay until the next look, and nothing else.';

/** Those of the buckets that send their events to EventBridge. */
export function sendingEvents(watched: readonly WatchedBucket[]): readonly WatchedBucket[] {
  return watched.filter(({ events }) => events);
}

interface HintQueueProps {
  readonly queueName: string;
  readonly watched: readonly WatchedBucket[];
  /** Whether restore tests of AWS Backup say when they have ended. */
  readonly restoreTests: boolean;
  readonly functionTimeout: Duration;
  readonly key: IKey | null;
}

/**
 * Events of watched buckets, and ends of restore tests, on their way to the checker, for which they are a hint to look
 * (docs/design/evidence.md#hints).
 */
export class HintQueue extends Queue {
  constructor(scope: Construct, id: string, props: HintQueueProps) {
    const { queueName, watched, restoreTests, functionTimeout, key } = props;
    super(scope, id, {
      queueName,
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6 + WINDOW.toSeconds()),
      retentionPeriod: KEPT,
      ...queueEncryption(key),
      enforceSSL: true,
    });
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason: LOSSES },
      { id: 'Serverless-SQSRedrivePolicy', reason: LOSSES },
    );
    const target = new SqsQueue(this, { maxEventAge: KEPT });
    addRules(this, watched, target);
    if (restoreTests) addRestoreTests(this, target);
    const senders = [...new Set(watched.flatMap(({ accountId }) => accountId ?? []))];
    for (const account of senders) {
      new CfnEventBusPolicy(this, `from-${account}`, {
        statementId: `${queueName}-${account}`,
        statement: {
          Effect: 'Allow',
          Principal: { AWS: `arn:${Aws.PARTITION}:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource: `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:event-bus/default`,
        },
      });
    }
  }

  /** Delivers batches to the checker. */
  feed(checker: LambdaFunction): void {
    checker.addEventSource(
      new SqsEventSource(this, {
        batchSize: MAX_EVENTS,
        maxBatchingWindow: WINDOW,
        maxConcurrency: MAX_CHECKERS,
        reportBatchItemFailures: true,
      }),
    );
    Validations.of(checker).acknowledge({ id: 'Serverless-LambdaEventSourceMappingDestination', reason: LOSSES });
  }
}

/** In another account or region with watched buckets, sends their events on to the bus of the sentinel's. */
export function forwardEvents(
  scope: Construct,
  watched: readonly WatchedBucket[],
  toAccount: string,
  toRegion: string,
): void {
  const arn = `arn:${Aws.PARTITION}:events:${toRegion}:${toAccount}:event-bus/default`;
  addRules(scope, watched, new BusTarget(EventBus.fromEventBusArn(scope, 'sentinel-bus', arn)));
}

function addRules(scope: Construct, watched: readonly WatchedBucket[], target: IRuleTarget): void {
  const names = watched.map(({ bucket }) => bucket);
  for (let from = 0; from < names.length; from += BUCKETS_A_RULE) {
    const rule = new Rule(scope, `events-${from / BUCKETS_A_RULE}`, {
      description: 'What lands in the watched buckets, and what leaves them',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: names.slice(from, from + BUCKETS_A_RULE) } },
      },
      targets: [target],
    });
    Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason: LOSSES });
  }
}

/** Source: the AWS Backup developer guide, *Restore testing validation*. Restores by hand name no plan. */
function addRestoreTests(scope: Construct, target: IRuleTarget): void {
  const rule = new Rule(scope, 'restore-tests', {
    description: 'Ends of the restore tests of AWS Backup',
    eventPattern: {
      source: ['aws.backup'],
      detailType: ['Restore Job State Change'],
      detail: { status: ['COMPLETED', 'FAILED', 'ABORTED'], restoreTestingPlanArn: [{ exists: true }] },
    },
    targets: [target],
  });
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason: LOSSES });
}

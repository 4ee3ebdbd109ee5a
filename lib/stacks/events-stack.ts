import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WatchedBucket } from '../settings/watched-bucket.ts';
import { forwardEvents } from './bucket-events.ts';

interface EventsStackProps extends StackProps {
  /** Buckets of the region that the stack is for, all of which send their events. */
  readonly watched: readonly WatchedBucket[];
  /** The region of the sentinel. */
  readonly sentinelRegion: string;
}

/** For another region of the sentinel's own account: forwards the events of its watched buckets. */
export class EventsStack extends Stack {
  constructor(scope: Construct, id: string, { watched, sentinelRegion, ...stackProps }: EventsStackProps) {
    super(scope, id, { description: 'Forwards events of buckets to the backup sentinel', ...stackProps });
    forwardEvents(this, watched, Aws.ACCOUNT_ID, sentinelRegion);
  }
}

import { createHash } from 'node:crypto';
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { DETAIL_VERSION } from '../../core/event/detail-types.ts';
import { publishable } from '../../core/event/publishable.ts';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import { errorText } from '../../core/message/outside-text.ts';
import { type Deferral, DeferralFailed, type Deferrals } from '../../ports/deferrals.ts';
import { failureCode } from '../../ports/network-failure.ts';

/** A time that has passed when the service looks is refused, or never comes: this is the soonest that is asked for. */
const SOONEST_MS = 60 * SECOND_MS;
/** Delivery to the queue is tried for so long; what then fails goes to the dead letters. */
const DELIVERY = { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 };

/** What to do, by the name of the error; what passes needs nothing but another try. */
const REMEDIES: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'deploy the stack, which makes the group',
  AccessDeniedException: 'grant scheduler:CreateSchedule, and iam:PassRole for its role: deploy the stack',
  ServiceQuotaExceededException: 'ask AWS for a higher quota of schedules',
};

export interface SchedulerTarget {
  readonly groupName: string;
  /** The queue that dispatch reads. */
  readonly queueArn: string;
  readonly deadLettersArn: string;
  /** Lets the Scheduler send to both. */
  readonly roleArn: string;
}

/**
 * One-time schedules of EventBridge Scheduler that delete themselves. Their message has the form of the bus's events,
 * so that dispatch need not know where one came from. `Conflict` means that the deferral is there already.
 */
export class SchedulerDeferral implements Deferrals {
  readonly #target: SchedulerTarget;
  readonly #now: () => Instant;
  readonly #client: SchedulerClient;

  constructor(target: SchedulerTarget, now: () => Instant = Date.now, client: SchedulerClient = defaultClient()) {
    this.#target = target;
    this.#now = now;
    this.#client = client;
  }

  async defer({ key, until, transition }: Deferral): Promise<void> {
    const { groupName, queueArn, deadLettersArn, roleArn } = this.#target;
    const command = new CreateScheduleCommand({
      Name: scheduleName(key),
      GroupName: groupName,
      ScheduleExpression: `at(${wholeSecond(Math.max(until, this.#now() + SOONEST_MS))})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: queueArn,
        RoleArn: roleArn,
        Input: JSON.stringify({ detail: { version: DETAIL_VERSION, ...publishable(transition) } }),
        RetryPolicy: DELIVERY,
        DeadLetterConfig: { Arn: deadLettersArn },
      },
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'ConflictException') return;
      const failure = message === '' ? failureCode(error) : errorText({ name, message });
      const text = `what waits could not be put into the schedule group ${groupName} (${failure})`;
      throw new DeferralFailed(`${text}; ${REMEDIES[name] ?? 'its events are given again'}`, error);
    }
  }
}

/** 64 hexadecimal digits: a name may have this many characters, and not every one that a job's id has. */
export function scheduleName(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The service wants no fraction and no zone; rounded up, since earlier would be too early. */
function wholeSecond(instant: Instant): string {
  return new Date(Math.ceil(instant / SECOND_MS) * SECOND_MS).toISOString().slice(0, 19);
}

function defaultClient(): SchedulerClient {
  return new SchedulerClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}

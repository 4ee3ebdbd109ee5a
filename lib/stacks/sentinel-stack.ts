import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { SLICE_JOBS } from '../app/check/slice-jobs.ts';
import { listablePrefixes } from '../settings/listable-prefixes.ts';
import type { Settings } from '../settings/settings.ts';
import { AdminTopic } from './admin-topic.ts';
import { Alarms } from './alarms.ts';
import { HintQueue, sendingEvents } from './bucket-events.ts';
import { SentinelDashboard } from './dashboard.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { Deferrals } from './deferrals.ts';
import { DispatchQueue } from './dispatch-queue.ts';
import { encryptionKey, printKeyStatement } from './encryption.ts';
import { FirstPass } from './first-pass.ts';
import {
  grantChecker,
  grantDispatch,
  grantPing,
  grantRulesGate,
  grantSummary,
  grantWeb,
  type SentinelResources,
} from './grants.ts';
import { type FunctionName, type Names, namesFor, RULES_KEY, rulesBucketName } from './names.ts';
import { RulesUpload } from './rules-upload.ts';
import { Schedules } from './schedules.ts';
import { SentinelFunction } from './sentinel-function.ts';
import { SliceQueue } from './slice-queue.ts';

/**
 * 500 jobs, 32 at a time, are 16 rounds. A round takes a fifth of a second when each job is one listing, and 15 s,
 * the limit of a request, when the slowest hangs; so a pass ends by itself, with what it did not reach as unknown.
 */
const CHECKER_TIMEOUT = Duration.minutes(5);
const OTHER_TIMEOUT = Duration.minutes(1);
/** The client has gone by then; scripts give up after 10 s as well. */
const ANSWER_TIMEOUT = Duration.seconds(10);
/**
 * Slack waits three seconds, for a first start with five connections as well: each takes some tens of milliseconds of a
 * whole processor, and this is more than half of one.
 */
const WEB_MEMORY_MB = 1024;
/** A model that does not answer, and channels that do not, are waited for once each. */
const SUMMARY_TIMEOUT = Duration.minutes(2);

interface SentinelStackProps extends StackProps {
  /** Folder of the functions' code. */
  readonly bundles: string;
}

/** Everything that runs. Nothing here is lost with the stack: what must last is in the data stack. */
export class SentinelStack extends Stack {
  readonly #settings: Settings;
  readonly #names: Names;
  readonly #bundles: string;
  readonly #rulesBucket: string;
  readonly #key: IKey | null;
  readonly #deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, settings: Settings, { bundles, ...props }: SentinelStackProps) {
    super(scope, id, { description: 'Backup sentinel: schedules, functions, bus and alarms', ...props });
    this.#settings = settings;
    this.#names = namesFor(settings.prefix);
    this.#bundles = bundles;
    this.#rulesBucket = rulesBucketName(settings.prefix, Aws.ACCOUNT_ID, Aws.REGION);
    this.#key = encryptionKey(this, settings);
    this.#deadLetters = new DeadLetterQueue(this, 'dead-letters', this.#names.deadLetters, this.#key);

    const topic = new AdminTopic(this, 'admin', {
      topicName: this.#names.adminTopic,
      adminEmail: settings.adminEmail,
      alarmPrefix: `${settings.prefix}-`,
      key: this.#key,
    });
    const bus = new EventBus(this, 'bus', { eventBusName: this.#names.bus });
    const queuesDeadLetters = new DeadLetterQueue(this, 'queues-dead', this.#names.queuesDeadLetters, this.#key);
    // Lambda asks a queue half a million times a month whether there is something in it: so it is there when needed.
    const slices = this.#hasSlices
      ? new SliceQueue(this, 'slices', {
          queueName: this.#names.sliceQueue,
          deadLetters: queuesDeadLetters,
          functionTimeout: CHECKER_TIMEOUT,
          key: this.#key,
        })
      : null;

    const sending = sendingEvents(settings.watched);
    const hints =
      sending.length > 0 || settings.awsBackup
        ? new HintQueue(this, 'hints', {
            queueName: this.#names.hintQueue,
            watched: sending,
            restoreTests: settings.awsBackup,
            functionTimeout: CHECKER_TIMEOUT,
            key: this.#key,
          })
        : null;

    const changes = new DispatchQueue(this, 'changes', {
      queueName: this.#names.dispatchQueue,
      bus,
      undelivered: this.#deadLetters,
      deadLetters: queuesDeadLetters,
      functionTimeout: OTHER_TIMEOUT,
      key: this.#key,
    });
    const deferrals = new Deferrals(this, 'deferrals', {
      groupName: this.#names.deferralGroup,
      queue: changes,
      deadLetters: this.#deadLetters,
    });

    const checker = this.#addFunction('checker', 'Checks the jobs that are due', CHECKER_TIMEOUT, {
      SLICE_QUEUE_URL: slices?.queueUrl ?? '',
      HINT_QUEUE_URL: hints?.queueUrl ?? '',
      LISTABLE_PREFIXES: listablePrefixes(settings.watched),
    });
    const gate = this.#addFunction('rules-gate', 'Validates each upload of the rules doc', OTHER_TIMEOUT, {
      ADMIN_TOPIC_ARN: topic.topicArn,
    });
    const resources: SentinelResources = { names: this.#names, rulesBucket: this.#rulesBucket, bus, topic, slices };
    const pingUrl = settings.heartbeats && slices ? this.#addPing(resources, slices) : '';
    const webUrl = settings.web ? this.#addWeb(resources, pingUrl) : '';
    const channels = {
      FROM_EMAIL: settings.fromEmail,
      SLACK_TOKEN_PARAMETER: settings.slack ? this.#names.slackTokenParameter : '',
      SLACK_URL: settings.slackUrl,
      WEBHOOK_KEY_PARAMETER: this.#names.webhookKeyParameter,
    };
    const dispatch = this.#addFunction('dispatch', 'Notifies people of changes of state', OTHER_TIMEOUT, {
      ...channels,
      WEB_URL: webUrl,
      LINK_KEY_PARAMETER: settings.web ? this.#names.linkKeyParameter : '',
      SLACK_BUTTONS: settings.slackButtons ? 'true' : '',
      SCHEDULE_GROUP: this.#names.deferralGroup,
      DISPATCH_QUEUE_ARN: changes.queueArn,
      DISPATCH_QUEUE_URL: changes.queueUrl,
      ADMIN_TOPIC_ARN: topic.topicArn,
      DEAD_LETTERS_ARN: this.#deadLetters.queueArn,
      DEFERRAL_ROLE_ARN: deferrals.role.roleArn,
    });
    const summary = this.#addFunction('summary', 'Sends the daily summary to admin and owners', SUMMARY_TIMEOUT, {
      ...channels,
      ADMIN_TOPIC_ARN: topic.topicArn,
      MODEL_ID: settings.modelId,
    });
    grantChecker(checker, resources, settings);
    grantRulesGate(gate, resources);
    grantDispatch(dispatch, resources, settings);
    deferrals.grant(dispatch);
    grantSummary(summary, resources, settings);

    slices?.feed(checker.lambda);
    if (hints) {
      checker.allow('Hint', ['sqs:SendMessage'], [hints.queueArn]);
      hints.feed(checker.lambda);
    }
    changes.feed(dispatch.lambda);
    new RulesUpload(this, 'rules-upload', {
      bucketName: this.#rulesBucket,
      key: RULES_KEY,
      gate: gate.lambda,
      deadLetters: this.#deadLetters,
    });
    new Schedules(this, 'schedules', {
      groupName: this.#names.scheduleGroup,
      settings,
      checker: checker.lambda,
      gate: gate.lambda,
      summary: summary.lambda,
      deadLetters: this.#deadLetters,
    });
    const alarms = new Alarms(this, 'alarms', {
      prefix: settings.prefix,
      topic,
      checker,
      scheduleGroup: this.#names.scheduleGroup,
      deadLetters: this.#deadLetters,
      queuesDeadLetters,
    });
    if (settings.dashboard) {
      new SentinelDashboard(this, 'dashboard', {
        dashboardName: this.#names.dashboard,
        prefix: settings.prefix,
        checkerLog: checker.logGroupName,
        deadLetters: [this.#deadLetters, queuesDeadLetters],
        alarms: alarms.all,
      });
    }
    new FirstPass(this, 'first-pass', { checker: checker.lambda, deadLetters: this.#deadLetters });
    printKeyStatement(this, this.#key);

    new CfnOutput(this, 'RulesDoc', { value: `s3://${this.#rulesBucket}/${RULES_KEY}` });
    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'CheckerName', { value: checker.lambda.functionName });
  }

  get #hasSlices(): boolean {
    return this.#settings.largeDocument || this.#settings.heartbeats;
  }

  /** A function of its own, so that no flood elsewhere loses a heartbeat. Returns its address. */
  #addPing(resources: SentinelResources, slices: SliceQueue): string {
    const { pingKeyParameter, pingUrlParameter } = this.#names;
    const environment = {
      PING_KEY_PARAMETER: pingKeyParameter,
      SLICE_QUEUE_URL: slices.queueUrl,
      ADMIN_TOPIC_ARN: resources.topic.topicArn,
    };
    const { reservedConcurrency } = this.#settings;
    const ping = this.#addFunction('ping', 'Receives heartbeats of jobs', ANSWER_TIMEOUT, environment, {
      reservedConcurrency,
    });
    grantPing(ping, resources, slices);
    const url = ping.openToAll();
    this.#noteAddress('ping-url', pingUrlParameter, 'Where jobs send heartbeats to', url);
    return url;
  }

  /** Returns its address. */
  #addWeb(resources: SentinelResources, pingUrl: string): string {
    const settings = this.#settings;
    const names = this.#names;
    const environment = {
      LINK_KEY_PARAMETER: names.linkKeyParameter,
      SLACK_TOKEN_PARAMETER: settings.slackButtons ? names.slackTokenParameter : '',
      SLACK_SIGNING_PARAMETER: settings.slackButtons ? names.slackSigningParameter : '',
      SLACK_URL: settings.slackUrl,
      PING_URL: pingUrl,
      PING_KEY_PARAMETER: names.pingKeyParameter,
    };
    const web = this.#addFunction('web', 'Serves the owners of jobs', ANSWER_TIMEOUT, environment, {
      memoryMb: WEB_MEMORY_MB,
      reservedConcurrency: settings.reservedConcurrency,
    });
    grantWeb(web, resources, settings);
    const url = web.openToAll();
    this.#noteAddress('web-url', names.webUrlParameter, 'Where people see how jobs stand', url);
    return url;
  }

  /** For the person who deploys, and for the command line. */
  #noteAddress(id: 'ping-url' | 'web-url', parameterName: string, description: string, url: string): void {
    new StringParameter(this, id, { parameterName, stringValue: url, description });
    new CfnOutput(this, id === 'ping-url' ? 'PingUrl' : 'WebUrl', { value: url });
  }

  #addFunction(
    name: FunctionName,
    description: string,
    timeout: Duration,
    environment: Readonly<Record<string, string>>,
    size: { readonly memoryMb?: number; readonly reservedConcurrency?: number } = {},
  ): SentinelFunction {
    const settings = this.#settings;
    const names = this.#names;
    return new SentinelFunction(this, name, {
      name,
      functionName: names.function(name),
      ...(name === 'checker' ? { roleName: names.checkerRole } : {}),
      description,
      timeout,
      ...size,
      bundles: this.#bundles,
      settings,
      deadLetters: this.#deadLetters,
      key: this.#key,
      environment: {
        SENTINEL_PREFIX: settings.prefix,
        RULES_BUCKET: this.#rulesBucket,
        RULES_KEY,
        MAX_JOBS: this.#hasSlices ? '' : String(SLICE_JOBS),
        BUS_NAME: names.bus,
        WATCHDOG_PARAMETER: settings.watchdog ? names.watchdogParameter : '',
        TICK_SECONDS: String(settings.tick.seconds),
        ...environment,
      },
    });
  }
}

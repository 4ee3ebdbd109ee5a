import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { allowKey } from './encryption.ts';
import type { FunctionName } from './names.ts';

/** A seventh of a processor. */
const MEMORY_MB = 256;
/** 100,000 nodes in a document of 1 MB were seen to take 224 MB (bench/slices.ts). */
const LARGE_DOCUMENT_MEMORY_MB = 512;
/** An event that has waited longer is of no use: the next tick brings another. */
const MAX_EVENT_AGE = Duration.minutes(30);

interface SentinelFunctionProps {
  readonly name: FunctionName;
  readonly functionName: string;
  /** Set where other accounts must know it; otherwise CloudFormation chooses. */
  readonly roleName?: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMb?: number;
  /** Invocations at a time that are kept for it, and its limit. */
  readonly reservedConcurrency?: number;
  /** Folder with a folder of each function's code. */
  readonly bundles: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: Settings;
  readonly deadLetters: DeadLetterQueue;
  /** The operator's own key, where there is one. */
  readonly key: IKey | null;
}

/** A function with a role and a log of its own. */
export class SentinelFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logGroupName: string;
  readonly #role: Role;

  constructor(scope: Construct, id: string, props: SentinelFunctionProps) {
    super(scope, id);
    this.#role = new Role(this, 'role', {
      ...(props.roleName === undefined ? {} : { roleName: props.roleName }),
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${props.functionName} may do`,
    });
    const logGroup = new LogGroup(this, 'log', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: props.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.logGroupName = logGroup.logGroupName;
    // No managed policy: that one may write to every log group of the account, and create them.
    logGroup.grantWrite(this.#role);
    allowKey(this.#role, props.key);
    this.lambda = new LambdaFunction(this, 'function', {
      functionName: props.functionName,
      description: props.description,
      code: Code.fromAsset(join(props.bundles, props.name)),
      handler: 'handler.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb ?? (props.settings.largeDocument ? LARGE_DOCUMENT_MEMORY_MB : MEMORY_MB),
      ...(props.reservedConcurrency ? { reservedConcurrentExecutions: props.reservedConcurrency } : {}),
      timeout: props.timeout,
      role: this.#role,
      logGroup,
      environment: { ...props.environment },
      // Schedules and rules invoke asynchronously; by default Lambda retries twice within six hours.
      retryAttempts: 1,
      maxEventAge: MAX_EVENT_AGE,
      onFailure: new SqsDestination(props.deadLetters),
    });
    acknowledgeChoices(this.lambda);
  }

  /** Gives it a public address; the function itself decides whom it serves. Returns the address. */
  openToAll(): string {
    // It adds both permissions that a public address needs: to invoke the URL, and to invoke the function by it.
    return this.lambda.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url;
  }

  /** Allows the function some actions on some resources. */
  allow(sid: string, actions: readonly string[], resources: readonly string[]): void {
    this.addToPolicy(new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }));
  }

  addToPolicy(...statements: readonly PolicyStatement[]): void {
    for (const statement of statements) this.#role.addToPrincipalPolicy(statement);
  }
}

function acknowledgeChoices(lambda: LambdaFunction): void {
  Validations.of(lambda).acknowledge(
    {
      id: 'Serverless-LambdaDLQ',
      reason: 'Events that failed go to the dead-letter queue by a failure destination, which also keeps the error.',
    },
    {
      id: 'Serverless-LambdaTracing',
      reason: 'X-Ray needs rights on every resource (*), and a pass logs its own durations and request counts.',
    },
  );
}

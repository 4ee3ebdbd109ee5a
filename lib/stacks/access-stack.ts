import { Aws, CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { WatchedBucket } from '../settings/watched-bucket.ts';
import { forwardEvents, sendingEvents } from './bucket-events.ts';
import { namesFor } from './names.ts';
import { type Admitted, decryptAccess, watchedAccess } from './watched-access.ts';

interface AccessStackProps extends StackProps {
  /** Buckets of the account and region that the stack is for. */
  readonly watched: readonly WatchedBucket[];
  /** The account of the sentinel. */
  readonly sentinelAccountId: string;
  /** Its region; null where it is not needed, since no bucket sends its events. */
  readonly sentinelRegion: string | null;
}

/**
 * For an account that owns watched buckets: lets the checker of the sentinel's account list them, and no one else.
 * The owner of a bucket that has a policy adds the statements by hand: CloudFormation would refuse it, or replace theirs.
 */
export class AccessStack extends Stack {
  constructor(scope: Construct, id: string, { prefix }: Settings, props: AccessStackProps) {
    const { watched, sentinelAccountId, sentinelRegion, ...stackProps } = props;
    super(scope, id, { description: 'Lets the backup sentinel of another account list backups', ...stackProps });
    const admitted = checkerOf(sentinelAccountId, prefix);
    if (sentinelRegion !== null) forwardEvents(this, sendingEvents(watched), sentinelAccountId, sentinelRegion);
    for (const bucket of watched) {
      const statements = watchedAccess(bucket, admitted);
      if (bucket.hasPolicy) this.#print(bucket.bucket, statements);
      else this.#addPolicy(bucket.bucket, statements);
      const decrypt = decryptAccess(bucket, admitted);
      if (decrypt) {
        new CfnOutput(this, `key-${bucket.bucket}`, {
          value: this.toJsonString(decrypt.toStatementJson()),
          description: `Add this statement to the policy of ${bucket.keyArn}`,
        });
      }
    }
  }

  #addPolicy(bucket: string, statements: readonly PolicyStatement[]): void {
    const policyDocument = new PolicyDocument({ statements: [...statements] });
    const policy = new CfnBucketPolicy(this, `policy-${bucket}`, { bucket, policyDocument });
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-S10',
      reason:
        'A watcher does not change how others reach a bucket that is not its own: refusing plain HTTP could stop the ' +
        'very backups it watches. The checker itself speaks TLS only.',
    });
  }

  /** A bucket has one policy: this stack's would replace its owner's. */
  #print(bucket: string, statements: readonly PolicyStatement[]): void {
    const arn = `arn:${Aws.PARTITION}:s3:::${bucket}`;
    new CfnOutput(this, `statements-${bucket}`, {
      value: this.toJsonString(statements.map((statement) => statement.toStatementJson())),
      description: `Add these statements to the policy of ${arn}`,
    });
  }
}

/**
 * The account, narrowed to the checker's role by name. A role as the principal would have to exist before, and would be
 * lost, without an error, when it is created again.
 */
function checkerOf(sentinelAccountId: string, prefix: string): Admitted {
  const account = new AccountPrincipal(sentinelAccountId);
  const role = `arn:${Aws.PARTITION}:iam::${sentinelAccountId}:role/${namesFor(prefix).checkerRole}`;
  return { principals: [account], conditions: { ArnEquals: { 'aws:PrincipalArn': role } } };
}

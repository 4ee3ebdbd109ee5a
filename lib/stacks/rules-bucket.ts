import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Longer than the audit log keeps what was decided by an old document. */
const OLD_VERSIONS_DAYS = 730;

interface RulesBucketProps {
  readonly bucketName: string;
  /** Whether the documents outlive their stack. */
  readonly retain: boolean;
  readonly key: IKey | null;
}

/** The bucket of the rules doc: versioned, private, with an event on the account's bus for every upload. */
export class RulesBucket extends Bucket {
  constructor(scope: Construct, id: string, { bucketName, retain, key }: RulesBucketProps) {
    super(scope, id, {
      bucketName,
      versioned: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'old-versions',
          noncurrentVersionExpiration: Duration.days(OLD_VERSIONS_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Set here, not by `eventBridgeEnabled`, which would bring a function with wildcard rights to set it.
    (this.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'An access log would need a bucket of its own that outgrows what it watches: the bucket holds one document, ' +
        'its versions keep every state of it, and rules-gate announces every upload.',
    });
  }
}

import { ArnFormat, Aws, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

interface AdminTopicProps {
  readonly topicName: string;
  readonly adminEmail: string;
  /** What the names of the alarms begin with. */
  readonly alarmPrefix: string;
  readonly key: IKey | null;
}

/**
 * Notifies the admin without anything that is itself watched. Not encrypted unless by the operator's own key: alarms
 * cannot use the free one, and the messages hold no secret.
 */
export class AdminTopic extends Topic {
  constructor(scope: Construct, id: string, { topicName, adminEmail, alarmPrefix, key }: AdminTopicProps) {
    super(scope, id, { topicName, displayName: 'Backup sentinel', enforceSSL: true, ...(key && { masterKey: key }) });
    this.addSubscription(new EmailSubscription(adminEmail));
    Validations.of(this).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'SNS gives mail to its own relay, which has no failure queue; the alarm itself keeps what matters.',
    });
    // An own policy replaces the default one, which admits the account's alarms.
    const alarms = { service: 'cloudwatch', resource: 'alarm', resourceName: `${alarmPrefix}*` };
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisSentinel',
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({ ...alarms, arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
          },
        },
      }),
    );
  }
}

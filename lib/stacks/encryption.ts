import { Aws, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** Services that put messages into the queues and topics themselves, without a role. */
const SERVICES = ['cloudwatch.amazonaws.com', 'events.amazonaws.com'];

/** The operator's own key for everything that is stored; null where AWS's keys do. */
export function encryptionKey(scope: Construct, { encryptionKeyArn }: Settings): IKey | null {
  return encryptionKeyArn === null ? null : Key.fromKeyArn(scope, 'key', encryptionKeyArn);
}

/** What reads and writes what the key encrypts. The key's policy has to leave access to IAM, as the default one does. */
export function allowKey(role: Role, key: IKey | null): void {
  if (key === null) return;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      sid: 'Encryption',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
    }),
  );
}

/** The stack cannot change the policy of a key that is not its own: the operator adds what it prints. */
export function printKeyStatement(scope: Construct, key: IKey | null): void {
  if (key === null) return;
  for (const action of ['kms:ReEncrypt*', 'kms:GenerateDataKey*']) {
    Validations.of(scope).acknowledge({
      id: `AwsSolutions-IAM5[Action::${action}]`,
      reason: 'What the library grants to those that put into a queue or a topic, on this one key.',
    });
  }
  const statement = new PolicyStatement({
    sid: 'BackupSentinelServices',
    principals: SERVICES.map((service) => new ServicePrincipal(service)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
  new CfnOutput(scope, 'KeyStatement', {
    value: Stack.of(scope).toJsonString(statement.toStatementJson()),
    description: 'Add this statement to the policy of the key, so that alarms and rules reach topics and queues',
  });
}

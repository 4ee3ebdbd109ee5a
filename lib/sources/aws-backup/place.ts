import type { PlaceParts, PlaceTools } from '../description.ts';

export const SCHEME = 'aws-backup';

/** Partition, service, region and account, where the resource has them, and the resource itself. */
const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]*):(?:\d{12})?:[^\s*?{}]+$/;

/** Reads `aws-backup:ARN`: the recovery points of one protected resource. */
export function readRecoveryPointsPlace(written: string, _folder: string | null, tools: PlaceTools): PlaceParts {
  const arn = written.slice(SCHEME.length + 1);
  if (!ARN.test(arn)) {
    tools.refuse(
      `the place ${tools.quoted(written)} names no resource that AWS Backup protects; write its whole ARN and nothing behind it, such as aws-backup:arn:aws:rds:eu-central-1:111122223333:db:orders`,
    );
  }
  return { container: containerOf(arn), bucket: '', template: '' };
}

/** What holds the recovery points of a resource. */
export function containerOf(arn: string): string {
  return `${SCHEME}:${arn}/`;
}

/** The ARN of the resource in a container, and the region that it names; null for a resource that names none, as a bucket does. */
export function resourceOf(container: string): { readonly arn: string; readonly region: string | null } {
  const arn = container.slice(SCHEME.length + 1, -1);
  return { arn, region: ARN.exec(arn)?.[1] || null };
}

/** What a recovery point is called below its resource: its ARN without partition, service, region and account. */
export function nameOf(recoveryPointArn: string): string {
  return recoveryPointArn.split(':').slice(5).join(':');
}

import { describe, expect, it } from 'vitest';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { nameOf, resourceOf } from '../../../lib/sources/aws-backup/place.ts';

describe('a place of AWS Backup', () => {
  it.each([
    ['arn:aws:rds:eu-central-1:111122223333:db:orders', 'eu-central-1'],
    ['arn:aws:dynamodb:us-east-1:111122223333:table/orders', 'us-east-1'],
    ['arn:aws-us-gov:ec2:us-gov-west-1:111122223333:volume/vol-0a1b', 'us-gov-west-1'],
    ['arn:aws:s3:::acme-backups', null],
  ])('names a resource: %s', (arn, region) => {
    const { place } = parsePlace(`aws-backup:${arn}`, null);
    expect(place).toEqual({ scheme: 'aws-backup', container: `aws-backup:${arn}/`, bucket: '', template: '' });
    expect(resourceOf(place?.container ?? '')).toEqual({ arn, region });
  });

  it.each(['', 'orders', 'arn:aws:rds:eu-central-1:db:orders', 'arn:aws:rds:eu-central-1:111122223333:db:*'])(
    'needs a whole ARN: %s',
    (text) => {
      expect(parsePlace(`aws-backup:${text}`, null).problem).toMatchObject({
        code: 'BAD_PLACE',
        message: expect.stringMatching(/names no resource that AWS Backup protects; write its whole ARN/),
      });
    },
  );

  it.each([
    ['arn:aws:rds:eu-central-1:111122223333:snapshot:awsbackup:job-1', 'snapshot:awsbackup:job-1'],
    ['arn:aws:ec2:eu-central-1::snapshot/snap-0123', 'snapshot/snap-0123'],
    ['arn:aws:backup:eu-central-1:111122223333:recovery-point:1EB3B5E7', 'recovery-point:1EB3B5E7'],
  ])('calls the recovery point %s by its name', (arn, name) => expect(nameOf(arn)).toBe(name));
});

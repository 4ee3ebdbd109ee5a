import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';

const FOLDER = '/srv/rules';

describe('a place', () => {
  test.each([
    ['s3://acme-backups/orders/', 's3://acme-backups/', 'orders/'],
    ['s3://acme-backups/', 's3://acme-backups/', ''],
    ['s3://acme-backups', 's3://acme-backups/', ''],
    ['s3://acme.backups/a b/*.dump', 's3://acme.backups/', 'a b/*.dump'],
    ['s3://acme/{yyyy}/{MM}/{dd}/{HH}/', 's3://acme/', '{yyyy}/{MM}/{dd}/{HH}/'],
    ['s3://acme/sync/{run}/**', 's3://acme/', 'sync/{run}/**'],
    ['s3://acme/sync/run-{run}/', 's3://acme/', 'sync/run-{run}/'],
    ['s3://acme/a//b/', 's3://acme/', 'a//b/'],
    ['./orders/', '', '/srv/rules/orders/'],
    ['orders', '', '/srv/rules/orders'],
    ['../orders/*.dump', '', '/srv/orders/*.dump'],
    ['../../../orders/', '', '/orders/'],
    ['.', '', '/srv/rules/'],
    ['..', '', '/srv/'],
    ['./a/./b//c/../d/', '', '/srv/rules/a/b/d/'],
    ['/mnt/backups/', '', '/mnt/backups/'],
    ['file:///mnt/backups/{run}/', '', '/mnt/backups/{run}/'],
    ['./50% off/', '', '/srv/rules/50% off/'],
  ])('%s', (text, container, template) => {
    expect(parsePlace(text, FOLDER)).toMatchObject({ place: { container, template }, problem: null });
  });
});

describe('no place', () => {
  test.each([
    ['', 'BAD_PLACE'],
    [' s3://acme/x/', 'BAD_PLACE'],
    ['s3://acme/x/ ', 'BAD_PLACE'],
    ['s3://acme/x\u0007/', 'BAD_PLACE'],
    ['s3://', 'BAD_PLACE'],
    ['s3://Acme/x/', 'BAD_PLACE'],
    ['s3://ab/x/', 'BAD_PLACE'],
    ['s3://192.168.0.1/x/', 'BAD_PLACE'],
    ['s3://a..b/x/', 'BAD_PLACE'],
    ['s3://arn:aws:s3:::acme/x/', 'BAD_PLACE'],
    ['arn:aws:s3:::acme/x/', 'BAD_PLACE'],
    ['s3://s3://acme/x/', 'BAD_PLACE'],
    ['s3://acme//x/', 'BAD_PLACE'],
    ['s3://acme/../x/', 'BAD_PLACE'],
    ['s3://acme/a%2Fb/', 'BAD_PLACE'],
    ['gs://acme/x/', 'BAD_PLACE'],
    ['https://acme.s3.amazonaws.com/x', 'BAD_PLACE'],
    ['C:\\backups', 'BAD_PLACE'],
    ['.\\backups\\', 'BAD_PLACE'],
    ['~/backups/', 'BAD_PLACE'],
    ['//server/share/', 'BAD_PLACE'],
    ['file://server/share/', 'BAD_PLACE'],
    ['file:///mnt/my%20dir/', 'BAD_PLACE'],
    ['./*/../x/', 'BAD_PLACE'],
    ['./{run}', 'BAD_PLACE'],
    ['./{run}.dump', 'BAD_PLACE'],
    ['./{run}/{run}/', 'BAD_PLACE'],
    ['./*{run}/', 'BAD_PLACE'],
    ['./**/{run}/', 'BAD_PLACE'],
    ['./***/', 'BAD_PLACE'],
    ['./{run/', 'BAD_PLACE'],
    ['./{MM}/{dd}/', 'BAD_PLACE'],
    ['./{yyyy}/{dd}/', 'BAD_PLACE'],
    ['./{mm}/', 'UNKNOWN_PLACEHOLDER'],
    ['./{YYYY}/', 'BAD_PLACE'],
    ['./{date}/', 'UNKNOWN_PLACEHOLDER'],
    [`./${'x'.repeat(1100)}/`, 'BAD_PLACE'],
  ])('%j', (text, code) => {
    expect(parsePlace(text, FOLDER).problem?.code).toBe(code);
  });

  test.each(['./orders/', '/mnt/x/', 'file:///mnt/x/'])('%s without a disk', (text) => {
    expect(parsePlace(text, null).problem?.code).toBe('PLACE_NEEDS_FOLDER');
  });
});

test('no text makes it throw, and a local place is always absolute', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'s3:/.{run}*yMd \\%2F~a\n'), maxLength: 40 }), (text) => {
      const { place } = parsePlace(text, FOLDER);
      const local = place?.scheme === 'file' ? place.template : '/';
      expect(local.startsWith('/')).toBe(true);
      expect(local.split('/')).not.toContain('..');
    }),
    { numRuns: 2000 },
  );
});

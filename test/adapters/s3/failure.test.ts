import { expect, test } from 'vitest';
import { s3Failure } from '../../../lib/adapters/s3/failure.ts';

const failureOf = (error: object) => s3Failure(error, 'list', 's3://acme/orders/').message;

test.each([
  ['a code that would act on a terminal', { name: 'Slow\u001b[2JDown', message: 'wait' }, 503],
  ['a code of a refusal that is not known', { name: 'No\u009b31mSuch', message: 'no\r\nsuch' }, 404],
])('%s is shown without what acts', (_, { name, message }, httpStatusCode) => {
  expect(failureOf({ name, message, $metadata: { httpStatusCode } })).not.toMatch(/\p{Cc}/u);
});

test('an answer with two messages says both', () => {
  expect(failureOf({ name: 'SlowDown', message: ['wait', 'later'], $metadata: { httpStatusCode: 503 } })).toContain(
    'SlowDown (HTTP 503): wait,later',
  );
});

test('a region that the answer names is shown without what acts', () => {
  const headers = { 'x-amz-bucket-region': 'eu-west-1\u009b2J' };
  expect(failureOf({ name: 'PermanentRedirect', $response: { headers } })).toContain('set AWS_REGION=eu-west-1 2J');
});

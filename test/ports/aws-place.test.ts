import { describe, expect, test } from 'vitest';
import { awsPlaceOf } from '../../lib/ports/aws-place.ts';

describe('where AWS is, by the environment', () => {
  const cases: readonly { name: string; env: NodeJS.ProcessEnv; want: object }[] = [
    { name: 'nothing is said: a profile may', env: {}, want: { region: null, endpoint: null, problem: null } },
    { name: 'AWS_REGION', env: { AWS_REGION: 'eu-central-1' }, want: { region: 'eu-central-1', problem: null } },
    {
      name: 'AWS_DEFAULT_REGION where the other is empty',
      env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' },
      want: { region: 'eu-west-1', problem: null },
    },
    {
      name: 'an odd AWS_DEFAULT_REGION is named as such',
      env: { AWS_DEFAULT_REGION: 'https://x' },
      want: { problem: 'AWS_DEFAULT_REGION is "https://x", which is no region; write one, such as eu-central-1' },
    },
    { name: 'a region of a server of one’s own', env: { AWS_REGION: 'garage' }, want: { problem: null } },
    {
      name: 'an empty region hides that of a profile',
      env: { AWS_REGION: '' },
      want: { region: null, problem: 'AWS_REGION is empty; set it to a region, such as eu-central-1, or unset it' },
    },
    {
      name: 'an empty region does not matter at an endpoint',
      env: { AWS_REGION: '', AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' },
      want: { region: null, endpoint: 'http://127.0.0.1:9000', problem: null },
    },
    {
      name: 'the endpoint of the service goes before that of all',
      env: { AWS_ENDPOINT_URL: 'nonsense', AWS_ENDPOINT_URL_S3: 'https://s3.acme.example' },
      want: { endpoint: 'https://s3.acme.example', problem: null },
    },
    {
      name: 'that of another service does not matter',
      env: { AWS_ENDPOINT_URL_DYNAMODB: 'nonsense' },
      want: { endpoint: null, problem: null },
    },
    {
      name: 'an address that is none is shown without what may be a password',
      env: { AWS_ENDPOINT_URL_S3: 'sam:secret@s3.acme.example' },
      want: {
        problem:
          'AWS_ENDPOINT_URL_S3 is "…@s3.acme.example", which is no address; write it whole, such as http://127.0.0.1:9000',
      },
    },
  ];
  test.each(cases)('$name', ({ env, want }) => expect(awsPlaceOf('S3', env)).toMatchObject(want));
});

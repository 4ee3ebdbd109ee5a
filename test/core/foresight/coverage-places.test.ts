import { expect, test } from 'vitest';
import { type Place, placeText } from '../../../lib/core/evidence/place.ts';
import { coveragePlaces } from '../../../lib/core/foresight/coverage-places.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';

function placeOf(text: string): Place {
  const { place, problem } = parsePlace(text, '/srv');
  return place ?? expect.unreachable(problem?.message);
}

const cases = [
  { name: 'a bucket as a whole, once', of: ['s3://acme/pg/*.dump', 's3://acme/web/'], want: ['s3://acme/'] },
  { name: 'the folder of a single place', of: ['file:///srv/dumps/pg/*.dump'], want: ['/srv/dumps/pg/'] },
  {
    name: 'the folder above two places',
    of: ['file:///srv/dumps/pg/*.dump', 'file:///srv/dumps/web/'],
    want: ['/srv/dumps/'],
  },
  {
    name: 'not the folder above, where that is of the system',
    of: ['file:///srv/pg/*.dump', 'file:///srv/web/'],
    want: ['/srv/pg/', '/srv/web/'],
  },
  {
    name: 'one folder that holds another',
    of: ['file:///srv/dumps/a/', 'file:///srv/dumps/b/c/', 'file:///srv/dumps/b/d/'],
    want: ['/srv/dumps/'],
  },
  { name: 'the folder above {each}', of: ['file:///mnt/nas/{each}/{run}/db.dump'], want: ['/mnt/nas/'] },
  { name: 'no recovery points', of: ['aws-backup:arn:aws:rds:eu-central-1:111122223333:db:orders'], want: [] },
  { name: 'nothing for no places', of: [], want: [] },
];

test.each(cases)('$name', ({ of, want }) => {
  expect(coveragePlaces(of.map(placeOf)).map(placeText)).toEqual(want);
});

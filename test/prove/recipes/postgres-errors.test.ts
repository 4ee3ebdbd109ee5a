import { describe, expect, test } from 'vitest';
import { PostgresErrors } from '../../../lib/prove/recipes/postgres-errors.ts';

function errorsOf(...lines: readonly string[]): PostgresErrors {
  const errors = new PostgresErrors();
  errors.add('stderr', Buffer.from(`${lines.join('\n')}\n`));
  return errors;
}

describe('what a restore says', () => {
  test.each([
    'psql:<stdin>:12: ERROR:  role "app" does not exist',
    'ERROR:  role "postgres" already exists',
    'pg_restore: error: could not execute query: ERROR:  schema "public" already exists',
    'ERROR:  unrecognized configuration parameter "transaction_timeout"',
    'NOTICE:  table "a" does not exist, skipping',
  ])('%s is expected', (line) => {
    expect(errorsOf(line).count).toBe(0);
  });

  test('anything else is an error, and three are kept', () => {
    const errors = errorsOf(...[1, 2, 3, 4, 5].map((line) => `psql:<stdin>:${line}: ERROR:  bad ${line}`));
    expect([errors.count, errors.words]).toEqual([5, 'bad 1; bad 2; bad 3; and 2 more']);
  });

  test.each([
    'ERROR:  extension "postgis" is not available',
    'ERROR:  could not open extension control file "/usr/share/x": No such file or directory',
    'pg_restore: error: unsupported version (1.16) in file header',
  ])('%s is what this host lacks', (line) => {
    expect(errorsOf(line).lacking).not.toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { PostgresScript } from '../../../lib/prove/recipes/postgres-script.ts';

/** What is fed to psql of these lines. */
function fed(script: PostgresScript, lines: readonly string[]): readonly string[] {
  return lines.map((line) => script.look(line) ?? line);
}

describe('a plain dump on its way to psql', () => {
  test('begins in the restricted mode of psql, where it has one', () => {
    expect(new PostgresScript('k').opening).toBe('\\restrict k\n');
    expect(new PostgresScript(null).opening).toBe('');
  });

  test.each([
    ['CREATE TABLE public.orders (', 'public.orders'],
    ['CREATE TABLE public."Order Lines" (', 'public."Order Lines"'],
    ['CREATE UNLOGGED TABLE "a""b"."c.d" (', '"a""b"."c.d"'],
    ['create table if not exists orders(id int);', 'orders'],
  ])('names its tables, by pg_dump or by hand: %s', (line, name) => {
    const script = new PostgresScript('k');
    script.look(line);
    expect(script.tables).toEqual([{ name, database: null }]);
  });

  test("loses its own restriction, and keeps another database's connection", () => {
    const script = new PostgresScript('k');
    expect(fed(script, ['\\restrict abc', '\\connect orders', '\\unrestrict abc'])).toEqual([
      '',
      '\\unrestrict k\n\\connect orders\n\\restrict k\n',
      '',
    ]);
    expect(script.refused).toEqual([]);
  });

  test.each([
    '\\! touch /tmp/x',
    '\\copy t from /etc/passwd',
    '\\i /etc/passwd',
    '\\unrestrict guessed',
    '\\connect "host=db.example.com dbname=orders"',
    '\\connect postgres://db.example.com/',
    '\\connect -reuse-previous=on "host=\'a\'"',
    '\\setenv X y',
  ])('%s is taken out and remembered', (line) => {
    const script = new PostgresScript('k');
    expect([fed(script, [line]), script.refused]).toEqual([[''], [line]]);
  });

  test('rows that begin with a backslash are data', () => {
    const script = new PostgresScript('k');
    const lines = ['COPY public.orders (id) FROM stdin;', '\\N', '\\! data', '\\.', '\\! command'];
    expect(fed(script, lines)).toEqual([...lines.slice(0, 4), '']);
    expect(script.refused).toEqual(['\\! command']);
  });

  test('says which tables it makes, and whether it ends', () => {
    const script = new PostgresScript('k');
    fed(script, [
      '-- PostgreSQL database dump',
      'CREATE TABLE public."odd name" (',
      '\\connect other',
      'CREATE UNLOGGED TABLE a.b (',
    ]);
    const tables = [
      { name: 'public."odd name"', database: null },
      { name: 'a.b', database: 'other' },
    ];
    expect([script.tables, script.isCutShort]).toEqual([tables, true]);
    fed(script, ['-- PostgreSQL database dump complete']);
    expect(script.isCutShort).toBe(false);
  });

  test('that is none of pg_dump has no end to miss', () => {
    expect(new PostgresScript('k').isCutShort).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceMatcher } from '../../../lib/core/evidence/place-matcher.ts';
import { parseTemplate, type TemplateToken } from '../../../lib/core/evidence/place-template.ts';

describe('a place', () => {
  const cases = [
    {
      name: 'a slash at the end takes everything below',
      template: 'orders/',
      yes: ['orders/a', 'orders/b/c'],
      no: ['orders', 'orders-old/a'],
    },
    { name: 'an empty template takes the whole bucket', template: '', yes: ['a', 'b/c'], no: [] },
    {
      name: 'a star stays inside a segment',
      template: 'a/*.dump',
      yes: ['a/x.dump', 'a/.dump'],
      no: ['a/b/x.dump', 'a/x.dump.gz', 'b/x.dump'],
    },
    { name: 'two stars cross segments', template: 'a/**.dump', yes: ['a/x.dump', 'a/b/c/x.dump'], no: ['a/x'] },
    {
      name: 'two stars as a whole segment may be no folder at all',
      template: 'a/**/x',
      yes: ['a/x', 'a/b/x', 'a/b/c/x'],
      no: ['a/bx', 'ax'],
    },
    {
      name: 'many stars in a name',
      template: '*-*-*.gz',
      yes: ['a-b-c.gz', 'a-b-c-d.gz'],
      no: ['a-b.gz', 'a/-b-c.gz'],
    },
    {
      name: 'without a wildcard it is that key, or what is below that folder',
      template: 'x/db',
      yes: ['x/db', 'x/db/y'],
      no: ['x/db-old/y', 'x/d', 'x/dbz'],
    },
    {
      name: 'a folder for each run',
      template: 'sync/{run}/',
      yes: ['sync/r1/a', 'sync/r1/b/c', 'sync/r1/'],
      no: ['sync/a', 'sync//a'],
    },
    {
      name: 'a run may be part of a segment',
      template: 's/backup-{run}/',
      yes: ['s/backup-7/a'],
      no: ['s/backup-/a', 's/other-7/a'],
    },
    { name: 'a run is a folder even without the slash', template: 'sync/{run}', yes: ['sync/r/a'], no: ['sync/r'] },
    {
      name: 'a run with a pattern below',
      template: 'm/{run}/n1/*.tar',
      yes: ['m/r/n1/a.tar'],
      no: ['m/r/n2/a.tar', 'm/r/n1/a'],
    },
    {
      name: 'date parts are digits in their range',
      template: 'd/{yyyy}-{MM}-{dd}T{HH}.dump',
      yes: ['d/2026-11-21T23.dump'],
      no: ['d/2026-13-21T23.dump', 'd/2026-11-21T24.dump', 'd/26-11-21T23.dump', 'd/2026-1x-21T23.dump'],
    },
    {
      name: 'a dated path without a slash may be a folder',
      template: 'd/{yyyy}{MM}{dd}',
      yes: ['d/20261121', 'd/20261121/x'],
      no: ['d/20261121.gz'],
    },
    {
      name: 'a star before a date gives way',
      template: '*{yyyy}{MM}{dd}.gz',
      yes: ['db20261121.gz', '120261121.gz'],
      no: ['2026112.gz'],
    },
    { name: 'an unknown brace is itself', template: 'a/{x}/*', yes: ['a/{x}/b'], no: ['a/y/b'] },
  ];
  it.each(cases)('$name', ({ template, yes, no }) => {
    const matcher = new PlaceMatcher(template);
    expect(yes.filter((key) => matcher.match(key) === null)).toEqual([]);
    expect(no.filter((key) => matcher.match(key) !== null)).toEqual([]);
  });

  const folders = [
    { template: 'sync/{run}/', key: 'sync/r1/b/c', want: 'sync/r1/' },
    { template: 's/backup-{run}-full/', key: 's/backup-7-full/x', want: 's/backup-7-full/' },
    { template: '*/{run}/data/*', key: 'host/r/data/x', want: 'host/r/' },
    { template: '**/{run}/x.tar', key: 'a/b/c/x.tar', want: 'a/b/c/' },
    { template: '{yyyy}/{run}/', key: '2026/r/x', want: '2026/r/' },
  ];
  it.each(folders)('the run folder of $key in $template is $want', ({ template, key, want }) => {
    expect(new PlaceMatcher(template).match(key)?.runFolder).toBe(want);
  });

  const names = [
    {
      name: 'a name before a date',
      template: 'd/{each}_{yyyy}-{MM}-{dd}.gz',
      key: 'd/shop_eu_2026-11-21.gz',
      want: ['shop_eu'],
    },
    { name: 'a folder', template: 'd/{each}/', key: 'd/shop/a/b.gz', want: ['shop'] },
    { name: 'a file or folder', template: 'd/{each}', key: 'd/shop/b.gz', want: ['shop'] },
    { name: 'two of them', template: '{each}/{each}_*.bak', key: 'SRV1/FULL_x.bak', want: ['SRV1', 'FULL'] },
    { name: 'as little as it can', template: '{each}-*.dump', key: 'orders-eu-1.dump', want: ['orders'] },
    { name: 'beside a run', template: '{each}/{run}/', key: 'shop/r1/x', want: ['shop'] },
    { name: 'not across folders', template: '{each}.gz', key: 'a/b.gz', want: undefined },
    { name: 'not nothing', template: '{each}.gz', key: '.gz', want: undefined },
  ];
  it.each(names)('{each} takes $name', ({ template, key, want }) => {
    expect(new PlaceMatcher(template).match(key)?.each).toEqual(want);
  });

  it('gives the longest reading of a name where it is asked for', () => {
    const matcher = new PlaceMatcher('{each}-*.dump');
    expect(matcher.match('orders-eu-1.dump', 'longest')?.each).toEqual(['orders-eu']);
    expect(new PlaceMatcher('{each}_{yyyy}-{MM}.gz').match('a_b_2026-11.gz', 'longest')?.each).toEqual(['a_b']);
  });

  it('takes a quoted character for itself', () => {
    const matcher = new PlaceMatcher('d/a{*}{{}b{}}.gz');
    expect(matcher.match('d/a*{b}.gz')).not.toBeNull();
    expect(matcher.match('d/axx{b}.gz')).toBeNull();
    expect(matcher.prefix).toBe('d/a*{b}.gz');
  });

  it('gives the digits of the date', () => {
    expect(new PlaceMatcher('{yyyy}/{MM}/x-{dd}').match('2026/11/x-21')?.date).toEqual({
      yyyy: '2026',
      MM: '11',
      dd: '21',
    });
  });

  const prefixes = [
    { template: 'orders/*.dump', want: 'orders/' },
    { template: 'orders/db-*.dump', want: 'orders/db-' },
    { template: 'orders/db', want: 'orders/db' },
    { template: 'sync/{run}/', want: 'sync/' },
    { template: '**/x', want: '' },
    { template: 'd/{yyyy}/', want: 'd/' },
  ];
  it.each(prefixes)('lists $want for $template', ({ template, want }) => {
    expect(new PlaceMatcher(template).prefix).toBe(want);
  });

  it('takes no longer for a pattern that a careless matcher never ends with', () => {
    const matcher = new PlaceMatcher(`${'*a'.repeat(40)}b`);
    expect(matcher.match('a'.repeat(5000))).toBeNull();
  });

  it('matches what a matcher that simply tries everything matches', () => {
    const part = fc.constantFrom('a', 'b', '/', '*', '**', '/**/', '{run}', '{each}', '{MM}', '-');
    const template = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '0', '1'), maxLength: 10 });
    fc.assert(
      fc.property(template, key, (text, candidate) => {
        const naive = naiveMatch(parseTemplate(text), candidate);
        expect(new PlaceMatcher(text).match(candidate) !== null).toBe(naive);
      }),
      { seed: 20261121, numRuns: 3000 },
    );
  });
});

/** Exponential and obvious. */
function naiveMatch([token, ...rest]: readonly TemplateToken[], key: string): boolean {
  if (token === undefined) return key === '';
  const splits = Array.from({ length: key.length + 1 }, (_, at) => [key.slice(0, at), key.slice(at)] as const);
  const any = (fits: (head: string) => boolean) => splits.some(([head, tail]) => fits(head) && naiveMatch(rest, tail));
  switch (token.kind) {
    case 'literal':
      return any((head) => head === token.text);
    case 'star':
      return any((head) => !head.includes('/'));
    case 'run':
    case 'each':
      return any((head) => head !== '' && !head.includes('/'));
    case 'globstar':
      return any(() => true);
    case 'folders':
      return any((head) => head === '' || head.endsWith('/'));
    case 'date':
      return any((head) => /^(0[1-9]|1[0-2])$/.test(head));
    case 'end-or-below':
      return key === '' || key.startsWith('/');
    default:
      return token satisfies never;
  }
}

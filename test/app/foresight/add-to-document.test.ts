import { describe, expect, test } from 'vitest';
import { addToDocument, jobIdsOf } from '../../../lib/app/foresight/add-to-document.ts';
import type { LookedJob } from '../../../lib/app/foresight/suggested-text.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';

const JOB: LookedJob = {
  isWhole: true,
  job: {
    ...{ id: 'shop', name: 'Shop', backup: '/srv/shop-{yyyy}-{MM}-{dd}.dump', isMirror: false, marker: null },
    ...{
      times: { kind: 'interval', everyMs: DAY_MS },
      allowMs: 26 * HOUR_MS,
      floorBytes: 320_000_000,
      floorFiles: null,
    },
    ...{ shrinkPercent: 50, warnShrinkPercent: null, mustChange: false, unchangedMs: null, except: [], newest: [] },
    comment: '62 nightly files since 28 Sep',
  },
};

const ADDED = `    # 62 nightly files since 28 Sep
    shop:
      name: Shop
      backup: /srv/shop-{yyyy}-{MM}-{dd}.dump
      verify: well-formed
      rule: every 24 hours; allow 26 hours; at least 320 MB; flag if it shrinks more than 50%
`;

const THERE = `# ours
version:   1
people: { dana: { email: "dana@acme.example" } }   # on call
jobs:
    orders:   # the main one
        backup: './orders/'
        rule: daily, allow 26   # see the wiki

# later: more
calendars:
  closed: [2026-12-24]
`;

describe('jobs are added to a document', () => {
  test('behind those that are there, and every character of it stays', () => {
    const [before = '', after = ''] = THERE.split('\n# later');
    expect(addToDocument(THERE, [JOB]).text).toBe(`${before}${ADDED}\n# later${after}`);
  });

  test('to a document that ends without a line break', () => {
    expect(addToDocument(THERE.slice(0, THERE.indexOf('   # see')), [JOB]).text).toContain(`allow 26\n${ADDED}`);
  });

  test.each([
    ['jobs: { a: { backup: x } }', 'in braces'],
    ['version: 1', 'no jobs'],
    ['jobs: [', 'no YAML'],
  ])('not to %s, and it says why', (text, why) => {
    expect(addToDocument(text, [JOB]).problem).toContain(why);
  });
});

test('the ids that are taken', () => {
  expect([...jobIdsOf(THERE)]).toEqual(['orders']);
});

import { describe, expect, it } from 'vitest';
import { judgeAge } from '../../../lib/core/judging/age.ts';
import { at, givenRule, hours } from '../decision/given.ts';

const NOW = at('2026-11-21T08:00:00Z');
const CONTEXT = { running: null, goneTs: null };

describe('the age of the newest good run', () => {
  it('is said with both lines that it is held against', () => {
    expect(judgeAge(givenRule(), NOW - hours(27), CONTEXT, NOW)).toMatchObject({
      result: 'soft',
      reason: { kind: 'stale', ageS: 27 * 3_600, allowS: 26 * 3_600, hardAfterS: 32.5 * 3_600 },
      measured: 27 * 3_600,
      threshold: 26 * 3_600,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { findingsWithoutDocument } from '../../../lib/app/admin/pass-causes.ts';
import { acceptedDocument } from '../../../lib/app/rules/accept-rules.ts';
import { loadRules } from '../../../lib/app/rules/load-rules.ts';
import type { LastGood, RulesSource } from '../../../lib/ports/rules-source.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const HEAD = 'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\n';
const JOB = {
  a: '  a: { backup: /b/a/, rule: every 24 hours }\n',
  b: '  b: { backup: /b/b/, rule: every 24 hours }\n',
};
const WHOLE = `${HEAD}jobs:\n${JOB.a}${JOB.b}`;
const HALF = `${HEAD}jobs:\n${JOB.a}`;

const sourceOf = (text: string, writtenAt: number | null, lastGood: LastGood | null): RulesSource => ({
  name: '/srv/rules.yaml',
  folder: '/srv',
  read: async () => ({
    bytes: new TextEncoder().encode(text),
    version: `v${text.length}`,
    ...(writtenAt !== null && { writtenAt }),
  }),
  readLastGood: async () => lastGood,
  writeLastGood: async () => true,
});

async function loadAfterWhole(text: string, ageMs: number | null, accepted = WHOLE) {
  const whole = await loadRules(sourceOf(accepted, null, null), NOW);
  const lastGood = await acceptedDocument(whole, { datesOf: async () => [] }, NOW);
  return loadRules(sourceOf(text, ageMs === null ? null : NOW - ageMs, lastGood), NOW);
}

const jobsOf = ({ document }: Awaited<ReturnType<typeof loadRules>>) => document?.jobs.map(({ id }) => id);

describe('a document that leaves out a job', () => {
  it('waits, with the last good one in force, and says until when', async () => {
    const loaded = await loadAfterWhole(HALF, 119_999);
    expect([loaded.used, loaded.isSettling, jobsOf(loaded)]).toEqual(['last-good', true, ['a', 'b']]);
    expect(loaded.unavailable).toBe(
      'rules.yaml leaves out 1 of 2 jobs (b) and was just written; it is used once it has been left unchanged for 2 minutes, or at once with the line removes: 1',
    );
  });

  it('is no cause for the admin while it waits', async () => {
    expect(findingsWithoutDocument(await loadAfterWhole(HALF, 0)).causes).toEqual([]);
  });

  it.each([
    { name: 'is taken once it has been unchanged for 2 minutes', text: HALF, ageMs: 120_000 },
    { name: 'is taken at once where its place has no editor', text: HALF, ageMs: null },
    { name: 'is taken at once where it says so', text: `removes: 1\n${HALF}`, ageMs: 0 },
    { name: 'is taken where the clock was set back', text: HALF, ageMs: -3_600_000 },
  ])('$name', async ({ text, ageMs }) => {
    const loaded = await loadAfterWhole(text, ageMs);
    expect([loaded.used, jobsOf(loaded)]).toEqual(['current', ['a']]);
  });

  it('waits where it names another number', async () => {
    expect((await loadAfterWhole(`removes: 2\n${HALF}`, 0)).used).toBe('last-good');
  });
});

describe('removes that the last good document said already', () => {
  const spent = `removes: 1\n${WHOLE}`;

  it('no longer lets a drop through at once, and the text says so', async () => {
    const loaded = await loadAfterWhole(`removes: 1\n${HALF}`, 0, spent);
    expect([loaded.used, jobsOf(loaded)]).toEqual(['last-good', ['a', 'b']]);
    expect(loaded.unavailable).toBe(
      'rules.yaml leaves out 1 of 2 jobs (b) and was just written; it is used once it has been left unchanged for 2 minutes; its removes: 1 was spent before',
    );
  });

  it('counts again after a document without it', async () => {
    expect((await loadAfterWhole(`removes: 1\n${HALF}`, 0, WHOLE)).used).toBe('current');
  });

  it('is remembered when the same document is accepted again', async () => {
    const first = await loadRules(sourceOf(spent, null, null), NOW);
    const lastGood = await acceptedDocument(first, { datesOf: async () => [] }, NOW);
    const { removes: _, ...kept } = await loadRules(sourceOf(spent, null, lastGood), NOW);
    expect((await acceptedDocument(kept, { datesOf: async () => [] }, NOW)).removes).toBe(1);
  });
});

it('a document that leaves out none is taken at once', async () => {
  const more = `${WHOLE}  c: { backup: /b/c/, rule: every 24 hours }\n`;
  expect((await loadAfterWhole(more, 0)).used).toBe('current');
});

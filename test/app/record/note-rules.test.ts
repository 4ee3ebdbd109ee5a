import { describe, expect, it } from 'vitest';
import { noteRules } from '../../../lib/app/record/note-rules.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import type { RulesNote } from '../../../lib/core/record/rules-note.ts';
import { read } from '../../rules-doc/read.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');

/** A log in memory that has `taken` as the number another process has just used. */
function log(taken = 0) {
  const notes: RulesNote[] = [];
  const rulesNotes = async () => notes;
  const addRulesNote = async (note: RulesNote) => {
    if (note.link?.no === taken) return false;
    notes.push(note);
    return true;
  };
  return { notes, rulesNotes, addRulesNote };
}

function loaded(jobs: readonly string[], version: string, by?: string): LoadedRules {
  const lines = jobs.map((id) => `  ${id}: { backup: "s3://acme/${id}/", rule: every 24 hours }`);
  const { document } = read(['version: 1', 'jobs:', ...lines].join('\n'));
  return { document, version, source: 'rules.yaml', lastGood: null, ...(by && { by }) } as unknown as LoadedRules;
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `job-${index}`);

describe('what a rules doc changed', () => {
  it('is noted once, with who pushed it, each note after the one before', async () => {
    const record = log();
    await noteRules(loaded(['a', 'b'], 'v1', 'dana'), record, NOW);
    await noteRules(loaded(['a', 'b'], 'v1', 'dana'), record, NOW + 1);
    await noteRules(loaded(['a'], 'v2'), record, NOW + 2);
    expect(record.notes.map(({ by, version, rules, link }) => [link?.no, version, by, [...rules.keys()]])).toEqual([
      [1, 'v1', 'dana', ['a', 'b']],
      [2, 'v2', null, ['b']],
    ]);
    expect(record.notes[1]?.link?.prev).toBe(record.notes[0]?.link?.hash);
    expect(record.notes[1]?.rules.get('b')).toBeNull();
  });

  it('is several notes where one would be too large', async () => {
    const record = log();
    await noteRules(loaded(ids(900), 'v1'), record, NOW);
    expect(record.notes.map(({ rules, link }) => [link?.no, rules.size])).toEqual([
      [1, 500],
      [2, 400],
    ]);
  });

  it('that another process is noting is left to the next pass', async () => {
    const record = log(2);
    await noteRules(loaded(ids(600), 'v1'), record, NOW);
    expect(record.notes).toHaveLength(1);
  });
});

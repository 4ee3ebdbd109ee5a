import { describe, expect, test } from 'vitest';
import { withContent } from '../../../lib/app/evidence/content-of-run.ts';
import { NOTHING_REMEMBERED } from '../../../lib/core/evidence/remembered-place.ts';
import type { SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import { at, FakeSource, local } from './gather-evidence-setting.ts';

const PLACE = local('/backups/');
const TS = at('02:00');

/** A disk in memory whose files are known by their text. */
class Disk extends FakeSource {
  async contentMark(...[place, key]: Parameters<NonNullable<EvidenceSource['contentMark']>>): Promise<string> {
    return new TextDecoder().decode(await this.read(place, key, 100));
  }
}

function fileRun(source: FakeSource, key: string): Run {
  const sizeBytes = source.objects.get(key)?.sizeBytes ?? 0;
  return { ts: TS, outcome: 'finished', sizeBytes, location: key, key, source: 'file' };
}

/** What is found of the newest run; `before`: the size of the run before it. */
async function contentOf(source: FakeSource, run: Run, { isAsked = true, before = 0, memory = [] as SeenRun[] } = {}) {
  const seen = [...memory, { ts: TS - 86_400_000, sizeBytes: before, finding: 'good' } as const];
  const remembered = { ...NOTHING_REMEMBERED, runs: seen };
  return (await withContent([run], PLACE, remembered, source, isAsked))[0]?.content;
}

describe('what stands for the content of a local run', () => {
  test('of a folder is that of its files, whatever they are called', async () => {
    const source = new Disk();
    for (const [key, text] of [
      ['1/a-27', 'x'],
      ['1/b', 'y'],
      ['2/a-28', 'x'],
      ['2/b', 'y'],
      ['3/a-29', 'x'],
      ['3/b', 'z'],
    ] as const) {
      source.put(`/backups/${key}`, TS, text);
    }
    const of = (n: number) =>
      contentOf(source, {
        ts: TS,
        outcome: 'finished',
        sizeBytes: 2,
        location: `${n}`,
        key: `/backups/${n}/`,
        source: 'folder',
      });
    expect(await of(1)).toBe(await of(2));
    expect(await of(1)).not.toBe(await of(3));
  });

  test('is not known where the source does not read it', async () => {
    const source = new FakeSource().put('/backups/a', TS, 'small');
    expect(await contentOf(source, fileRun(source, '/backups/a'))).toBeUndefined();
  });

  test.each([
    ['is not asked for, and the run before had another size', { isAsked: false, before: 4 }],
    ['is remembered', { memory: [{ ts: TS, sizeBytes: 5, finding: 'good', content: 'k' }] as SeenRun[] }],
  ])('is not read where it %s', async (_, given) => {
    const source = new Disk().put('/backups/a', TS, 'small');
    expect(await contentOf(source, fileRun(source, '/backups/a'), given)).toBeUndefined();
    expect(source.requests.get).toBe(0);
  });

  test('is read without being asked for where the run before had the same size', async () => {
    const source = new Disk().put('/backups/a', TS, 'small');
    expect(await contentOf(source, fileRun(source, '/backups/a'), { isAsked: false, before: 5 })).toBeDefined();
  });

  test('of a file that is gone meanwhile, or may not be read and was not asked for, is not known', async () => {
    const source = new Disk().put('/backups/a', TS, 'small');
    const run = fileRun(source, '/backups/a');
    source.objects.clear();
    expect(await contentOf(source, run)).toBeUndefined();
    source.read = async () => {
      throw new EvidenceUnreadable('refused', 'read', '/backups/a', 'permission denied');
    };
    expect(await contentOf(source, run, { isAsked: false, before: 5 })).toBeUndefined();
    await expect(contentOf(source, run)).rejects.toThrow('permission denied');
  });
});

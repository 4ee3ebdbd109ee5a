import { describe, expect, test } from 'vitest';
import { filesInPlace } from '../../../lib/app/evidence/files-in-place.ts';
import type { RunFinding } from '../../../lib/core/evidence/seen-run.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { FakeSource, gatherRead, local, now, rowOf, s3, sampleJob } from './gather-evidence-setting.ts';

const NIGHT = now - 6 * HOUR_MS;

/** `name: taken for, note`, in the order of their names. */
async function takenIn(job: Job, source: FakeSource, findings: Readonly<Record<string, RunFinding>> = {}) {
  const evidence = await gatherRead({ job, source });
  const runs = evidence.runs.flatMap(({ ts, sizeBytes = null, key }) =>
    findings[key] === undefined ? [] : [{ ts, sizeBytes, finding: findings[key] }],
  );
  const row = { ...rowOf(job), runs };
  const { files } = await filesInPlace(job, job.place ?? s3('o/'), [{ row, evidence }], now, source);
  return files
    .map(({ location, takenFor, note, member }) => {
      const name = location.replace(/^(s3:\/\/b)?\/?o\//, '');
      return `${name}: ${takenFor}${note === null ? '' : `, ${note}`}${member === null ? '' : ` (${member})`}`;
    })
    .sort();
}

const put = (...files: readonly (readonly [key: string, at?: number, content?: number])[]) => {
  const source = new FakeSource();
  for (const [key, at = NIGHT, content = 100] of files) source.put(`o/${key}`, at, content);
  return source;
};

describe('what lies in a place, and what it is taken for', () => {
  test('a folder of dumps', async () => {
    const source = put(
      ['b-1.dump', NIGHT - 2 * DAY_MS],
      ['b-2.dump', NIGHT - DAY_MS],
      ['b-3.dump', NIGHT, 10],
      ['b-3.log', NIGHT, 3],
      ['b-3.dump.sha256'],
      ['b-4.dump', now + DAY_MS],
      ['b-5.dump.part'],
      ['c.log', NIGHT + 1, 3],
      ['old.log', NIGHT - 3 * DAY_MS, 3],
      ['.hidden'],
      ['Thumbs.db'],
      ['.sentinel/x.json'],
      ['x/', NIGHT, 0],
    );
    const job = sampleJob({ place: s3('o/') });
    const findings = { 'o/b-1.dump': 'good', 'o/b-2.dump': 'damaged', 'o/b-3.dump': 'too-small' } as const;
    expect(await takenIn(job, source, findings)).toEqual([
      '.hidden: hidden',
      '.sentinel/x.json: own',
      'Thumbs.db: litter',
      'b-1.dump: backup, good',
      'b-2.dump: backup, damaged',
      'b-3.dump.sha256: checksum',
      'b-3.dump: backup, too small',
      'b-3.log: companion, of b-3.dump',
      'b-4.dump: future-dated',
      'b-5.dump.part: on-its-way',
      'c.log: run-under-way, newer than the newest backup, and named otherwise',
      'old.log: companion, a log or the like without a backup of its name',
      'x/: folder-marker',
    ]);
  });

  test('a pattern, with more than are judged', async () => {
    const many = Array.from({ length: 45 }, (_, n) => [`b-${100 + n}.dump`, NIGHT - (45 - n) * DAY_MS] as const);
    const taken = await takenIn(sampleJob({ place: s3('o/b-*.dump') }), put(...many, ['b-1.txt'], ['sub/b-1.dump']));
    expect(taken.slice(0, 2)).toEqual([
      'b-1.txt: no-match, b-1.txt does not end in .dump',
      'b-100.dump: too-old, older than those that are judged',
    ]);
    expect(taken.slice(-2)).toEqual([
      'b-144.dump: backup, finished',
      'sub/b-1.dump: no-match, sub/b-1.dump does not begin with b-',
    ]);
  });

  test('dates that do not matter any more', async () => {
    const job = sampleJob({ place: s3('o/b-{yyyy}-{MM}-{dd}.dump') });
    const taken = await takenIn(job, put(['b-2026-11-21.dump'], ['b-2024-01-01.dump'], ['b-latest.dump']));
    expect(taken).toEqual([
      'b-2024-01-01.dump: not-looked-at, no date that matters now',
      'b-2026-11-21.dump: backup, finished',
      'b-latest.dump: no-match, its name has no date where the place has one',
    ]);
  });

  test('runs in folders, with their markers', async () => {
    const job = sampleJob({ place: s3('o/{run}/'), finished: { kind: 'marker', name: 'DONE' } });
    expect(await takenIn(job, put(['r1/a'], ['r1/DONE', NIGHT + 1], ['r2/a', NIGHT + 2]))).toEqual([
      'r1/DONE: marker, of r1/',
      'r1/a: part-of-run, of r1/: finished',
      'r2/a: part-of-run, of r2/: not finished: its marker is missing',
    ]);
  });

  test('reports beside the backups', async () => {
    const finished = { kind: 'report', place: s3('o/*.json') } as const;
    const source = put(['a.dump', NIGHT]);
    source.put(
      'o/r.json',
      NIGHT,
      JSON.stringify({ status: 'failed', finished_at: new Date(NIGHT).toISOString(), error: 'no space' }),
    );
    expect(await takenIn(sampleJob({ place: s3('o/*'), finished }), source)).toEqual([
      'a.dump: backup, failed: no space',
      'r.json: report',
    ]);
  });

  test('a mirror', async () => {
    const job = sampleJob({ place: s3('o/'), isMirror: true, finished: { kind: 'marker', name: 'DONE' } });
    expect(await takenIn(job, put(['a.jpg'], ['.b'], ['DONE'], ['.sentinel/r.json']))).toEqual([
      '.b: part-of-mirror',
      '.sentinel/r.json: own',
      'DONE: marker',
      'a.jpg: part-of-mirror',
    ]);
  });

  test('a local file that is being written', async () => {
    const source = new FakeSource().put('/o/a.dump', now - 1000);
    expect(await takenIn(sampleJob({ place: local('/o/') }), source)).toEqual([
      'a.dump: being-written, changed less than 2 minutes ago',
    ]);
  });

  test('members of {each}, and those that are excepted', async () => {
    const each = { except: ['scratch*'], forgetAfterMs: null, expect: [], atLeast: 0, rules: [] };
    const job = sampleJob({ place: s3('o/{each}-{yyyy}-{MM}-{dd}.sql'), each });
    const looks = ['shop', 'crm'].map(() => ({
      row: newRow('x'),
      evidence: { kind: 'refused', operation: 'list', location: 'o/', error: 'denied' } as const,
    }));
    const source = put(['shop-2026-11-21.sql'], ['scratch1-2026-11-21.sql'], ['shop.txt']);
    const { files, folder, isCut } = await filesInPlace(job, job.place ?? s3('o/'), looks, now, source);
    expect([folder, isCut]).toEqual(['s3://b/o/', false]);
    expect(files.map(({ takenFor, member }) => `${takenFor} ${member}`).sort()).toEqual([
      'backup shop',
      'no-match null',
      'no-member scratch1',
    ]);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureGroups } from '../../bench/measure-groups.ts';

const ROW = { row: 'Requests', measured: '1', goal: 'exactly 1', met: true };
const NOT_MEASURED = { goal: 'to be measured', met: false };

describe('groups that are measured', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
    const programs = {
      good: `process.stdout.write(${JSON.stringify(JSON.stringify([ROW]))})`,
      failing: `process.stdout.write('[]'); process.stderr.write('no such bucket'); process.exitCode = 1`,
      hanging: 'setInterval(() => {}, 1000)',
      cut: `process.stdout.write('[{"row": "Requests"')`,
    };
    for (const [name, code] of Object.entries(programs)) await writeFile(join(folder, `${name}.mjs`), code);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const measured = async (names: readonly string[], signal = new AbortController().signal) => {
    const said: string[] = [];
    const programOf = (name: string) => join(folder, `${name}.mjs`);
    const options = { programOf, cwd: folder, env: process.env, limitMs: 1_500, signal };
    const rows = await measureGroups(names, { ...options, say: (line) => said.push(line) });
    return { rows, said };
  };

  it('keep their rows where another one fails or is not done in time, which is a row too', async () => {
    const { rows, said } = await measured(['failing', 'good', 'hanging', 'cut', 'good']);
    const failed = 'failed; what it said is on standard error';
    expect(rows).toEqual([
      { row: 'The group `failing`', measured: failed, ...NOT_MEASURED },
      ROW,
      { row: 'The group `hanging`', measured: 'not done after 1.5 s', ...NOT_MEASURED },
      { row: 'The group `cut`', measured: failed, ...NOT_MEASURED },
      ROW,
    ]);
    expect(said).toContain('no such bucket');
    expect(said.filter((line) => line.startsWith('measuring: '))).toHaveLength(5);
  });

  it('are ended together', async () => {
    await expect(measured(['hanging', 'good'], AbortSignal.timeout(300))).rejects.toThrow('abort');
  });
});

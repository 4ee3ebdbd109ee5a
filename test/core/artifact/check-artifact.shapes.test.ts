import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../../lib/app/evidence/decompress.ts';
import { checkArtifact, type Finding } from '../../../lib/core/artifact/check-artifact.ts';
import { VERDICTS } from '../../../lib/core/artifact/finding.ts';
import { deepLimits, LIMITS_ON_PATH, LIMITS_ON_S3 } from '../../../lib/core/artifact/read-limits.ts';

/** Made by the real tools (make-shapes.sh): the folder of each is the verdict that it must get. */
const SHAPES = fileURLToPath(new URL('../../fixtures/artifacts/shapes', import.meta.url));
/** Of a dump into a folder this file speaks for all of it. */
const SPEAKS_FOR_FOLDER = /^(toc\.dat|metadata(\.partial)?)$/;

const LIMITS = [
  { where: 'on a path', limits: LIMITS_ON_PATH },
  { where: 'in a bucket', limits: LIMITS_ON_S3 },
  { where: 'read whole', limits: deepLimits(LIMITS_ON_PATH, null) },
];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((file) => SPEAKS_FOR_FOLDER.test(file))
      .map((file) => join(path, file));
  });
}

function look(path: string, limits = LIMITS_ON_PATH): Promise<Finding> {
  const bytes = new Uint8Array(readFileSync(path));
  const read = async (from: number, length: number) => bytes.subarray(from, from + length);
  const namesBeside = async () => new Set(readdirSync(join(path, '..')));
  return checkArtifact({ name: path, sizeBytes: bytes.length, read, namesBeside }, { limits, decompress });
}

describe.each(VERDICTS)('what is %s', (verdict) => {
  const files = filesIn(join(SHAPES, verdict)).map((path) => ({ path, name: path.slice(SHAPES.length + 1) }));
  it.each(files)('$name', async ({ path }) => {
    for (const { where, limits } of LIMITS) {
      const { words, ...found } = await look(path, limits);
      expect({ ...found, where }, words).toMatchObject({ verdict, where });
    }
  });
});

describe('one of many files in a folder', () => {
  it.each([
    { name: 'random.zip', of: 'not-checkable', want: 'unknown-kind' },
    { name: 'nothing.tar', of: 'hollow', want: 'unknown-kind' },
    { name: 'died.sql.gz', of: 'hollow', want: 'hollow' },
    { name: 'cut.tar', of: 'damaged', want: 'damaged' },
  ])('$name is judged only where its name and its content agree', async ({ name, of, want }) => {
    const bytes = new Uint8Array(readFileSync(join(SHAPES, of, name)));
    const read = async (from: number, length: number) => bytes.subarray(from, from + length);
    const options = { limits: LIMITS_ON_PATH, decompress, isOneOfMany: true };
    expect(await checkArtifact({ name, sizeBytes: bytes.length, read }, options)).toMatchObject({ verdict: want });
  });
});

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { outputOf } from '../processes.ts';
import { inSandbox } from './sandbox.ts';

test('the runner is built as one file, and what it needs for S3 as another that has all of it', () =>
  inSandbox('', async ({ folder }) => {
    await outputOf(process.execPath, ['esbuild.runner.mjs', '--out', folder]);
    expect(await outputOf(process.execPath, [`${folder}/sentinel-run.mjs`, '--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
    const asked = (await readFile(`${folder}/sentinel-run.mjs`, 'utf8')).match(/import\("\.\/sentinel-run-s3\.mjs"\)/g);
    expect(asked).toHaveLength(1);
    const s3 = (await import(`${folder}/sentinel-run-s3.mjs`)) as Record<string, unknown>;
    expect(Object.keys(s3)).toEqual(
      expect.arrayContaining(['createS3Client', 'S3Destination', 'S3Evidence', 'S3Rules', 'writeTextObject']),
    );
  }));

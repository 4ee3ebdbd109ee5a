import { readFile, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { outputOf, runProcess } from '../processes.ts';
import { inSandbox } from './sandbox.ts';

test('the runner is built as one file, and what it needs for S3 as another that has all of it', () =>
  inSandbox('', async ({ folder }) => {
    await outputOf(process.execPath, ['esbuild.runner.mjs', '--out', folder]);
    expect(await outputOf(process.execPath, [`${folder}/sentinel-run.mjs`, '--version'])).toMatch(/^\d+\.\d+\.\d+\n$/);
    const asked = (await readFile(`${folder}/sentinel-run.mjs`, 'utf8')).match(/import\("\.\/sentinel-run-s3\.mjs"\)/g);
    expect(asked).toHaveLength(1);
    const s3 = (await import(`${folder}/sentinel-run-s3.mjs`)) as Record<string, unknown>;
    expect(Object.keys(s3)).toEqual(
      expect.arrayContaining(['openDestination', 'openS3Rules', 'openSource', 'writeTextObject']),
    );
    await rm(`${folder}/sentinel-run-s3.mjs`);
    const args = [`${folder}/sentinel-run.mjs`, 'run', 'job', '--verify', 's3://acme/orders/', '--', 'true'];
    const { status, stderr } = await runProcess(process.execPath, args, { env: { ...process.env, HOME: folder } });
    expect(status).not.toBe(0);
    expect(stderr).toContain('s3:// needs the file sentinel-run-s3.mjs beside sentinel-run.mjs');
    expect(stderr).not.toContain('    at ');
  }));

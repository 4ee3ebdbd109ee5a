import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../lib/stacks/function-bundle.ts';
import { FUNCTION_NAMES } from '../../lib/stacks/names.ts';

const KB = 1000;
/** What a bundle may weigh; each KB is read and compiled at every cold start. See docs/decisions/0026-bundles.md. */
const MOST_BYTES = { checker: 960 * KB, 'rules-gate': 2_250 * KB, summary: 810 * KB };

/** What the stack sets, and Lambda. */
const ENVIRONMENT = {
  SENTINEL_PREFIX: 'bk',
  RULES_BUCKET: 'rules',
  RULES_KEY: 'rules.yaml',
  BUS_NAME: 'backup-sentinel',
  SLICE_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/111111111111/bk-slices',
  ADMIN_TOPIC_ARN: 'arn:aws:sns:us-east-1:111111111111:bk-admin',
  WATCHDOG_PARAMETER: '/bk/watchdog-url',
  TICK_SECONDS: '3600',
  AWS_REGION: 'us-east-1',
};

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundles = await Promise.all(FUNCTION_NAMES.map(bundleFunction));

describe.each(bundles)('the bundle of $name', ({ name, code, sourceMap }) => {
  it('keeps within its budget', () => {
    expect(Buffer.byteLength(code)).toBeLessThanOrEqual(MOST_BYTES[name]);
  });

  it('needs nothing beside it to be loaded', () => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, code);
    const script = `import(${JSON.stringify(pathToFileURL(file))}).then((m) => console.log(typeof m.handler))`;
    const told = execFileSync(process.execPath, ['-e', script], {
      cwd: folder,
      env: ENVIRONMENT,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(told.trim()).toBe('function');
  });

  it('does not carry its source map, which is made beside it', () => {
    expect(code).not.toContain('sourceMappingURL');
    expect(JSON.parse(sourceMap)).toMatchObject({ version: 3 });
  });

  it('is the same each time, so that nothing is deployed without a change', async () => {
    expect((await bundleFunction(name)).code).toBe(code);
  });
});

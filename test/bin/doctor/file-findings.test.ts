import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { permissionFindings, secretFindings } from '../../../bin/doctor/file-findings.ts';
import type { Finding } from '../../../bin/doctor/finding.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const remedies = (found: readonly Finding[]) => found.map(({ standing, remedy }) => [standing, remedy]);

it('a state and rules that others can change are named, each with the command that ends it', async () => {
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, '', { mode: 0o600 });
  expect(await permissionFindings(folder, rules)).toMatchObject([{ standing: 'ok' }]);
  await chmod(rules, 0o664);
  await chmod(folder, 0o777);
  expect(remedies(await permissionFindings(folder, rules))).toEqual([
    ['warn', `chmod go-w ${folder}`],
    ['warn', `chmod go-w ${rules}`],
  ]);
});

it('a state folder that is not there yet is no finding', async () => {
  expect(await permissionFindings(join(folder, 'none'), null)).toMatchObject([{ standing: 'ok' }]);
});

it('a secret that others can read, and an empty one, are named', async () => {
  const secrets = join(folder, 'secrets');
  expect(await secretFindings(secrets)).toMatchObject([{ standing: 'ok' }]);
  await mkdir(secrets, { mode: 0o700 });
  await writeFile(join(secrets, 'good'), 'x', { mode: 0o600 });
  expect(await secretFindings(secrets)).toMatchObject([{ standing: 'ok' }]);
  await writeFile(join(secrets, 'open'), 'x', { mode: 0o640 });
  await writeFile(join(secrets, 'void'), '', { mode: 0o600 });
  await chmod(secrets, 0o755);
  expect(remedies(await secretFindings(secrets))).toEqual([
    ['warn', `chmod 700 ${secrets}`],
    ['fail', `chmod 600 ${join(secrets, 'open')}`],
    ['fail', 'put the value into it, or remove it'],
  ]);
});

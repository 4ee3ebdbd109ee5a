import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProofSetting } from './proof-setting.ts';

let setting: ProofSetting;
const PASSWORD = { RESTIC_PASSWORD: 'open sesame' };

beforeAll(async () => {
  setting = await ProofSetting.make();
  await setting.sh(
    `mkdir data && head -c 3000000 /dev/urandom > data/photos && restic init -q -r repo && restic backup -q -r repo data
    rm "$(find repo/data -type f -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2)"`,
    PASSWORD,
  );
});
afterAll(() => setting.remove());

// In a file of its own: restic looks for a pack that is gone for three quarters of a minute, and this waits.
test('a repository that lacks a pack is refuted, with the file that cannot be restored', async () => {
  const words = ['--recipe', 'restic', '--copy-from', setting.at('repo')];
  const proved = await setting.prove('pack', words, PASSWORD);
  expect(proved.report).toMatchObject({ verdict: 'refuted' });
  expect(proved.report.error).toMatch(/restic restore: ignoring error for .*photos/);
  expect(proved.status).toBe(65);
  expect(await setting.leftovers()).toEqual([]);
});

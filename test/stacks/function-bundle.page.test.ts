import { expect, test } from 'vitest';
import { bundle } from '../../lib/stacks/function-bundle.ts';

test('a function carries what the status page loads, and not the tool that made it', async () => {
  const files = await bundle('lib/web/page/status-page.ts', 'reader');
  const code = files.map((file) => file.code).join('\n');
  expect(code).toContain('.u-legend');
  expect(code).toContain('#jobs tr');
  expect(code).toContain('visibilitychange');
  expect(code).not.toMatch(/from ?["']esbuild["']|import\(["']esbuild["']\)/);
});

import { execFileSync } from 'node:child_process';

/**
 * Tests that run the program run what a user would: the built one, made from the sources as they are now. A night builds
 * it once, before its runs.
 */
export default function build(): void {
  if (process.env.SENTINEL_BUILT === '1') return;
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: 'inherit' });
}

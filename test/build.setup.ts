import { execFileSync } from 'node:child_process';

/** Tests that run the program run what a user would: the built one, made from the sources as they are now. */
export default function build(): void {
  execFileSync(process.execPath, ['esbuild.config.mjs'], { stdio: 'inherit' });
}

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { startProcess } from '../processes.ts';

const SOURCE = fileURLToPath(new URL('embedded-store-child.ts', import.meta.url));
// In node_modules, from where dynalite can be found as from an installed program.
const BUNDLE = fileURLToPath(
  new URL('../../node_modules/.cache/sentinel-tests/embedded-store-child.mjs', import.meta.url),
);

/** Bundles the children's program once, as the command line is bundled; starting it then takes a third of the time. */
export async function buildChild(): Promise<void> {
  await build({
    entryPoints: [SOURCE],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['dynalite'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
}

/** A real process that uses the embedded store. */
export class StoreProcess {
  readonly child: ChildProcess;
  /** What it has said so far, line by line. */
  readonly lines: string[] = [];
  readonly errors: string[] = [];
  readonly ended: Promise<unknown>;

  /** `words` are the role and its arguments; `limitKiB` limits the size of every file it writes. */
  constructor(words: readonly string[], options: { user?: number; limitKiB?: number } = {}) {
    const command = [process.execPath, '--no-deprecation', '--no-warnings', BUNDLE, ...words];
    const limited = options.limitKiB
      ? ['sh', '-c', `ulimit -f ${options.limitKiB}; exec "$@"`, 'sh', ...command]
      : command;
    const user = options.user === undefined ? {} : { uid: options.user, gid: options.user };
    this.child = startProcess(limited[0] ?? '', limited.slice(1), {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
      ...user,
    });
    createInterface({ input: this.child.stdout as NodeJS.ReadableStream }).on('line', (line) => this.lines.push(line));
    createInterface({ input: this.child.stderr as NodeJS.ReadableStream }).on('line', (line) => this.errors.push(line));
    this.child.stdin?.on('error', () => {});
    this.ended = once(this.child, 'close');
  }

  /** The versions of its row that it was told are stored, in order. */
  get versions(): number[] {
    return this.lines.filter((line) => line.startsWith('stored')).map((line) => Number(line.split(' ')[1]));
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  runToEnd(): void {
    this.child.stdin?.write('end\n');
  }
}

/** Waits until the condition holds, at most 20 seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

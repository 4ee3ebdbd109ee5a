import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What keeps a program from being started, with what to do; null when nothing does. */
export async function commandProblem(program: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (program.includes('/')) {
    const problem = await problemOf(program);
    return problem === null ? null : `the command ${program} ${problem}`;
  }
  let unusable: string | null = null;
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', program);
    const problem = await problemOf(path);
    if (problem === null) return null;
    if (problem !== MISSING) unusable ??= `the command ${path} ${problem}`;
  }
  const path = env.PATH || 'empty';
  return unusable ?? `command ${program} not found; install it, or write its full path (PATH is ${path.slice(0, 300)})`;
}

const MISSING = 'does not exist; check the path';

async function problemOf(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'is not a file; write the path of a program';
    await access(path, constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'is not executable for this user; chmod +x it' : MISSING;
  }
}

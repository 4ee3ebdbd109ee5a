import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** What keeps a program from being started, with what to do; null when nothing does. */
export async function commandProblem(program: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  if (program.includes('/')) {
    const fault = await faultOf(program);
    return fault === null ? null : `the command ${program} ${fault}`;
  }
  let unusable: string | null = null;
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', program);
    const fault = await faultOf(path);
    if (fault === null) return null;
    if (fault !== MISSING) unusable ??= `the command ${path} ${fault}`;
  }
  const path = env.PATH || 'empty';
  return (
    unusable ?? `there is no command ${program}; install it, or write its whole path (PATH is ${path.slice(0, 300)})`
  );
}

const MISSING = 'is not there; write the path of one that is';

async function faultOf(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isFile()) return 'is not a file; write the path of a program';
    await access(path, constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'may not be run by this user; chmod +x it' : MISSING;
  }
}

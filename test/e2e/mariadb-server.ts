import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from './server-process.ts';
import { type ShellOptions, shell } from './shell.ts';

/** A MariaDB of a test's own: it listens on a socket in its own folder and on no port. */
export interface MariaDbServer {
  /** What `mariadb` and `mariadb-dump` need to be told to reach it. */
  readonly options: string;
  stop(): Promise<void>;
}

export async function startMariaDb(): Promise<MariaDbServer> {
  // Short: the path of a socket has room for a hundred characters.
  const folder = await mkdtemp(join(tmpdir(), 'maria-'));
  const user = await userForServer();
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const socket = join(folder, 'socket');
  const install = 'mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db';
  await shell(`${install} --datadir=${data}`, { cwd: folder, ...user });
  const { uid, gid } = user;
  const options = `--no-defaults --user root --socket ${socket}`;
  const server = await ServerProcess.start({
    name: 'MariaDB',
    program: '/usr/sbin/mariadbd',
    args: ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, '--skip-networking', `--pid-file=${folder}/pid`],
    cwd: folder,
    ...(uid !== undefined && gid !== undefined ? { user: { uid, gid } } : {}),
    isReady: async () => {
      await shell(`mariadb ${options} --execute 'select 1'`);
      return true;
    },
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { options, stop };
}

/** MariaDB refuses to run as root; its package brings a user for it. */
async function userForServer(): Promise<Pick<ShellOptions, 'uid' | 'gid'>> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = (await shell('id -u mysql && id -g mysql')).trim().split('\n').map(Number);
  return uid !== undefined && gid !== undefined ? { uid, gid } : {};
}

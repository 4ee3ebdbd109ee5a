import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from './server-process.ts';
import { type ShellOptions, shell } from './shell.ts';
import { postgresPrograms } from './tools.ts';

/** A PostgreSQL of a test's own: it listens on a socket in its own folder and on no port. */
export interface PostgresCluster {
  /** For `psql`, `pg_dump` and their like: where to connect, and as whom. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresCluster> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL is not installed');
  // Short: the path of a socket has room for a hundred characters.
  const folder = await mkdtemp(join(tmpdir(), 'pg-'));
  const user = await userForServer();
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const path = `${programs}:${process.env.PATH}`;
  const env = { PATH: path, PGHOST: folder, PGUSER: 'sentinel' };
  await shell('initdb --pgdata data --username sentinel --auth trust --no-sync', { cwd: folder, env, ...user });
  const { uid, gid } = user;
  const server = await ServerProcess.start({
    name: 'PostgreSQL',
    program: join(programs, 'postgres'),
    args: ['-D', 'data', '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    cwd: folder,
    ...(uid !== undefined && gid !== undefined ? { user: { uid, gid } } : {}),
    isReady: async () => {
      await shell('psql --dbname postgres --command "select 1"', { env });
      return true;
    },
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { env, stop };
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
async function userForServer(): Promise<Pick<ShellOptions, 'uid' | 'gid'>> {
  if (process.getuid?.() !== 0) return {};
  const ids = await shell('id -u postgres && id -g postgres');
  const [uid, gid] = ids.trim().split('\n').map(Number);
  return uid !== undefined && gid !== undefined ? { uid, gid } : {};
}

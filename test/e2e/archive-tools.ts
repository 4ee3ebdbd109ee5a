import { spawnSync } from 'node:child_process';
import { shell } from './shell.ts';

/** Programs that make what the checks of artifacts are tried on, and the packages that bring them. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  zstd: 'zstd',
  pzstd: 'zstd',
  bzip2: 'bzip2',
  xz: 'xz-utils',
  lz4: 'lz4',
  zip: 'zip',
  '7zz': '7zip',
  sqlite3: 'sqlite3',
  age: 'age',
  gpg: 'gnupg',
  mariadbd: 'mariadb-server',
};

/** Brings those that are not there yet. Rejects when one cannot be had. */
export async function installArchiveTools(): Promise<void> {
  const env = { PATH: `${process.env.PATH}:/usr/sbin` };
  const missing = Object.keys(PACKAGE_OF).filter(
    (program) => spawnSync('which', [program], { stdio: 'ignore', env }).status !== 0,
  );
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => PACKAGE_OF[program]))].join(' ');
  const apt = `${process.getuid?.() === 0 ? '' : 'sudo -n '}apt-get -qq -o DPkg::Lock::Timeout=60`;
  const install = `${apt} install --yes --no-install-recommends ${packages}`;
  // Its lists may be missing or old.
  await shell(`${install} || { ${apt} update && ${install}; }`, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

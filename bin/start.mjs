// `npm start`: the demonstration, or with `-- --rules FILE` a check of your own rules doc. Builds what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

if (!existsSync(`${root}dist/sentinel.js`) && node(`${root}esbuild.config.mjs`) !== 0) process.exit(1);
const args = process.argv.slice(2);
process.exitCode = args.length > 0 ? node(`${root}dist/sentinel.js`, 'check', ...args) : node(`${root}dist/demo.js`);

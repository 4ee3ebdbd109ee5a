// `npm start`: the demonstration; with `-- --look PLACE` a rules doc for what is there, and a check with it; with
// `-- --rules FILE` a check of your own rules doc. Builds what is missing.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;

if (!existsSync(`${root}dist/sentinel.js`) && node(`${root}esbuild.config.mjs`) !== 0) process.exit(1);
const args = process.argv.slice(2);
process.exitCode =
  args[0] === '--look'
    ? look(args.slice(1))
    : args.length > 0
      ? node(`${root}dist/sentinel.js`, 'check', ...args)
      : node(`${root}dist/demo.js`);

/** Suggests a document into a file of this checkout, and checks with it as if for the first time. */
function look(places) {
  const folder = `${root}.sentinel/look`;
  const rules = `${folder}/rules.yaml`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const file = openSync(rules, 'w', 0o600);
  const suggested =
    spawnSync(process.execPath, [`${root}dist/sentinel.js`, 'suggest', ...places], {
      stdio: ['inherit', file, 'inherit'],
    }).status ?? 1;
  closeSync(file);
  if (suggested !== 0) return suggested;
  process.stdout.write('\n');
  const status = node(`${root}dist/sentinel.js`, 'check', '--rules', rules, '--state', `${folder}/state`);
  const shown = relative(process.cwd(), rules);
  process.stdout.write(
    `\nThe rules doc: ${shown}. Read it, write who is notified, and keep it where you like;\nthen  npm start -- --rules rules.yaml  checks again, and  sentinel watch  goes on by itself.\n`,
  );
  // What is wrong with the backups is what one looks for; only a check that could not be made is a failure.
  return status <= 2 ? 0 : status;
}

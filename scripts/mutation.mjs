// `npm run mutation`: how many changes of the decision and the judging no test notices (docs/design/decision.md). Stryker
// is put beside the project's modules, not among them: 200 packages that only this needs. Arguments are files to mutate:
// then the tests of their folders are run, or those that SENTINEL_MUTATION_TESTS names, separated by commas.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const VERSION = '9.6.1';
const FOLDER = 'node_modules/.cache/stryker';
const PACKAGES = [`@stryker-mutator/core@${VERSION}`, `@stryker-mutator/vitest-runner@${VERSION}`];

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(`${FOLDER}/node_modules/@stryker-mutator/core`)) {
  // Without peers: the runner takes the project's own vitest.
  run('npm', [
    'install',
    '--no-save',
    '--legacy-peer-deps',
    '--no-audit',
    '--no-fund',
    '--prefix',
    FOLDER,
    ...PACKAGES,
  ]);
}
const mutate = process.argv.slice(2);
const folders = mutate.map((file) => file.split('/').slice(1, -1).slice(0, 2).join('/'));
const tests = [...new Set(folders)].map((folder) => `test/${folder}/**/*.test.ts`).join(',');
if (mutate.length > 0) process.env.SENTINEL_MUTATION_TESTS ||= tests;
const given = mutate.length === 0 ? [] : ['--mutate', mutate.join(',')];
run('node', [
  `${FOLDER}/node_modules/@stryker-mutator/core/bin/stryker.js`,
  'run',
  'scripts/stryker.config.json',
  ...given,
]);

// `npm run supply-chain`: what is installed and from whom. Checks the lock file, the licences and the install scripts of
// what is deployed, asks the registry for known vulnerabilities and for the age of each direct dependency, and prints
// what it found. Status 1 when a check failed. `--offline` leaves out what needs the registry.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that may be deployed with this program, as SPDX names or expressions. */
const LICENCES = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'PSF-2.0', 'Unlicense'],
  // date-holidays: the code, and the dates, which are taken from Wikipedia and named so in its own README.
  '(ISC AND CC-BY-3.0)',
]);
/** Packages whose script runs when they are installed, and what it is for: docs/security.md#supply-chain. */
const INSTALL_SCRIPTS = new Set(['@swc/core', 'classic-level', 'esbuild']);
/** A direct dependency without a release for so long is looked at. */
const STALE_DAYS = 730;
const DAY_MS = 86_400_000;

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const failures = [];
const say = (line) => process.stdout.write(`${line}\n`);

/** Each package is fixed by a SHA-512, its own or that of the package which brings it; optional ones are of other platforms. */
function checkIntegrity() {
  const own = packages.filter(([, { optional, inBundle }]) => !optional && !inBundle);
  const weak = own.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  failures.push(...weak.map(([path]) => `package-lock.json: ${path} has no SHA-512`));
  const elsewhere = packages.filter(
    ([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
  );
  failures.push(...elsewhere.map(([path, { resolved }]) => `package-lock.json: ${path} comes from ${resolved}`));
  say(`lock file: ${packages.length} packages, ${weak.length} without a SHA-512, ${elsewhere.length} from elsewhere`);
}

/** The licences of what is deployed. */
function checkLicences() {
  const counts = new Map();
  for (const [path] of packages.filter(([path, { dev }]) => !dev && existsSync(join(path, 'package.json')))) {
    const { license, licenses } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    const said = license ?? licenses?.[0];
    const licence = typeof said === 'string' ? said : (said?.type ?? 'none');
    counts.set(licence, (counts.get(licence) ?? 0) + 1);
    if (!LICENCES.has(licence)) failures.push(`${path}: its licence is ${licence}`);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  say(`licences of what is deployed: ${sorted.map(([licence, count]) => `${licence} ${count}`).join(', ')}`);
}

function checkInstallScripts() {
  const names = new Set(packages.filter(([, entry]) => entry.hasInstallScript).map(([path]) => nameOf(path)));
  failures.push(...[...names].filter((name) => !INSTALL_SCRIPTS.has(name)).map((name) => `${name} runs a script`));
  say(`install scripts, none of them needed: ${[...names].join(', ')}`);
}

function npm(...args) {
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/** Known vulnerabilities of what is deployed; a registry that cannot be asked is said to be so. */
function checkVulnerabilities() {
  const { metadata } = npm('audit', '--omit', 'dev', '--json');
  if (metadata === undefined) return say('known vulnerabilities: the registry does not answer');
  const { total, high, critical } = metadata.vulnerabilities;
  say(`known vulnerabilities: ${total}, of which ${high} high and ${critical} critical`);
  if (high + critical > 0) failures.push('npm audit --omit dev shows high or critical vulnerabilities');
}

/** When each direct dependency had its last release: a table to read, since some are simply finished. */
function showUpkeep() {
  say('last release of each direct dependency:');
  for (const name of Object.keys(manifest.dependencies)) {
    const { version, time = {} } = npm('view', name, 'version', 'time', '--json');
    const changed = Date.parse(time[version]);
    const days = Math.round((Date.now() - changed) / DAY_MS);
    const installed = lock.packages[`node_modules/${name}`]?.version;
    say(
      `  ${name} ${installed}${installed === version ? '' : ` (${version} is out)`}: ${Number.isNaN(days) ? 'not known' : `${days} days ago${days > STALE_DAYS ? ', look at its upkeep' : ''}`}`,
    );
  }
}

checkIntegrity();
checkLicences();
checkInstallScripts();
if (!process.argv.includes('--offline')) {
  checkVulnerabilities();
  showUpkeep();
}
for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;

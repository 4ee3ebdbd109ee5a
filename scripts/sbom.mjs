// `npm run sbom`: what is deployed, as CycloneDX, from the lock file. `npm sbom --omit dev` leaves out each package that
// a tool of the development needs as well (npm 11.19: zod and yaml among them), so it lists all of them, and this leaves
// out those that nothing else needs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FORMAT = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
const { status, stdout, stderr } = spawnSync('npm', ['sbom', ...FORMAT, '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
if (status !== 0) {
  process.stderr.write(stderr);
  process.exit(1);
}
const { metadata, components, dependencies, ...rest } = JSON.parse(stdout);
// npm names it after the folder.
metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
const isDeployed = ({ properties }) => !properties.some(({ name }) => name === 'cdx:npm:package:development');
const deployed = components.filter(isDeployed);
const known = new Set([metadata.component, ...deployed].map((component) => component['bom-ref']));
const needed = dependencies
  .filter(({ ref }) => known.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => known.has(each)) }));
process.stdout.write(`${JSON.stringify({ ...rest, metadata, components: deployed, dependencies: needed }, null, 2)}\n`);

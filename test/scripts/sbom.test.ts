import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { outputOf } from '../processes.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly unknown[];
}

const hex = (integrity: string) => Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');

test('the SBOM has each package that is deployed, as the lock file fixes it, and no other', async () => {
  const lock: Record<string, { version: string; dev?: true; integrity: string }> = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  ).packages;
  const deployed = Object.entries(lock).filter(([path, { dev }]) => path !== '' && dev !== true);
  const wanted = deployed.map(([path, { version, integrity }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return `${name}@${version} ${hex(integrity)}`;
  });
  const sbom = JSON.parse(await outputOf(process.execPath, ['scripts/sbom.mjs']));
  const components: readonly Component[] = sbom.components;
  const found = components.map(({ name, version, hashes = [] }) => `${name}@${version} ${hashes[0]?.content}`);
  expect(found.toSorted()).toEqual([...new Set(wanted)].toSorted());
  expect(components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'backup-sentinel' } } });
  const refs = new Set([sbom.metadata.component, ...components].map((component) => component['bom-ref']));
  const named = sbom.dependencies.flatMap(({ ref, dependsOn }: { ref: string; dependsOn: string[] }) => [
    ref,
    ...dependsOn,
  ]);
  expect(named.filter((ref: string) => !refs.has(ref))).toEqual([]);
});

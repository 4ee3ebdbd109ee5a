import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

interface Cruised {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly to: string; readonly rule: { name: string } }[];
  };
}

test('every module keeps to the borders of .dependency-cruiser.mjs, and the modules were really read', () => {
  const folders = ['bin', 'lambdas', 'lib'];
  const args = ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--output-type', 'json', ...folders];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  const { totalCruised, violations } = (JSON.parse(output) as Cruised).summary;
  expect(violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  // A parser that does not understand the sources finds no modules, and with them no violations.
  expect(totalCruised).toBeGreaterThan(150);
}, 60_000);

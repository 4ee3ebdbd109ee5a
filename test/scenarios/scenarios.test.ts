import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { playScenario } from './play-scenario.ts';
import type { Scenario } from './scenario.ts';

const scenarios = ['scenarios.json', 'proof-scenarios.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Scenario[],
);

describe.concurrent('scenarios, played against the built program', () => {
  test.each(scenarios)(
    '$name',
    async (scenario) => {
      expect(await playScenario(scenario)).toEqual([]);
    },
    120_000,
  );
});

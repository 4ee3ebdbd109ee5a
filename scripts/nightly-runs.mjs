import { mutatedPart } from './mutated-part.mjs';

const NIGHT = { SENTINEL_NIGHTLY: '1' };
const TESTS = /Tests {2}(.*?) \(\d+\)$/gm;

const unit = (...args) => ['npx', 'vitest', 'run', '--project', 'unit', ...args];
const program = (...args) => ['npx', 'vitest', 'run', '--project', 'program', ...args];
const e2e = (...args) => ['npx', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', ...args];

const part = mutatedPart(Math.floor(Date.now() / 86_400_000));

/**
 * The runs of a night. `minutes` limits each; a lane goes through its runs one after the other, and those without a lane
 * come last, alone. All that need tools are in the first, so that these are brought once. `isWhole: false`: one that comes
 * to its limit has not failed. `figure`: where the log says how far it came, for runs that do not note it themselves.
 */
export const RUNS = [
  {
    ...{ name: 'models', what: 'models: 10,000 histories beside the reference', lane: 1, minutes: 9 },
    ...{ command: unit('test/models/models.test.ts'), env: NIGHT },
  },
  {
    ...{ name: 'members', what: 'models of members and nodes: 1,000 histories', lane: 2, minutes: 6 },
    ...{ command: unit('test/models/members.test.ts'), env: NIGHT },
  },
  {
    ...{ name: 'proofs', what: 'models of proofs: 2,000 histories', lane: 2, minutes: 4 },
    ...{ command: unit('test/models/proven.test.ts'), env: NIGHT },
  },
  {
    ...{ name: 'mirrors', what: 'models of mirrors: 2,000 histories', lane: 2, minutes: 4 },
    ...{ command: unit('test/models/mirrors.test.ts'), env: NIGHT },
  },
  {
    ...{ name: 'calls', what: 'every outside call killed, failed, its answer lost', lane: 1, minutes: 7, env: NIGHT },
    ...{ command: unit('test/models/outside-calls', 'dispatch-calls', 'ping-calls', 'prove-calls'), figure: TESTS },
  },
  {
    ...{ name: 'program', what: 'models over the built program: 200 histories', lane: 1, minutes: 15, env: NIGHT },
    command: e2e('test/e2e/models.test.ts'),
  },
  {
    ...{ name: 'stores', what: 'stores of earlier versions', lane: 1, minutes: 2, figure: TESTS },
    command: program('test/program/old-stores.test.ts'),
  },
  {
    ...{ name: 'failures', what: 'system calls that fail, one of each kind', lane: 1, minutes: 7, figure: TESTS },
    command: e2e('test/e2e/system-call-failures.test.ts'),
  },
  {
    ...{ name: 'soak', what: 'soak, a fortnight of 60 jobs', lane: 1, minutes: 8 },
    ...{ command: e2e('test/e2e/soak.test.ts'), env: { SENTINEL_SOAK_DAYS: '14' } },
  },
  {
    ...{ name: 'fuzz', what: 'fuzzing: 100,000 inputs a reader, as time allows', lane: 2, minutes: 15, env: NIGHT },
    ...{ command: unit('test/fuzz'), figure: TESTS },
  },
  {
    ...{ name: 'properties', what: 'properties, 500 cases each', lane: 2, minutes: 9, figure: TESTS },
    ...{ command: unit('test/properties'), env: { ...NIGHT, SENTINEL_PROPERTY_RUNS: '500' } },
    isWhole: false,
  },
  {
    ...{ name: 'mutation', what: `mutation of ${part.join(', ')}`, lane: 2, minutes: 10 },
    command: ['npm', 'run', '--silent', 'mutation', '--', ...part],
    // How far it came is what there is to say.
    isWhole: false,
    figure: /All files +\| +([\d.]+)/g,
  },
  {
    ...{ name: 'scale', what: 'scale: a pass over 1,000 jobs', lane: null, minutes: 5 },
    ...{
      command: ['npx', 'tsx', 'bench/run.ts', 'pass'],
      figure: /30 backups each.*? listing of their bucket \| (.*?) \|/g,
    },
  },
];

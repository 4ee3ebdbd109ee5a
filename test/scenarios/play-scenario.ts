import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finished } from '../processes.ts';
import { runCommand } from '../run-commands.ts';
import type { Expectation, Scenario, Step, StepFile } from './scenario.ts';

/** Plays a scenario in a folder of its own. Resolves to what went otherwise than expected, a line each. */
export async function playScenario(scenario: Scenario): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-scenario-'));
  try {
    await writeFile(join(folder, 'rules.yaml'), scenario.rules);
    for (const name of scenario.dirs ?? []) await mkdir(join(folder, name), { recursive: true });
    const wrong: string[] = [];
    for (const [index, step] of scenario.steps.entries()) {
      const found = await playStep(folder, step);
      wrong.push(...found.map((text) => `step ${index + 1} (${step.now}): ${text}`));
    }
    return wrong;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function playStep(folder: string, step: Step): Promise<string[]> {
  const rules = join(folder, 'rules.yaml');
  const common = ['--rules', rules, '--state', join(folder, 'state')];
  if (step.rules !== undefined) await writeFile(rules, step.rules);
  for (const path of step.remove ?? []) await rm(join(folder, path), { recursive: true, force: true });
  for (const file of step.files ?? []) await writeStepFile(folder, file, step.now);
  const expected = step.expect ?? {};
  const wrong: string[] = [];
  if (step.action) {
    const { status, stderr } = await runCommand([...step.action, ...common, '--now', step.now]);
    const wanted = expected.action ?? 0;
    const isAsWanted = wanted === 'refused' ? status !== 0 : status === wanted;
    if (!isAsWanted) wrong.push(`${step.action.join(' ')}: exit ${status}, wanted ${wanted}: ${stderr}`);
  }
  const finished = await runCommand(step.lint ? ['lint', rules] : ['check', ...common, '--now', step.now, '--json']);
  return [...wrong, ...compare(finished, expected, step.lint ?? false)];
}

async function writeStepFile(folder: string, file: StepFile, now: string): Promise<void> {
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, file.text ?? '');
  if (file.size !== undefined) await truncate(path, file.size);
  const time = new Date(file.mtime ?? now);
  await utimes(path, time, time);
}

type Fields = Readonly<Record<string, unknown>>;

function compare(finished: Finished, expected: Expectation, isLint: boolean): string[] {
  const { status, stdout, stderr } = finished;
  const wrong: string[] = [];
  if (expected.exit !== undefined && status !== expected.exit) {
    wrong.push(`exit ${status}, wanted ${expected.exit}: ${stderr}`);
  }
  if (expected.output && !new RegExp(expected.output, 'is').test(stdout + stderr)) {
    wrong.push(`the output does not match ${expected.output}: ${stdout}${stderr}`);
  }
  if (isLint) return wrong;
  const report = JSON.parse(stdout) as { counts: Fields; jobs: Fields[]; events: Fields[] };
  if (expected.counts) wrong.push(...differences('counts', expected.counts, report.counts));
  if (expected.top) wrong.push(...differences('report', expected.top, report));
  for (const [id, fields] of Object.entries(expected.jobs ?? {})) {
    const job = report.jobs.find((candidate) => candidate.job_id === id);
    if ((fields === null) !== (job === undefined)) wrong.push(`job ${id} is ${job ? 'there' : 'missing'}`);
    if (fields && job) wrong.push(...differences(id, fields, job));
  }
  if (expected.events) wrong.push(...eventDifferences(expected.events, report.events));
  return wrong;
}

function eventDifferences(wanted: readonly Fields[], events: readonly Fields[]): string[] {
  const found = JSON.stringify(events);
  if (events.length !== wanted.length) return [`${events.length} events, wanted ${wanted.length}: ${found}`];
  return wanted
    .filter((fields) => !events.some((event) => differences('event', fields, event).length === 0))
    .map((fields) => `no event like ${JSON.stringify(fields)} in ${found}`);
}

function differences(name: string, wanted: Fields, got: Fields): string[] {
  return Object.entries(wanted)
    .map(([path, value]) => [path, value, fieldAt(got, path)] as const)
    .filter(([, value, found]) => !isLike(value, found))
    .map(([path, value, found]) => `${name}.${path} is ${JSON.stringify(found)}, wanted ${JSON.stringify(value)}`);
}

function fieldAt(fields: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Fields | null | undefined)?.[key], fields) ?? null;
}

function isLike(wanted: unknown, found: unknown): boolean {
  if (typeof wanted === 'string' && wanted.startsWith('~')) return new RegExp(wanted.slice(1), 'i').test(String(found));
  return JSON.stringify(wanted) === JSON.stringify(found);
}

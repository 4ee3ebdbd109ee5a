import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { isZone } from '../../core/hours/zone.ts';
import { RECIPES, type Recipe } from '../../core/model/proof.ts';
import { parsePlace } from '../../rules-doc/sections/place-text.ts';
import { type GivenOption, type GivenOptions, RunSettingsError } from '../../runner/settings/given-option.ts';
import { readOption } from '../../runner/settings/read-option.ts';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import {
  defaultStateFolder,
  namedJob,
  notifySettings,
  pathOf,
  reportPlace,
} from '../../runner/settings/shared-settings.ts';
import { readWanted, readWantedSize, type Wanted } from '../ask/wanted.ts';
import { READS_IN_PLACE, recipeTraits } from '../recipes/recipe-traits.ts';
import type { ProveOptionName, ProveOptionValues } from './prove-option.ts';
import type { AskedSettings, CopyPlace, ProveSettings } from './prove-settings.ts';

const DEFAULT_SAMPLE = 100;
const ROOMY = '/var/tmp';

/**
 * The settings of a proof from what was given, with the defaults of the rest. Throws RunSettingsError with everything
 * that does not fit together.
 */
export function makeProveSettings(
  jobId: string,
  command: CommandWords | null,
  given: GivenOptions,
  env: NodeJS.ProcessEnv,
): ProveSettings {
  const problems: string[] = [];
  const values = Object.fromEntries([...given].map(([name, { value }]) => [name, value])) as ProveOptionValues;
  const path = (name: ProveOptionName): string | null => pathOf(given.get(name));
  const named = namedJob(jobId, given, problems);
  const recipe = recipeOf(values.recipe, given.get('recipe'), problems);
  const from = placeOf(recipe, given, named.node, problems);
  const asked = askedOf(recipe, given, values, problems);
  if (recipe === 'command' && command === null) problems.push('the recipe command needs a command; write it after --');
  if (recipe !== 'command' && command !== null)
    problems.push(`the recipe ${recipe} takes no command; write --recipe command to restore by your own`);
  if (values.copy === 0) problems.push(`${given.get('copy')?.where}: the newest copy is 1`);
  if (values.copy !== undefined && values.random) problems.push('--copy and --random exclude each other; remove one');
  const isInPlace = values['in-place'] ?? READS_IN_PLACE.includes(recipe);
  if (values['in-place'] && !recipeTraits(recipe).canReadInPlace)
    problems.push(`${given.get('in-place')?.where}: the recipe ${recipe} needs a copy of its own; remove the option`);
  const reportTo = reportPlace(given.get('report-to'), problems);
  if (problems.length > 0 || from === null) throw new RunSettingsError(problems);
  return {
    ...named,
    stateFolder: path('state') ?? defaultStateFolder(env),
    quiet: values.quiet ?? false,
    deadlineMs: values.timeout ?? null,
    recipe,
    from,
    pick: values.random ? { kind: 'random' } : { kind: 'nth', nth: values.copy ?? 1 },
    isInPlace,
    atMostBytes: values['at-most'] ?? null,
    scratchFactor: values['scratch-factor'] ?? null,
    scratch: path('scratch') ?? env.TMPDIR ?? (existsSync(ROOMY) ? ROOMY : tmpdir()),
    user: values.as ?? 'nobody',
    trustsCopy: values['trust-copy'] ?? false,
    readable: (values.readable ?? []).map((file) => resolve(given.get('readable')?.folder ?? '.', file)),
    tools: path('tools'),
    needEnv: values['need-env'] ?? [],
    snapshot: values.snapshot ?? null,
    readSubsetPercent: values['read-subset'] ?? null,
    sampleFiles: values.sample ?? DEFAULT_SAMPLE,
    database: values.database ?? null,
    command,
    asked,
    notify: notifySettings(given, reportTo),
  };
}

/** Everything else depends on it. Throws RunSettingsError. */
function recipeOf(name: string | undefined, option: GivenOption | undefined, problems: readonly string[]): Recipe {
  const recipe = RECIPES.find((known) => known === name);
  if (recipe !== undefined) return recipe;
  const list = RECIPES.join(', ');
  const problem =
    option === undefined ? `name a recipe with --recipe: ${list}` : `${option.where}: write one of ${list}`;
  throw new RunSettingsError([...problems, problem]);
}

/** Null where it cannot be read; the problem says why. */
function placeOf(recipe: Recipe, given: GivenOptions, node: string | null, problems: string[]): CopyPlace | null {
  const rules = given.get('rules');
  const option = given.get('copy-from');
  if ((rules === undefined) === (option === undefined)) {
    problems.push('name where the copies are: either --copy-from PLACE or --rules PLACE');
    return null;
  }
  if (rules !== undefined) {
    const written = String(rules.value);
    return { kind: 'rules', rules: written.includes('://') ? written : resolve(rules.folder, written) };
  }
  if (option === undefined) return null;
  const text = String(option.value);
  if (recipe === 'restic' || recipe === 'borg') {
    return { kind: 'repository', repository: /^[a-z0-9+.@-]+:/i.test(text) ? text : resolve(option.folder, text) };
  }
  if (text.includes('{node}') && node === null) {
    problems.push(`${option.where}: the place contains {node}; add --node NAME to name this node`);
    return null;
  }
  const written = /\{run\}[^/]*$/.test(text) ? `${text}/` : text;
  const { place, problem } = parsePlace(written.replaceAll('{node}', node ?? ''), option.folder);
  if (problem !== null) {
    problems.push(`${option.where}: ${problem.message}`);
    return null;
  }
  return { kind: 'place', text, place };
}

function askedOf(recipe: Recipe, given: GivenOptions, values: ProveOptionValues, problems: string[]): AskedSettings {
  const { restores } = recipeTraits(recipe);
  const refuse = (name: ProveOptionName, what: string): void => {
    const option = given.get(name);
    if (option !== undefined) problems.push(`${option.where}: the recipe ${recipe} restores ${what}`);
  };
  if (restores !== 'database') for (const name of ['expect', 'fresh'] as const) refuse(name, 'no database to ask');
  if (restores !== 'files')
    for (const name of ['expect-file', 'expect-files'] as const) refuse(name, 'a database, and no files');
  const wanted = (name: ProveOptionName, read: Wanted | null, text: string): Wanted => {
    if (read === null)
      problems.push(
        `${given.get(name)?.where}: ${JSON.stringify(text)} is not understood; write '>= 1000' or '= paid'`,
      );
    return read ?? { text, sign: '=', value: text };
  };
  const zone = values['fresh-zone'] ?? null;
  if (zone !== null && !isZone(zone))
    problems.push(
      `${given.get('fresh-zone')?.where}: ${JSON.stringify(zone)} is no time zone; write Europe/Berlin or UTC`,
    );
  const count = values['expect-files'];
  return {
    queries: (values.expect ?? []).map(([query = '', text = '']) => ({
      query,
      wanted: wanted('expect', readWanted(text), text),
    })),
    fresh: (values.fresh ?? []).map(([query = '', text = '']) => {
      const reading = readOption('duration', text);
      if (!reading.ok) problems.push(`${given.get('fresh')?.where}: ${reading.message}`);
      return { query, text, withinMs: reading.ok ? Number(reading.value) : 0 };
    }),
    freshZone: zone,
    files: (values['expect-file'] ?? []).map(([path = '', size]) => ({
      path: path.replace(/^\/+/, ''),
      size: size === undefined ? null : wanted('expect-file', readWantedSize(size), size),
    })),
    fileCount: count === undefined ? null : wanted('expect-files', readWanted(count), count),
    commands: values['expect-command'] ?? [],
    emptyIsFine: values['empty-is-fine'] ?? false,
    leavesOutUnsafe: values['leave-out-unsafe'] ?? false,
  };
}

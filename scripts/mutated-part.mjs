import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** So many lines are mutated in about the minutes that a night has for it. */
const LINES = 150;

/** What decides comes first, from the day on that nights began. */
const FOLDERS = ['lib/core/judging', 'lib/core/decision', 'lib/core', 'lib/rules-doc'];
const FIRST_DAY = Date.UTC(2026, 10, 29) / 86_400_000;

/**
 * The files of lib/core and lib/rules-doc that are mutated on a day (days since 1970): neighbours of one folder, another
 * part each day, until all had their turn.
 */
export function mutatedPart(day) {
  const parts = [];
  let lines = 0;
  for (const file of new Set(FOLDERS.flatMap(sourcesOf))) {
    const length = readFileSync(file, 'utf8').split('\n').length;
    const last = parts.at(-1);
    const isNeighbour = last !== undefined && folderOf(last[0]) === folderOf(file) && lines + length <= LINES;
    if (isNeighbour) last.push(file);
    else parts.push([file]);
    lines = isNeighbour ? lines + length : length;
  }
  return parts[(day - FIRST_DAY) % parts.length];
}

const folderOf = (file) => file.slice(0, file.lastIndexOf('/'));

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
    .sort();
}

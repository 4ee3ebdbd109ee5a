import { readFile, writeFile } from 'node:fs/promises';
import { addToDocument, jobIdsOf } from '../../lib/app/foresight/add-to-document.ts';
import { findingLines, leftoverLines } from '../../lib/app/foresight/findings-text.ts';
import { type SuggestedPlaces, suggestPlaces } from '../../lib/app/foresight/suggest-places.ts';
import { newDocument, PLACEHOLDER_EMAIL } from '../../lib/app/foresight/suggested-document.ts';
import type { Place } from '../../lib/core/evidence/place.ts';
import { isZone } from '../../lib/core/hours/zone.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { parsePlace } from '../../lib/rules-doc/sections/place-text.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { Progress } from '../print/progress.ts';
import { suggestedJson } from '../print/suggested-json.ts';
import { UsageError } from '../usage-error.ts';
import { nowOf } from './common-options.ts';

const EXIT_FINE = 0;
/** Nothing there makes a series. */
const EXIT_NOTHING = 1;
const EXIT_UNREADABLE = 69;

export interface SuggestCommandOptions {
  readonly into?: string;
  readonly admin?: string;
  readonly timezone?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly now?: Instant;
}

/** `sentinel suggest PLACE...`: 0, or 1 where nothing there makes a series. */
export async function suggestCommand(texts: readonly string[], options: SuggestCommandOptions): Promise<number> {
  const now = nowOf(options);
  const zone = zoneOf(options.timezone);
  const places = texts.map(placeOf);
  const existing = options.into === undefined ? null : await readInto(options.into);
  const sources = openSources(process.env)();
  const progress = new Progress(options.json || options.quiet ? null : process.stderr);
  let found: SuggestedPlaces;
  try {
    found = await suggestPlaces(places, sources.of, {
      ...{ zone, now, taken: jobIdsOf(existing ?? ''), all: options.all === true },
      onProgress: (location, keys) => progress.showKeys(location, keys),
    }).finally(() => progress.clear());
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable)) throw error;
    complain(`cannot look at ${error.location}: ${error.message}`);
    return EXIT_UNREADABLE;
  }
  if (options.json) {
    printJson(suggestedJson(found));
    return found.jobs.length === 0 ? EXIT_NOTHING : EXIT_FINE;
  }
  if (found.jobs.length === 0) {
    complain(`no series of three backups or more at ${texts.join(', ')}; nothing to suggest`);
    for (const line of leftoverLines(found)) complain(`  ${line}`);
    return EXIT_NOTHING;
  }
  if (options.into !== undefined) return addInto(options.into, existing ?? '', found);
  printDocument(found, { timezone: zone, adminEmail: options.admin ?? null }, now);
  return EXIT_FINE;
}

function printDocument(found: SuggestedPlaces, options: Parameters<typeof newDocument>[1], now: Instant): void {
  const wrong = findingLines(found);
  // Where the document goes into a file, the terminal shows at once what is wrong.
  if (!process.stdout.isTTY) complainOf(wrong);
  const comment = (line: string) => `# ${printable(line)}\n`;
  const head = wrong.length === 0 ? '' : `# Wrong now:\n${wrong.map((line) => comment(`  ${line}`)).join('')}\n`;
  const left = leftoverLines(found);
  const tail = left.length === 0 ? '' : `\n# In no job:\n${left.map((line) => comment(`  ${line}`)).join('')}`;
  const text = newDocument(found.jobs, options);
  assertGood(text, now);
  printText(`${head}${text}${tail}`);
  if (options.adminEmail === null && !process.stdout.isTTY) {
    complain(`the document names ${PLACEHOLDER_EMAIL}: write who is notified, or give --admin EMAIL`);
  }
}

async function addInto(path: string, text: string, found: SuggestedPlaces): Promise<number> {
  const added = addToDocument(text, found.jobs);
  if (added.text === null) throw new UsageError(`cannot add to ${path}: ${added.problem}`);
  complainOf(findingLines(found));
  await writeFile(path, added.text);
  complain(`${count(found.jobs.length, 'job')} added to ${path}`);
  const left = leftoverLines(found);
  if (left.length > 0) complain('in no job:');
  for (const line of left) complain(`  ${line}`);
  return EXIT_FINE;
}

function complainOf(wrong: readonly string[]): void {
  if (wrong.length > 0) complain('wrong now:');
  for (const line of wrong) complain(`  ${line}`);
}

/** A document that is printed is one that is read: a name that the reader refuses is said here, and not by the next check. */
function assertGood(text: string, now: Instant): void {
  const { problems } = readRulesDocument(text, { name: 'rules.yaml', folder: process.cwd(), now });
  for (const { severity, path, message } of problems) if (severity === 'error') complain(`${path}: ${message}`);
}

async function readInto(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read ${path} (${(error as NodeJS.ErrnoException).code}); leave --into out to print a whole document`,
    );
  }
}

/** The folder or prefix that a text names. */
export function placeOf(text: string): Place {
  if (/[*{}]/.test(text))
    throw new UsageError(`${text} is a pattern; write the folder or the bucket that holds the backups`);
  const { place, problem } = parsePlace(text, process.cwd());
  if (place === null) throw new UsageError(problem.message);
  const isWhole = place.template === '' || place.template.endsWith('/');
  return isWhole ? place : { ...place, template: `${place.template}/` };
}

function zoneOf(written: string | undefined): string {
  if (written !== undefined && !isZone(written))
    throw new UsageError(`${written} is no time zone; write its name, such as Europe/Berlin`);
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return written ?? (isZone(own) ? own : 'UTC');
}

import type { Place } from '../../core/evidence/place.ts';
import type { PlaceTools } from '../../sources/description.ts';
import { SOURCES } from '../../sources/registry.ts';
import { nearest } from '../yaml/near.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';

/** A place, or what is wrong with its text. */
export type PlaceReading =
  | { readonly place: Place; readonly problem: null }
  | { readonly place: null; readonly problem: { readonly code: ProblemCode; readonly message: string } };

const PLACEHOLDERS = ['{run}', '{yyyy}', '{MM}', '{dd}', '{HH}', '{YYYY}', '{ww}', '{unix}', '{node}', '{each}'];
/** Each date part is only a date together with the larger ones. */
const DATE_PARTS = ['{yyyy}', '{MM}', '{dd}', '{HH}'];

class PlaceProblem extends Error {
  readonly code: ProblemCode;

  constructor(message: string, code: ProblemCode = 'BAD_PLACE') {
    super(message);
    this.code = code;
  }
}

function checkCharacters(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(text))
    throw new PlaceProblem(`the place ${quoted(text)} has a control character in it; take it out`);
  if (text.trim() !== text)
    throw new PlaceProblem(`the place ${quoted(text)} begins or ends with a blank; take it out`);
  if (text === '') throw new PlaceProblem('the place is empty; write s3://bucket/folder/ or ./folder/');
  if (text.length > 1024)
    throw new PlaceProblem(`the place ${quoted(text)} has more than 1024 characters; write a shorter one`);
}

function checkPlaceholders(template: string): void {
  for (const [found] of template.matchAll(/\{[^{}/]*\}/g)) {
    if (PLACEHOLDERS.includes(found)) continue;
    const near = nearest(found, PLACEHOLDERS);
    const hint = near === null ? `known are ${PLACEHOLDERS.join(' ')}` : `did you mean ${near}`;
    throw new PlaceProblem(`${quoted(found)} is no placeholder; ${hint}`, 'UNKNOWN_PLACEHOLDER');
  }
  if (/[{}]/.test(template.replaceAll(/\{[^{}/]*\}/g, ''))) {
    throw new PlaceProblem(
      `the place ${quoted(template)} has a brace without its partner; write placeholders such as {run}`,
    );
  }
  if (template.includes('{ww}') !== template.includes('{YYYY}')) {
    throw new PlaceProblem(
      '{ww} is the ISO week and {YYYY} its year, so each needs the other; the year of a date is {yyyy}',
    );
  }
  const missing = DATE_PARTS.findIndex((part) => !template.includes(part));
  const later = missing < 0 ? undefined : DATE_PARTS.slice(missing + 1).find((part) => template.includes(part));
  if (later !== undefined) {
    throw new PlaceProblem(`${later} needs ${DATE_PARTS[missing]} beside it; write the date whole, from {yyyy} down`);
  }
}

function checkRunFolder(template: string): void {
  const segments = template.split('/');
  const at = segments.findIndex((segment) => segment.includes('{run}'));
  if (at < 0) return;
  if (template.indexOf('{run}') !== template.lastIndexOf('{run}')) {
    throw new PlaceProblem('{run} stands twice in the place; write it once');
  }
  if (at === segments.length - 1) {
    throw new PlaceProblem('{run} is the name of a folder, and the place ends with it; write {run}/ and what is in it');
  }
  if (segments[at]?.includes('*'))
    throw new PlaceProblem('{run} and * stand in one folder name; {run} alone already stands for any name');
  if (segments.slice(0, at).some((segment) => segment.includes('**'))) {
    throw new PlaceProblem('** before {run} leaves open which folder is a run; name the folders above {run}');
  }
}

/** What stands directly beside `{each}` must say where its name ends. */
function checkEach(template: string): void {
  const [beside] = /\*\{each\}|\{each\}(?:\*|\{each\}|\{run\})|\{run\}\{each\}/.exec(template) ?? [];
  if (beside === undefined) return;
  throw new PlaceProblem(
    `${beside} can be read in several ways: of orders-1, {each} could be orders, orders-1 or one letter; write what stands between the name and the rest, best date parts ({each}_{yyyy}-{MM}-{dd}.sql.gz), or a job for each`,
    'AMBIGUOUS_EACH',
  );
}

function checkTemplate(template: string): void {
  if (template.includes('***'))
    throw new PlaceProblem(`the place ${quoted(template)} has three stars in a row; write * or **`);
  checkPlaceholders(template);
  checkRunFolder(template);
  checkEach(template);
}

function refuse(message: string, code?: ProblemCode): never {
  throw new PlaceProblem(message, code);
}

const TOOLS: PlaceTools = { quoted, checkTemplate, refuse };

/**
 * Reads a place (docs/rules.md#where-the-backup-lands): `s3://bucket/key`, `file:///path`, or a path from `folder`, the
 * absolute folder of the document (null when it is not on a disk). Never throws.
 */
export function parsePlace(text: string, folder: string | null): PlaceReading {
  try {
    checkCharacters(text);
    const { scheme, readPlace } =
      SOURCES.find(({ claims }) => claims(text)) ?? refuse(`the place ${quoted(text)} is of no known kind`);
    return { place: { scheme, ...readPlace(text, folder, TOOLS) }, problem: null };
  } catch (error) {
    if (!(error instanceof PlaceProblem)) throw error;
    return { place: null, problem: { code: error.code, message: error.message } };
  }
}

import type { Place } from '../../core/evidence/place.ts';
import { nearest } from '../yaml/near.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';

/** A place, or what is wrong with its text. */
export type PlaceReading =
  | { readonly place: Place; readonly problem: null }
  | { readonly place: null; readonly problem: { readonly code: ProblemCode; readonly message: string } };

const PLACEHOLDERS = ['{run}', '{yyyy}', '{MM}', '{dd}', '{HH}', '{node}'];
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

function checkTemplate(template: string): void {
  if (template.includes('***'))
    throw new PlaceProblem(`the place ${quoted(template)} has three stars in a row; write * or **`);
  checkPlaceholders(template);
  checkRunFolder(template);
}

function checkBucket(bucket: string, text: string): void {
  const example = "write s3://bucket/folder/ with the bucket's own name";
  if (bucket.startsWith('arn:'))
    throw new PlaceProblem(`the place ${quoted(text)} names its bucket by an ARN; ${example}`);
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket);
  const isOdd =
    bucket.includes('..') || bucket.includes('.-') || bucket.includes('-.') || /^\d+\.\d+\.\d+\.\d+$/.test(bucket);
  if (!isName || isOdd)
    throw new PlaceProblem(`${quoted(bucket)} is no name of a bucket (3 to 63 of a-z 0-9 . -); ${example}`);
}

function s3Place(text: string): Place {
  const rest = text.slice('s3://'.length);
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  checkBucket(bucket, text);
  const template = slash < 0 ? '' : rest.slice(slash + 1);
  if (template.startsWith('/'))
    throw new PlaceProblem(`the place ${quoted(text)} has an empty folder name after the bucket; write one slash`);
  if (/%2f/i.test(template))
    throw new PlaceProblem(`the place ${quoted(text)} has %2F in it; write keys as they are, with /`);
  if (template.split('/').some((segment) => segment === '.' || segment === '..')) {
    throw new PlaceProblem(
      `the place ${quoted(text)} has . or .. in it; S3 keys know no folders above, so write the whole key`,
    );
  }
  checkTemplate(template);
  return { scheme: 's3', container: `s3://${bucket}/`, bucket, template };
}

/** An absolute path without `.`, `..` and doubled slashes; a trailing slash stays. */
function normalise(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (/[*{]/.test(kept.pop() ?? '')) {
      throw new PlaceProblem(`the place ${quoted(path)} goes up (..) from a pattern; write the folder it means`);
    }
  }
  const last = segments.at(-1);
  const isFolder = last === '' || last === '.' || last === '..';
  return `/${kept.join('/')}${isFolder && kept.length > 0 ? '/' : ''}`;
}

function localPlace(text: string, folder: string | null): Place {
  if (/^[a-z][a-z0-9+.-]+:/i.test(text) && !text.startsWith('file://')) {
    throw new PlaceProblem(
      `the place ${quoted(text)} is of a kind that is not known; write s3://bucket/folder/, file:///folder/ or ./folder/`,
    );
  }
  if (folder === null) {
    throw new PlaceProblem(
      `the place ${quoted(text)} is a local folder, and this document is not read from a disk; write s3://bucket/folder/`,
      'PLACE_NEEDS_FOLDER',
    );
  }
  if (text.includes('\\'))
    throw new PlaceProblem(`the place ${quoted(text)} has a backslash in it; write folders with /`);
  if (text.startsWith('~'))
    throw new PlaceProblem(
      `the place ${quoted(text)} begins with ~, which stands for nobody here; write the whole path`,
    );
  let path = text;
  if (text.startsWith('file://')) {
    path = text.slice('file://'.length);
    if (!path.startsWith('/'))
      throw new PlaceProblem(`the place ${quoted(text)} names a host; write file:/// and an absolute path`);
    if (/%[0-9a-f]{2}/i.test(path))
      throw new PlaceProblem(`the place ${quoted(text)} has a % code in it; write the character itself`);
  }
  if (/%2f/i.test(path)) throw new PlaceProblem(`the place ${quoted(text)} has %2F in it; write folders with /`);
  if (path.startsWith('//')) throw new PlaceProblem(`the place ${quoted(text)} begins with two slashes; write one`);
  checkTemplate(path);
  if (!path.startsWith('/')) {
    if (/[*{}]/.test(folder))
      throw new PlaceProblem(
        `the document's own folder ${quoted(folder)} has * { or } in its name; write file:/// and an absolute path`,
      );
    path = `${folder}/${path}`;
  }
  return { scheme: 'file', container: '', bucket: '', template: normalise(path) };
}

/**
 * Reads a place as *Where the backup lands* says: `s3://bucket/key`, `file:///path`, or a path from `folder`, the
 * absolute folder of the document (null when it is not on a disk). Never throws.
 */
export function parsePlace(text: string, folder: string | null): PlaceReading {
  try {
    checkCharacters(text);
    return { place: /^s3:\/\//i.test(text) ? s3Place(`s3${text.slice(2)}`) : localPlace(text, folder), problem: null };
  } catch (error) {
    if (!(error instanceof PlaceProblem)) throw error;
    return { place: null, problem: { code: error.code, message: error.message } };
  }
}

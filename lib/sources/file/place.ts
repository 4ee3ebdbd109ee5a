import type { PlaceParts, PlaceTools } from '../description.ts';

/** An absolute path without `.`, `..` and doubled slashes; a trailing slash stays. `refuseUp`: for `..` after a pattern. */
function normalise(path: string, refuseUp: () => void = () => {}): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (/[*{]/.test(kept.pop() ?? '')) refuseUp();
  }
  const last = segments.at(-1);
  const isFolder = last === '' || last === '.' || last === '..';
  return `/${kept.join('/')}${isFolder && kept.length > 0 ? '/' : ''}`;
}

/** The file of a path from `folder`; null for the address of another kind. */
export function fileAt(path: string, folder: string): PlaceParts | null {
  if (/^[a-z0-9]+:\/\//i.test(path)) return null;
  return { container: '', bucket: '', template: normalise(path.startsWith('/') ? path : `${folder}/${path}`) };
}

/** Reads `file:///path`, or a path from `folder`. */
export function readLocalPlace(text: string, folder: string | null, tools: PlaceTools): PlaceParts {
  const { quoted, checkTemplate, refuse } = tools;
  if (/^[a-z][a-z0-9+.-]+:/i.test(text) && !text.startsWith('file://')) {
    refuse(
      `the place ${quoted(text)} is of a kind that is not known; write s3://bucket/folder/, file:///folder/ or ./folder/`,
    );
  }
  if (folder === null) {
    return refuse(
      `the place ${quoted(text)} is a local folder, and this document is not read from a disk; write s3://bucket/folder/`,
      'PLACE_NEEDS_FOLDER',
    );
  }
  if (text.includes('\\')) refuse(`the place ${quoted(text)} has a backslash in it; write folders with /`);
  if (text.startsWith('~'))
    refuse(`the place ${quoted(text)} begins with ~, which has no meaning here; write the full path`);
  let path = text;
  if (text.startsWith('file://')) {
    path = text.slice('file://'.length);
    if (!path.startsWith('/')) refuse(`the place ${quoted(text)} names a host; write file:/// and an absolute path`);
    if (/%[0-9a-f]{2}/i.test(path)) refuse(`the place ${quoted(text)} has a % code in it; write the character itself`);
  }
  if (/%2f/i.test(path)) refuse(`the place ${quoted(text)} has %2F in it; write folders with /`);
  if (path.startsWith('//')) refuse(`the place ${quoted(text)} begins with two slashes; write one`);
  checkTemplate(path);
  if (!path.startsWith('/')) {
    if (/[*{}]/.test(folder))
      refuse(
        `the document's own folder ${quoted(folder)} has * { or } in its name; write file:/// and an absolute path`,
      );
    path = `${folder}/${path}`;
  }
  const refuseUp = () => refuse(`the place ${quoted(path)} goes up (..) from a pattern; write the folder it means`);
  return { container: '', bucket: '', template: normalise(path, refuseUp) };
}

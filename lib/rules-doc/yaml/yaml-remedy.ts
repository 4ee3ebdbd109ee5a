import type { YAMLError } from 'yaml';

const REMEDIES: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces, never with tabs',
  BAD_INDENT: 'give all keys of one block the same indentation',
  BLOCK_AS_IMPLICIT_KEY: 'put a text that contains ": " in quotes',
  MULTILINE_IMPLICIT_KEY: 'write "key: value" on one line; a colon may be missing here or on the line above',
  MISSING_CHAR: 'close the bracket or quote, or write "key: value"; it may be open since a line above',
  UNEXPECTED_TOKEN: 'take it out, or put the text around it in quotes',
  BAD_SCALAR_START: 'put a text that begins with this character in quotes',
  BAD_DQ_ESCAPE: 'write a backslash in double quotes twice, or use single quotes',
  BAD_ALIAS: 'give the alias the name of an anchor above it',
  MULTIPLE_ANCHORS: 'keep one anchor',
  MULTIPLE_TAGS: 'take the tags out',
  MULTIPLE_DOCS: 'keep one document in the file; take out the "---" line',
  BAD_DIRECTIVE: 'take the "%" line out',
  KEY_OVER_1024_CHARS: 'put a text that contains ": " in quotes',
  RESOURCE_EXHAUSTION: 'write the document with fewer levels',
};

/** What to do about a problem that the YAML parser found. */
export function yamlRemedy(code: YAMLError['code'], message: string): string {
  // The parser gives an unclosed bracket the code of wrong indentation.
  if (/^(Flow|Block collections)/.test(message))
    return 'a bracket [ or { is open here or above; close it on the line where it begins';
  return REMEDIES[code] ?? 'compare the line with the examples';
}

import { buildTree } from './build-tree.ts';
import { composeYaml, DEEPEST_LEVEL } from './compose-yaml.ts';
import { readPlainTree } from './plain-tree.ts';
import type { ProblemLog } from './problem-log.ts';
import type { TreeMap } from './tree.ts';
import { yamlRemedy } from './yaml-remedy.ts';

/** A bracket that was never closed can make a problem of every line below it; the first ones say enough. */
const MAX_SYNTAX_PROBLEMS = 100;

/** How messages speak of the document that is read. */
export interface DocumentWords {
  /** `a rules doc`. */
  readonly name: string;
  /** How many levels it needs, as a word. */
  readonly levels: string;
  /** What to write into an empty one. */
  readonly atLeast: string;
  /** Keys that it begins with. */
  readonly keys: string;
}

const RULES_DOC: DocumentWords = {
  name: 'a rules doc',
  levels: 'five',
  atLeast: 'at least version, settings, people and jobs',
  keys: 'version: 1 and jobs:',
};

/**
 * Reads a text as one YAML mapping. Null when that cannot be done; then the log says why. Problems of keys and aliases
 * are logged too, but leave a tree, so that the rest of the document is looked at as well.
 */
export function readTree(text: string, log: ProblemLog, words: DocumentWords = RULES_DOC): TreeMap | null {
  const plain = readPlainTree(text);
  if (plain !== null) return plain;
  const { documents, tooDeepAt } = composeYaml(text);
  if (tooDeepAt !== null) {
    const message = `the document is more than ${DEEPEST_LEVEL} levels deep here; ${words.name} needs ${words.levels}, so take the extra brackets or indentation out`;
    log.error('NESTED_TOO_DEEP', tooDeepAt, '', message);
    return null;
  }
  const [document, second] = documents;
  if (second !== undefined) {
    const message = 'a second YAML document begins here; keep one, and take out the "---" line between them';
    log.error('SEVERAL_DOCUMENTS', second.range[0], '', message);
  }
  for (const each of documents) {
    for (const error of each.errors.slice(0, MAX_SYNTAX_PROBLEMS)) {
      const said = error.message.replaceAll('\n', ' ').replace(/[.:]$/, '');
      log.error('YAML_SYNTAX', error.pos[0], '', `${said}; ${yamlRemedy(error.code, error.message)}`);
    }
    for (const warning of each.warnings) {
      const tag = warning.code === 'TAG_RESOLVE_FAILED';
      const message = tag
        ? `a tag (the word with "!") has no meaning in ${words.name}; take it out`
        : `${warning.message}; ${yamlRemedy(warning.code, warning.message)}`;
      log.error(tag ? 'UNKNOWN_TAG' : 'YAML_SYNTAX', warning.pos[0], '', message);
    }
  }
  if (log.hasErrors) return null;
  const tree = document === undefined ? null : buildTree(document, log);
  if (tree === null || (tree.kind === 'scalar' && tree.value === null)) {
    if (!log.hasErrors) {
      log.error('EMPTY_DOCUMENT', null, '', `the document is empty; write ${words.atLeast}`);
    }
    return null;
  }
  if (tree.kind !== 'map') {
    const found = tree.kind === 'list' ? 'a list' : 'a single value';
    log.error('WRONG_TYPE', tree.offset, '', `the document is ${found}; write keys such as ${words.keys}`);
    return null;
  }
  return tree;
}

import { buildTree } from './build-tree.ts';
import { composeYaml, DEEPEST_LEVEL } from './compose-yaml.ts';
import { readPlainTree } from './plain-tree.ts';
import type { ProblemLog } from './problem-log.ts';
import type { TreeMap } from './tree.ts';
import { yamlRemedy } from './yaml-remedy.ts';

/** A bracket that was never closed can make a fault of every line below it; the first ones say enough. */
const MOST_SYNTAX_PROBLEMS = 100;

/**
 * Reads a text as one YAML mapping. Null when that cannot be done; then the log says why. Faults of keys and aliases
 * are logged too, but leave a tree, so that the rest of the document is looked at as well.
 */
export function readTree(text: string, log: ProblemLog): TreeMap | null {
  const plain = readPlainTree(text);
  if (plain !== null) return plain;
  const { documents, tooDeepAt } = composeYaml(text);
  if (tooDeepAt !== null) {
    const message = `the document is more than ${DEEPEST_LEVEL} levels deep here; a rules doc needs five, so take the extra brackets or indentation out`;
    log.error('NESTED_TOO_DEEP', tooDeepAt, '', message);
    return null;
  }
  const [document, second] = documents;
  if (second !== undefined) {
    const message = 'a second YAML document begins here; keep one, and take out the "---" line between them';
    log.error('SEVERAL_DOCUMENTS', second.range[0], '', message);
  }
  for (const each of documents) {
    for (const error of each.errors.slice(0, MOST_SYNTAX_PROBLEMS)) {
      const said = error.message.replaceAll('\n', ' ').replace(/[.:]$/, '');
      log.error('YAML_SYNTAX', error.pos[0], '', `${said}; ${yamlRemedy(error.code, error.message)}`);
    }
    for (const warning of each.warnings) {
      const tag = warning.code === 'TAG_RESOLVE_FAILED';
      const message = tag ? 'a tag (the word with "!") has no meaning in a rules doc; take it out' : warning.message;
      log.error(tag ? 'UNKNOWN_TAG' : 'YAML_SYNTAX', warning.pos[0], '', message);
    }
  }
  if (log.hasErrors) return null;
  const tree = document === undefined ? null : buildTree(document, log);
  if (tree === null || (tree.kind === 'scalar' && tree.value === null)) {
    if (!log.hasErrors) {
      log.error('EMPTY_DOCUMENT', null, '', 'the document is empty; write at least version, settings, people and jobs');
    }
    return null;
  }
  if (tree.kind !== 'map') {
    const found = tree.kind === 'list' ? 'a list' : 'a single value';
    log.error('WRONG_TYPE', tree.offset, '', `the document is ${found}; write keys such as version: 1 and jobs:`);
    return null;
  }
  return tree;
}

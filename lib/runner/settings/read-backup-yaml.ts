import { decodeText } from '../../rules-doc/yaml/decode-text.ts';
import { meant } from '../../rules-doc/yaml/near.ts';
import { ProblemLog, quoted } from '../../rules-doc/yaml/problem-log.ts';
import { readTree } from '../../rules-doc/yaml/read-tree.ts';
import { SourceText } from '../../rules-doc/yaml/source-text.ts';
import type { TreeEntry, TreeNode } from '../../rules-doc/yaml/tree.ts';
import { type GivenOption, type GivenOptions, RunSettingsError } from './given-option.ts';
import type { HostCommand } from './host-option.ts';
import { BETWEEN_WORDS, type OptionValue, readOption } from './read-option.ts';
import type { CommandWords } from './run-settings.ts';

/** What a file of settings says. */
export interface BackupYaml {
  /** Null where the file names none. */
  readonly command: CommandWords | null;
  readonly options: GivenOptions;
}

/** A long file has 2,000 bytes. */
const MAX_BYTES = 64 * 1024;

/**
 * Reads backup.yaml: each option of the command line by its name, and `command`, a list of words or one text for the
 * shell. `name` is the file's as messages show it; relative paths start from `folder`, the file's own. Throws
 * RunSettingsError with every problem, each with line and column.
 */
export function readBackupYaml(bytes: Uint8Array, name: string, folder: string, of: HostCommand): BackupYaml {
  if (bytes.byteLength > MAX_BYTES) {
    throw new RunSettingsError([`${name} has more than ${MAX_BYTES.toLocaleString('en-US')} bytes; shorten it`]);
  }
  const { text, problem } = decodeText(bytes);
  const source = new SourceText(text);
  const log = new ProblemLog(source);
  if (problem !== null) log.error(problem.code, problem.offset, '', problem.message);
  const tree = log.hasErrors ? null : readTree(text, log, wordsOf(of));
  const options = new Map<string, GivenOption>();
  let command: CommandWords | null = null;
  for (const entry of tree?.entries.values() ?? []) {
    if (entry.key === 'command') command = readCommand(entry.value, log);
    else readEntry(entry, { of, options, log, source, name, folder });
  }
  if (log.hasErrors) {
    throw new RunSettingsError(
      log.sorted().map(({ line, column, path, message }) => {
        const place = line > 0 ? `${name}:${line}:${column}` : name;
        return `${place}${path === '' ? '' : ` ${path}`}: ${message}`;
      }),
    );
  }
  return { command, options };
}

interface Reading {
  readonly of: HostCommand;
  readonly options: Map<string, GivenOption>;
  readonly log: ProblemLog;
  readonly source: SourceText;
  readonly name: string;
  readonly folder: string;
}

function readEntry(
  { key, keyOffset, value: node }: TreeEntry,
  { of, options, log, source, name, folder }: Reading,
): void {
  const option = of.options.get(key);
  if (option === undefined) {
    const remedy = meant(key, ['command', ...of.options.keys()], `sentinel ${of.verb} --help lists them`);
    log.error('UNKNOWN_KEY', keyOffset, '', `unknown key ${quoted(key)}; ${remedy}`);
    return;
  }
  const value = readValue(node, option.kind, key, log);
  if (value === null) return;
  const { line, column } = source.positionAt(node.offset);
  options.set(key, { value, folder, where: `${name}:${line}:${column} ${key}` });
}

function readValue(
  node: TreeNode,
  kind: Parameters<typeof readOption>[0],
  path: string,
  log: ProblemLog,
): OptionValue | null {
  const refuse = (at: TreeNode, message: string): null => {
    log.error('WRONG_TYPE', at.offset, path, message);
    return null;
  };
  if (node.kind === 'map') return refuse(node, 'expected a value, not a mapping');
  if (kind === 'pairs' || kind === 'texts-or-pairs') return readPairs(node, kind, path, log);
  if (node.kind === 'list') {
    if (kind !== 'texts' && kind !== 'statuses' && kind !== 'statuses-or-none')
      return refuse(node, 'expected one value, not a list');
    if (node.items.length === 0) return refuse(node, 'the list is empty; remove the key');
    const parts = node.items.map((item) => readValue(item, kind, path, log));
    // What each gave is a list of one or more.
    return parts.includes(null) ? null : ((parts as (readonly (string | number)[])[]).flat() as OptionValue);
  }
  if (node.value === null) return refuse(node, 'the value is missing; write one, or remove the key');
  if (kind === 'flag') {
    if (typeof node.value === 'boolean') return node.value;
    return refuse(node, `${quoted(node.text)} is not understood; write true or false`);
  }
  const reading = readOption(kind, typeof node.value === 'string' ? node.value : node.text);
  return reading.ok ? reading.value : refuse(node, reading.message);
}

/** A list of pairs, or one of them: `[query, wanted]`; a word alone where the second may be left out. */
function readPairs(
  node: TreeNode,
  kind: 'pairs' | 'texts-or-pairs',
  path: string,
  log: ProblemLog,
): OptionValue | null {
  const refuse = (at: TreeNode, message: string): null => {
    log.error('WRONG_TYPE', at.offset, path, message);
    return null;
  };
  const isOne =
    node.kind === 'scalar' || (node.kind === 'list' && kind === 'pairs' && node.items[0]?.kind === 'scalar');
  const pairs = isOne || node.kind !== 'list' ? [node] : node.items;
  if (pairs.length === 0) return refuse(node, 'the list is empty; remove the key');
  const read = pairs.map((pair): readonly (readonly string[])[] | null => {
    const words = pair.kind === 'list' ? pair.items : [pair];
    const texts = words.map((word) => (word.kind === 'scalar' ? (word.text ?? '') : ''));
    const reading = readOption(kind, texts.join(BETWEEN_WORDS));
    return reading.ok ? (reading.value as readonly (readonly string[])[]) : refuse(pair, reading.message);
  });
  return read.some((pair) => pair === null) ? null : (read.flat() as readonly (readonly string[])[]);
}

function wordsOf({ verb, example, keys }: HostCommand): Parameters<typeof readTree>[2] {
  return {
    name: 'this file',
    levels: verb === 'run' ? 'two' : 'three',
    atLeast: `the options of sentinel ${verb}, such as ${example}`,
    keys,
  };
}

function readCommand(node: TreeNode, log: ProblemLog): CommandWords | null {
  const refuse = (at: TreeNode, message: string): null => {
    log.error('WRONG_TYPE', at.offset, 'command', message);
    return null;
  };
  const example = 'write a list of words, command: [pg_dump, orders], or one text for the shell';
  if (node.kind === 'map') return refuse(node, `expected a command, not a mapping; ${example}`);
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || node.value.trim() === '')
      return refuse(node, `the command is missing; ${example}`);
    return ['/bin/sh', '-c', node.value];
  }
  const words: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'scalar' || item.value === null)
      return refuse(item, `every word of the command must be text; ${example}`);
    words.push(typeof item.value === 'string' ? item.value : item.text);
  }
  const [program, ...rest] = words;
  if (program === undefined || program === '') return refuse(node, `the command is empty; ${example}`);
  return [program, ...rest];
}

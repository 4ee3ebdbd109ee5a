import { decodeText } from '../rules-doc/yaml/decode-text.ts';
import { ProblemLog } from '../rules-doc/yaml/problem-log.ts';
import { readTree } from '../rules-doc/yaml/read-tree.ts';
import { SourceText } from '../rules-doc/yaml/source-text.ts';
import { plainValue, type TreeNode } from '../rules-doc/yaml/tree.ts';
import { checkSettings, SETTING_NAMES, type Settings, type SettingsProblem } from './settings.ts';

/** Where the settings are kept, beside cdk.json. Not in git, so that an upgrade cannot conflict with them. */
export const SETTINGS_FILE = 'sentinel.config.yaml';
export const SAMPLE_FILE = 'sentinel.config.sample.yaml';

const WORDS = {
  name: 'this file',
  levels: 'four',
  atLeast: 'at least adminEmail: ops@your-company.com',
  keys: 'adminEmail: and watched:',
};

/** The CDK and its libraries keep their own keys in the context; they hold one of these characters. */
const FOREIGN_KEY = /[:/@]/;

/** Settings that cannot be used; the message has every problem, with its place and a right value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads the settings of a file. `name` is the file's, for messages. Throws SettingsError. */
export function readSettings(bytes: Uint8Array | string, name: string): Settings {
  const { text, problem } = decodeText(bytes);
  const source = new SourceText(text);
  const log = new ProblemLog(source);
  if (problem !== null) log.error(problem.code, problem.offset, '', problem.message);
  const tree = log.hasErrors ? null : readTree(text, log, WORDS);
  const lines = log.sorted().map(({ line, column, path, message }) => {
    return `${name}${line > 0 ? `:${line}:${column}` : ''}${path === '' ? '' : ` ${path}`}: ${message}`;
  });
  const checked = tree === null || lines.length > 0 ? [] : checkSettings(plainValue(tree));
  if (!Array.isArray(checked)) return checked as Settings;
  for (const each of checked as readonly SettingsProblem[]) {
    const offset = tree === null ? null : offsetOf(tree, each.path);
    const place = offset === null ? null : source.positionAt(offset);
    lines.push(`${name}${place ? `:${place.line}:${place.column}` : ''} ${pathText(each.path)} ${each.message}`);
  }
  throw new SettingsError(lines.join('\n'));
}

/**
 * Refuses settings in the context of the app (cdk.json, `-c`): a deployment that names one there would lack it the next
 * time, and take away what it set up. Throws SettingsError.
 */
export function refuseSettingsInContext(context: Readonly<Record<string, unknown>>): void {
  const lines = Object.keys(context)
    .filter((key) => !FOREIGN_KEY.test(key))
    .map((key) =>
      (SETTING_NAMES as readonly string[]).includes(key)
        ? `${key} is set in cdk.json or with -c; settings live in ${SETTINGS_FILE} now: write ${key}: ${JSON.stringify(context[key])} there, and take it out here`
        : `${key} is set in cdk.json or with -c, and is neither a setting nor a key of the CDK; take it out`,
    );
  if (lines.length > 0) throw new SettingsError(lines.join('\n'));
}

/** Where the value of a path begins, or what is nearest above it; null for the whole file. */
function offsetOf(tree: TreeNode, path: SettingsProblem['path']): number | null {
  let node = tree;
  let offset: number | null = null;
  for (const step of path) {
    if (node.kind === 'list' && typeof step === 'number' && node.items[step]) node = node.items[step];
    else if (node.kind === 'map' && node.entries.has(String(step))) {
      const entry = node.entries.get(String(step));
      if (!entry) break;
      offset = entry.keyOffset;
      node = entry.value;
      continue;
    } else break;
    offset = node.offset;
  }
  return offset;
}

function pathText(path: SettingsProblem['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

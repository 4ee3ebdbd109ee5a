import { readFile } from 'node:fs/promises';
import { type Finding, fail, ok, warn } from './finding.ts';

/** `watch` with its database, 16 messages at once and a page that is loaded by several people. */
const ENOUGH_FILES = 256;
const MIN_FILES = 64;

/** Whether a process may open as many files as `watch` does. Known on Linux only. */
export async function limitFindings(path = '/proc/self/limits'): Promise<readonly Finding[]> {
  const limits = await readFile(path, 'utf8').catch(() => '');
  const [, text] = /^Max open files\s+(\S+)/m.exec(limits) ?? [];
  const files = text === undefined || text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
  if (files >= ENOUGH_FILES) return [ok('limits', 'enough files may be open at once')];
  const message = `only ${files} files may be open at once`;
  const remedy = 'allow 1024: ulimit -n 1024, or LimitNOFILE=1024 in the unit';
  return [files < MIN_FILES ? fail('limits', message, remedy) : warn('limits', message, remedy)];
}

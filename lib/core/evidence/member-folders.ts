import { isNeverBackup } from './never-backup.ts';
import type { Place } from './place.ts';
import { folderOf, parseTemplate } from './place-template.ts';

/** The folders of a place's members: each begins with `prefix`, then has the member's name, then `ending` with its slash. */
export interface MemberFolders {
  readonly prefix: string;
  readonly ending: string;
}

/**
 * Where `{each}` stands in the name of a folder, once, and everything before it is literal: then the members' names can be
 * listed without what lies in their folders, and each one's files lie below a beginning of its own
 * (docs/design/evidence.md#members). Null for any other place.
 */
export function memberFolders({ template }: Place): MemberFolders | null {
  const tokens = parseTemplate(template);
  const [first] = tokens;
  const prefix = first?.kind === 'literal' ? first.text : '';
  const each = prefix === '' ? 0 : 1;
  const next = tokens[each + 1];
  const end = next?.kind === 'literal' ? next.text.indexOf('/') : -1;
  if (tokens[each]?.kind !== 'each' || next?.kind !== 'literal' || end < 0) return null;
  if (tokens.filter(({ kind }) => kind === 'each').length > 1) return null;
  return { prefix, ending: next.text.slice(0, end + 1) };
}

/** The name of the member whose folder it is; null where it can be of none. */
export function memberOfFolder(folder: string, { prefix, ending }: MemberFolders): string | null {
  const value = folder.slice(prefix.length, folder.length - ending.length);
  if (value === '' || folder !== prefix + value + ending) return null;
  return isNeverBackup(`${folder}any`, 1, folderOf(prefix).length) ? null : value;
}

import type { FilesInPlace } from '../../lib/app/evidence/files-in-place.ts';
import type { TakenFor } from '../../lib/core/evidence/taken-file.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import { formatBytes } from '../../lib/core/quantity.ts';
import { printable } from './printable.ts';

const WORDS: Readonly<Record<TakenFor, string>> = {
  backup: 'a backup',
  'part-of-run': 'part of a run',
  'part-of-mirror': 'part of the mirror',
  marker: 'an end marker',
  report: 'a report',
  companion: 'a companion',
  'run-under-way': 'a run under way',
  'being-written': 'being written',
  'future-dated': 'dated in the future, so it does not count',
  'too-old': 'a backup',
  'not-looked-at': 'not looked at',
  'no-member': 'no member',
  'no-match': 'not of this place',
  'folder-marker': 'a folder marker',
  own: "the sentinel's own",
  'on-its-way': 'a copy on its way',
  checksum: 'a checksum or signature',
  litter: 'litter of a system',
  hidden: 'a hidden file',
};

/** Files that are printed; --json has all. */
const MAX_LINES = 200;

/** What lies in a job's place, a line a file: when, how large, its name, what it is taken for. */
export function fileLines({ files, folder, isCut }: FilesInPlace): string {
  const shown = files.slice(0, MAX_LINES);
  const lines = shown.map(({ location, modifiedAt, sizeBytes, takenFor, note, member }) => {
    const name = location.startsWith(folder) ? location.slice(folder.length) : location;
    const taken = [WORDS[takenFor], ...(note === null ? [] : [note])].join(', ');
    return `    ${formatSecond(modifiedAt)}  ${formatBytes(sizeBytes).padStart(9)}  ${name}: ${taken}${member === null ? '' : ` (${member})`}`;
  });
  const count = `${isCut ? 'more than ' : ''}${files.length === 1 ? '1 file' : `${files.length} files`}`;
  const rest = files.length > MAX_LINES ? [`    and ${files.length - MAX_LINES} older; --json has all`] : [];
  return `${[`  files     ${count} in ${folder}`, ...lines, ...rest].map(printable).join('\n')}\n`;
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assertion } from '../../core/model/proof.ts';
import { formatBytes } from '../../core/quantity.ts';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import type { Restored, Restoring, ToolRun } from '../restoring.ts';
import { ArchiveIndex, type Member } from './archive-index.ts';
import { countFiles, filesIn } from './restored-files.ts';

/** How one kind of archive is listed and extracted by its tool. */
export interface ArchiveTool {
  /** The words that list it, each member as `member` reads it; a member may take several lines. */
  readonly list: (r: Restoring) => CommandWords;
  /** Reads one line of the list; null where no member ends with it. */
  readonly reader: () => (line: string) => Member | null;
  /** `leftOut`: names that are not to be extracted, one a line, where there are any. */
  readonly extract: (r: Restoring, to: string, leftOut: string | null) => CommandWords;
  /** Whether a status other than 0 says that all was extracted. */
  readonly isFine?: (run: ToolRun) => boolean;
}

const FOLDER = 'restored';
const LEFT_OUT = 'left-out';

/** Lists an archive, refuses what would leave scratch, and extracts the rest. Throws ProofEnd. */
export async function restoreArchive(r: Restoring, tool: ArchiveTool): Promise<Restored> {
  const { location } = r.copy;
  const index = new ArchiveIndex();
  const read = tool.reader();
  let rest = '';
  const take = (line: string): void => {
    const member = read(line);
    if (member !== null) index.add(member);
  };
  const listed = await r.run(tool.list(r), {
    seen: (stream, lines) => {
      if (stream === 'stderr') return;
      const parts = (rest + lines.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) take(line);
    },
  });
  if (rest !== '') take(rest);
  if (listed.error !== null && tool.isFine?.(listed) !== true) {
    throw r.refuted(`${location} cannot be read to its end: ${listed.error}`, listed.stderr);
  }
  const { emptyIsFine, leavesOutUnsafe } = r.current.settings.asked;
  if (index.unsafe !== null && !leavesOutUnsafe) {
    throw r.refuted(
      `${location} holds members that are refused: ${index.unsafe}; if it is meant to, add --leave-out-unsafe`,
    );
  }
  const hasLeftOut = index.leftOut.length > 0;
  const list = join(r.scratch.folder, LEFT_OUT);
  if (hasLeftOut) await writeFile(list, `${index.leftOut.join('\n')}\n`, { mode: 0o644 });
  const words = tool.extract(r, r.sandbox.at(FOLDER), hasLeftOut ? list : null);
  const extracted = await r.current.timed('restore', () => r.run(words, { readable: hasLeftOut ? [list] : [] }));
  if (extracted.error !== null && tool.isFine?.(extracted) !== true) {
    throw r.refuted(`extracting ${location} failed: ${extracted.error}`, extracted.stderr);
  }
  return {
    query: null,
    files: filesIn(r.scratch.at(FOLDER)),
    env: {},
    ownQuestions: async () => {
      const found = await countFiles(r.scratch.at(FOLDER));
      return questions(index, found.files, found.bytes, emptyIsFine);
    },
  };
}

function questions(index: ArchiveIndex, files: number, bytes: number, emptyIsFine: boolean): readonly Assertion[] {
  const count = (number: number): string => number.toLocaleString('en-US');
  const holds = files === index.files && (files > 0 || emptyIsFine);
  const same = {
    asked: 'files that its index names',
    wanted: index.files === 0 ? 'at least 1' : count(index.files),
    found: `${count(files)}${index.notes}`,
    holds,
  };
  const [wanted, found] = [formatBytes(index.bytes, bytes), formatBytes(bytes, index.bytes)];
  return [same, { asked: 'size of them together', wanted, found, holds: bytes === index.bytes }];
}

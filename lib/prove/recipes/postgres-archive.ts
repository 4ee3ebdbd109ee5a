import { stat } from 'node:fs/promises';
import type { Restoring } from '../restoring.ts';
import { unpackerOf } from './feed-dump.ts';
import type { DumpedTable } from './own-questions.ts';
import { headOf, unpackingOf } from './unpacking.ts';

/** What pg_restore reads, and the tables that it lists. */
export interface PostgresArchive {
  /** Below the data. */
  readonly path: string;
  readonly tables: readonly DumpedTable[];
}

const CUSTOM = 'PGDMP';
/** The name of the table of contents, which comes first in a dump in tar form. */
const TOC = 'toc.dat';

/** Null for a plain dump. A packed archive is unpacked beside it. Throws ProofEnd. */
export async function archiveOf(r: Restoring): Promise<PostgresArchive | null> {
  const path = await archivePath(r);
  if (path === null) return null;
  const tables: DumpedTable[] = [];
  let rest = '';
  const run = await r.run([r.tool('pg_restore'), '--list', r.sandbox.at(path)], {
    seen: (stream, lines) => {
      if (stream === 'stderr') return;
      const parts = (rest + lines.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) {
        const [, schema, name] = /^\d+; \d+ \d+ TABLE (?!DATA )(\S+) (.+) \S+$/.exec(line) ?? [];
        if (schema !== undefined && name !== undefined) {
          tables.push({ name: `${quoted(schema)}.${quoted(name)}`, database: null });
        }
      }
    },
  });
  if (run.error === null) return { path, tables };
  if (/unsupported version/.test(run.stderr)) {
    await r.must(['/bin/sh', '-c', 'echo "$1" >&2; exit 1', 'pg_restore', run.stderr.trim()]);
  }
  throw r.refuted(`${r.copy.location} is no whole dump: ${run.error}`, run.stderr);
}

async function archivePath(r: Restoring): Promise<string | null> {
  const { path } = r.copy;
  const found = r.scratch.at(path);
  if ((await stat(found)).isDirectory()) return path;
  if (await isArchive(found)) return path;
  const packed = await unpackingOf(found);
  if (packed === null) return null;
  const tool = await unpackerOf(r, packed.tool);
  const words = `"$@" ${'"$FILE"'} 2>/dev/null | head -c 512`;
  const head = await r.run(['/bin/sh', '-c', words, 'head', tool, ...packed.words], {
    env: { FILE: r.sandbox.at(path) },
  });
  if (!head.stdout.startsWith(CUSTOM) && !head.stdout.startsWith(TOC)) return null;
  const unpacked = 'restored/dump';
  const all = `"$@" "$FILE" > "$TO"`;
  const env = { FILE: r.sandbox.at(path), TO: r.sandbox.at(unpacked) };
  const run = await r.run(['/bin/sh', '-c', all, 'unpack', tool, ...packed.words], { env });
  if (run.error !== null) throw r.refuted(`${r.copy.location} is damaged: ${packed.tool}: ${run.error}`, run.stderr);
  return unpacked;
}

async function isArchive(path: string): Promise<boolean> {
  const head = (await headOf(path, 8)).toString('latin1');
  return head.startsWith(CUSTOM) || head.startsWith(TOC);
}

/** As an identifier in SQL. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

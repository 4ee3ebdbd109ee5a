import type { Instant } from '../../instant.ts';
import {
  bareReport,
  errorText,
  type Report,
  type ReportFile,
  type ReportFormatEntry,
  type UnreadableReport,
} from './report.ts';
import { bytesOf, isJsonObject, type JsonObject, jsonLines, objectsIn, parseJson } from './report-json.ts';
import { readTime } from './report-time.ts';

const LEVELS: readonly string[] = ['WARNING', 'ERROR', 'CRITICAL'];

/**
 * The output of `borg create --json` (also of `borg info --json`, where the newest archive counts), with or without
 * the lines of `--log-json` before it. An error or a warning in those lines is one of
 * an archive that was made, and a failure without one. Borg 1 writes times without a zone.
 * Source: Borg's documentation, *Frontends*, JSON output.
 */
export function parseBorgReport({ text, zone }: ReportFile): Report | UnreadableReport {
  const logged = jsonLines(text).findLast(
    ({ type, levelname }) => type === 'log_message' && LEVELS.includes(String(levelname)),
  );
  const error = logged ? (errorText(logged.message) ?? 'borg logged an error') : null;
  const json = parseJson(text) ?? parseJson(behindLog(text));
  if (!isJsonObject(json)) {
    const isError = logged !== undefined && logged.levelname !== 'WARNING';
    return error === null || !isError
      ? { unreadable: 'it is not what borg create --json writes' }
      : bareReport('failed', error);
  }
  const archives = isJsonObject(json.archive) ? [json.archive] : objectsIn(json.archives);
  const archive = archives.toSorted((a, b) => endOf(b, zone) - endOf(a, zone))[0];
  if (archive === undefined) return { unreadable: 'it names no archive' };
  const finishedAt = endOf(archive, zone);
  if (finishedAt === Number.NEGATIVE_INFINITY) return { unreadable: "the archive's end is not a time" };
  const stats = isJsonObject(archive.stats) ? archive.stats : {};
  return {
    status: error === null ? 'completed' : 'completed-with-warnings',
    startedAt: readTime(archive.start, zone),
    finishedAt,
    sizeBytes: bytesOf(stats.original_size),
    location: errorText(archive.name),
    error,
  };
}

/** The object that begins with a brace alone on its line, as borg prints it. */
function behindLog(text: string): string {
  const begin = /^\{\s*$/m.exec(text);
  return begin === null ? '' : text.slice(begin.index);
}

function endOf(archive: JsonObject, zone: string): Instant {
  return readTime(archive.end ?? archive.time ?? archive.start, zone) ?? Number.NEGATIVE_INFINITY;
}

export const borgFormat = {
  name: 'borg',
  writtenBy: '`borg create --json`, or `borg info --json` of an archive',
  parse: parseBorgReport,
  isSizeOfFiles: false,
  endsWithVerdict: false,
} as const satisfies ReportFormatEntry;

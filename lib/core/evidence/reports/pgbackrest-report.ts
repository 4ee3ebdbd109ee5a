import type { Instant } from '../../instant.ts';
import {
  bareReport,
  errorText,
  type Report,
  type ReportFile,
  type ReportFormatEntry,
  type UnreadableReport,
} from './report.ts';
import { bytesOf, isJsonObject, type JsonObject, objectsIn, parseJson } from './report-json.ts';
import { readTime } from './report-time.ts';

/**
 * The output of `pgbackrest info --output=json`: the newest backup of all its stanzas. One with `error` is whole and can be
 * restored: pages of the database itself have checksums that do not fit, of which pgBackRest only warns. Sources: its
 * command reference, *info*; its user guide, *Page Checksums*.
 */
export function parsePgbackrestReport({ text, zone }: ReportFile): Report | UnreadableReport {
  const json = parseJson(text);
  if (!Array.isArray(json)) return { unreadable: 'it is not what pgbackrest info --output=json writes' };
  const stanzas = objectsIn(json);
  const backups = stanzas.flatMap((stanza) => objectsIn(stanza.backup));
  const newest = backups.toSorted((a, b) => stopOf(b, zone) - stopOf(a, zone))[0];
  if (newest) return fromBackup(newest, zone);
  if (stanzas.some(isRunning)) return bareReport('running');
  const status = stanzas.map((stanza) => stanza.status).find(isJsonObject);
  return status ? bareReport('failed', errorText(status.message) ?? 'no backup') : { unreadable: 'it names no stanza' };
}

function fromBackup(backup: JsonObject, zone: string): Report | UnreadableReport {
  const finishedAt = stopOf(backup, zone);
  if (finishedAt === Number.NEGATIVE_INFINITY) return { unreadable: 'its newest backup has no time' };
  const timestamp = isJsonObject(backup.timestamp) ? backup.timestamp : {};
  const info = isJsonObject(backup.info) ? backup.info : {};
  const repository = isJsonObject(info.repository) ? info.repository : {};
  const hasErrors = backup.error === true;
  const label = errorText(backup.label);
  return {
    status: hasErrors ? 'completed-with-warnings' : 'completed',
    startedAt: readTime(timestamp.start, zone),
    finishedAt,
    sizeBytes: bytesOf(repository.size) ?? bytesOf(info.size),
    location: label,
    error: hasErrors
      ? `pages of the database have wrong checksums; pgbackrest info --set=${label} names the files`
      : null,
  };
}

function stopOf(backup: JsonObject, zone: string): Instant {
  const stop = isJsonObject(backup.timestamp) ? readTime(backup.timestamp.stop, zone) : null;
  return stop ?? Number.NEGATIVE_INFINITY;
}

function isRunning(stanza: JsonObject): boolean {
  const lock = isJsonObject(stanza.status) && isJsonObject(stanza.status.lock) ? stanza.status.lock : {};
  return isJsonObject(lock.backup) && lock.backup.held === true;
}

export const pgbackrestFormat = {
  name: 'pgbackrest',
  writtenBy: '`pgbackrest info --output=json`; a backup with `error` is whole, and warns of pages with wrong checksums',
  parse: parsePgbackrestReport,
  isSizeOfFiles: false,
  endsWithVerdict: false,
} as const satisfies ReportFormatEntry;

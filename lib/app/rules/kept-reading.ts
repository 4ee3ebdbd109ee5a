import { createHash } from 'node:crypto';
import type { KeptReading, LastGood } from '../../ports/rules-source.ts';
import type { Problem, RulesDocument } from '../../rules-doc/document.ts';
import { parseReading } from '../../rules-doc/parse-reading.ts';
import type { ReadRules } from '../../rules-doc/read-rules-document.ts';

/** Bytes of the last good copy that a reading may take: it holds the document's text as well, and has its limit. */
const LARGEST_READING_BYTES = 12 * 1024 * 1024;
/** A hundred thousand nodes share one text and would not share it here. */
const MAX_JOBS = 5_000;

/**
 * What the reader of that name made of a document, to be kept beside its text, so that a process that starts need not
 * load the reader. Null where readings have no name, since then no one could say whose it was.
 */
export async function keptReading(
  document: RulesDocument,
  problems: readonly Problem[],
  version: string,
  reader: string | null,
): Promise<KeptReading | null> {
  if (reader === null) return null;
  if (document.jobs.length > MAX_JOBS) return { reader, sha256: '', text: null };
  const { formatReading } = await import('../../rules-doc/format-reading.ts');
  const text = formatReading(document, problems);
  if (Buffer.byteLength(JSON.stringify(text)) > LARGEST_READING_BYTES) return { reader, sha256: '', text: null };
  return { reader, sha256: digest(version, text), text };
}

/**
 * What was kept of the last good document; null, so that its text is read again, when it was read by another reader,
 * from another place, or is not as it was written.
 */
export function readingKept(lastGood: LastGood, source: string, reader: string | null): ReadRules | null {
  const kept = lastGood.reading;
  if (reader === null || kept === null || kept.text === null) return null;
  if (kept.reader !== reader || lastGood.source !== source || kept.sha256 !== digest(lastGood.version, kept.text)) {
    return null;
  }
  return parseReading(kept.text);
}

/** Of the reading and the document it is of. */
function digest(version: string, text: string): string {
  return createHash('sha256').update(`${version}\n${text}`).digest('hex');
}

import { csvRecord } from './csv-record.ts';
import { htmlRecord } from './html-record.ts';
import { jsonRecord } from './json-record.ts';
import type { RecordAbout, RecordWriter } from './record-writer.ts';

/** The formats of a record: a new one is a file and a line here. */
export const RECORD_FORMATS = {
  html: { mime: 'text/html; charset=utf-8', writer: htmlRecord },
  json: { mime: 'application/json', writer: jsonRecord },
  csv: { mime: 'text/csv; charset=utf-8', writer: csvRecord },
} as const satisfies Record<string, { mime: string; writer: (about: RecordAbout) => RecordWriter }>;

export type RecordFormat = keyof typeof RECORD_FORMATS;

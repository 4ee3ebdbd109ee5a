import {
  bareReport,
  errorText,
  type Report,
  type ReportFile,
  type ReportFormatEntry,
  type ReportPhrases,
  type UnreadableReport,
} from './report.ts';

/**
 * Plain text with the job's own phrases, found as they stand. Failure wins, since a log that names both went wrong
 * somewhere; one that names neither cannot be read. Source: docs/design/heartbeats.md#matching.
 */
export function parseTextReport({ text }: ReportFile, phrases: ReportPhrases): Report | UnreadableReport {
  const failure = phrases.failure.find((phrase) => isIn(text, phrase));
  if (failure !== undefined) return bareReport('failed', errorText(lineWith(text, failure)) ?? failure);
  if (phrases.success.some((phrase) => isIn(text, phrase))) return bareReport('completed');
  return { unreadable: 'it holds none of the success or failure phrases of the job' };
}

function isIn(text: string, phrase: string): boolean {
  return phrase !== '' && text.includes(phrase);
}

function lineWith(text: string, phrase: string): string | undefined {
  const at = text.indexOf(phrase);
  const from = text.lastIndexOf('\n', at) + 1;
  return text.slice(from).trimStart().split('\n', 1)[0];
}

export const textFormat = {
  name: 'text',
  writtenBy: 'anything else: plain text with phrases of your own, `success:` and `failure:`',
  parse: parseTextReport,
  isSizeOfFiles: false,
  endsWithVerdict: true,
} as const satisfies ReportFormatEntry;

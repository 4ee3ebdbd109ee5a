import { END_SIGNALS, type EndSignal } from '../../core/model/end-signal.ts';
import type { ReportFormat, ReportReading } from '../../core/model/report-format.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeMap } from '../yaml/tree.ts';
import { parsePlace } from './place-text.ts';
import { readMap, readSection } from './read-section.ts';

/** What is wrong with the name of a marker file; null when nothing is. */
function markerProblem(name: string): string | null {
  if (name === '') return 'marker has no name; write marker _SUCCESS, or the name the tool writes';
  if (name.includes('/')) return `the marker ${quoted(name)} is a path; write the name of one file, without a slash`;
  if (name === '.' || name === '..') return `the marker ${quoted(name)} is a folder; write the name of a file`;
  if (/[*{}]/.test(name)) return `the marker ${quoted(name)} is a pattern; write the name of one file`;
  return name.length > 255 ? `the marker ${quoted(name)} is longer than a file name can be; write a shorter one` : null;
}

/** How each signal is written. */
const WRITTEN: Readonly<Record<EndSignal['kind'], string>> = {
  landed: 'landed',
  marker: 'marker NAME',
  report: 'report PATH',
  heartbeat: 'heartbeat',
};

/** An end signal whose report place may still hold `{node}`. */
export type EndSignalText = Exclude<EndSignal, { kind: 'report' }> | { readonly kind: 'report'; readonly text: string };

/** Reads `finished:`; a problem goes to the log, and the default stands in. */
export function readEndSignal(
  map: TreeMap,
  written: string | undefined,
  has: { backup: boolean; heartbeat: boolean },
  path: string,
  context: ReadingContext,
): EndSignalText {
  const otherwise: EndSignalText = has.backup ? { kind: 'landed' } : { kind: 'heartbeat' };
  if (written === undefined) return otherwise;
  const reject = (message: string, code: ProblemCode = 'BAD_END_SIGNAL') => {
    context.log.error(code, child(map, 'finished')?.offset ?? map.offset, `${path}.finished`, message);
    return otherwise;
  };
  const text = written.trim();
  const space = text.search(/\s/);
  const word = (space < 0 ? text : text.slice(0, space)).toLowerCase();
  const rest = space < 0 ? '' : text.slice(space).trim();
  if (word === 'heartbeat' && rest === '') {
    if (has.heartbeat) return { kind: 'heartbeat' };
    return reject('finished: heartbeat needs the job to ping; add heartbeat: true, or take finished out');
  }
  if (!has.backup && END_SIGNALS.some((signal) => signal === word && signal !== 'heartbeat')) {
    return reject(`finished: ${word} looks at files, and this job has no backup:; add backup:, or take finished out`);
  }
  if (word === 'landed' && rest === '') return { kind: 'landed' };
  if (word === 'marker') {
    const wrong = markerProblem(rest);
    return wrong === null ? { kind: 'marker', name: rest } : reject(wrong);
  }
  if (word === 'report') {
    if (rest === '') return reject('report has no place; write report ./reports/*.json');
    const { problem } = parsePlace(rest, context.folder);
    return problem === null ? { kind: 'report', text: rest } : reject(problem.message, problem.code);
  }
  return reject(
    `finished: ${quoted(text)} is not understood; write ${WRITTEN.marker}, ${WRITTEN.report}, ${WRITTEN.heartbeat} or ${WRITTEN.landed}`,
  );
}

/** True for text that looks like a regular expression, which phrases never are. */
function isPattern(phrase: string): boolean {
  return (
    /^\/.+\/[a-z]*$/.test(phrase) || /^\^|\$$|\.[*+]|\\[a-zA-Z.[(]|\(\?|\[[^\]]+\][*+]|\([^)]*\|[^)]*\)/.test(phrase)
  );
}

/** Reads `report:`; its default is our own format. */
export function readReport(map: TreeMap, jobPath: string, context: ReadingContext): ReportReading {
  const path = `${jobPath}.report`;
  const node = child(map, 'report');
  const report = readMap(node, path, context.log, '{ format: restic }, or leave it out');
  const format: ReportFormat = 'sentinel';
  if (report === null) return { format, success: [], failure: [] };
  const values = readSection(report, 'report', path, context.log);
  const reject = (key: string, code: ProblemCode, message: string) =>
    context.log.error(code, child(report, key)?.offset ?? report.offset, `${path}.${key}`, message);
  const phrases = (key: 'success' | 'failure'): readonly string[] => {
    const written = values[key];
    const all = written === undefined ? [] : typeof written === 'string' ? [written] : written;
    for (const phrase of all) {
      if (isPattern(phrase))
        reject(
          key,
          'PATTERN_NOT_PLAIN',
          `${quoted(phrase)} looks like a regular expression; write the plain text that stands in the report`,
        );
    }
    if (all.length > 0 && values.format !== 'text') {
      reject(key, 'BAD_REPORT', `${key} phrases are for format text only; write format: text, or take ${key} out`);
    }
    return all;
  };
  const reading = { format: values.format ?? format, success: phrases('success'), failure: phrases('failure') };
  if (
    reading.format === 'text' &&
    reading.success.length + reading.failure.length === 0 &&
    child(report, 'success') === undefined &&
    child(report, 'failure') === undefined
  ) {
    reject('format', 'BAD_REPORT', 'format text needs phrases to look for; add success: or failure:');
  }
  return reading;
}

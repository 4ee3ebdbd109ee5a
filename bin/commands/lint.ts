import { writeFile } from 'node:fs/promises';
import { unjudgedPings } from '../../lib/app/ping/open-proposals.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { proposedId } from '../../lib/core/ping/proposal.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { type RulesSource, RulesUnavailable } from '../../lib/ports/rules-source.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { canonicalDocument } from '../../lib/rules-doc/canonical-document.ts';
import type { Problem, RulesDocument } from '../../lib/rules-doc/document.ts';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import type { UnderstoodJob } from '../../lib/rules-doc/sections/read-jobs.ts';
import type { SeenJob } from '../../lib/rules-doc/seen-job.ts';
import { decodeText } from '../../lib/rules-doc/yaml/decode-text.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../lib/rules-doc/yaml/largest-document.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type StateAddress, stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

const EXIT_CLEAN = 0;
const EXIT_WARNINGS = 1;
const EXIT_ERRORS = 2;

/** `sentinel lint RULES`: 0 clean, 1 warnings, 2 errors. */
export async function lintCommand(
  rules: string,
  options: Pick<CommonOptions, 'json' | 'quiet' | 'state'> & { readonly fix?: boolean; readonly look?: boolean },
): Promise<number> {
  const address = stateAddressOf(options.state);
  const source = await openRules(rules, null);
  if (options.fix) {
    const failure = await fixRules(source);
    if (failure !== null) {
      complain(failure);
      return EXIT_ERRORS;
    }
  }
  const name = source.name.split('/').at(-1) ?? source.name;
  let bytes: Uint8Array;
  try {
    bytes = (await source.read(LARGEST_DOCUMENT_BYTES)).bytes;
  } catch (error) {
    if (!(error instanceof RulesUnavailable)) throw error;
    complain(error.message);
    return EXIT_ERRORS;
  }
  const reading = { name, folder: source.folder, now: Date.now(), isAdvised: true };
  const first = readRulesDocument(bytes, reading);
  const seen = first.document === null ? new Map() : await seenOf(first.document, address);
  const {
    document,
    problems: read,
    understood = [],
  } = seen.size === 0 ? first : readRulesDocument(bytes, { ...reading, seen });
  const jobs = document?.jobs ?? [];
  const problems = options.look ? [...read, ...(await problemsOfPlaces(jobs))] : read;
  if (options.json) {
    printJson(lintReport(source.name, name, problems, understood));
  } else {
    for (const problem of problems) printText(`${printable(formatProblem(name, problem))}\n`);
    if (!options.quiet) {
      for (const job of jobs) printText(`${job.at} ${job.id}: ${printable(job.understood)}\n`);
      printText(`${summaryOf(problems, jobs.length)}\n`);
    }
  }
  if (problems.some((problem) => problem.severity === 'error')) return EXIT_ERRORS;
  return problems.length > 0 ? EXIT_WARNINGS : EXIT_CLEAN;
}

/** What the names in the places say; a place that cannot be read is said on standard error. */
async function problemsOfPlaces(jobs: readonly Job[]): Promise<readonly Problem[]> {
  const { lookAtPlace } = await import('../../lib/app/rules/look-at-places.ts');
  const { openSources } = await import('../../lib/sources/open-sources.ts');
  const sources = openSources(process.env)();
  const problems: Problem[] = [];
  for (const job of jobs) {
    try {
      problems.push(...(await lookAtPlace(job, sources.of, Date.now())));
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      complain(`sentinel: ${job.id}: cannot be looked at: ${error.location}: ${error.message}`);
    }
  }
  return problems;
}

/** What was seen of each job of the document, by its id; empty where no state is kept. */
async function seenOf(document: RulesDocument, address: StateAddress): Promise<ReadonlyMap<string, SeenJob>> {
  const { jobs } = document;
  const seen = new Map<string, SeenJob>();
  try {
    const stores = await openStores(address, { create: false, now: Date.now });
    try {
      const [{ rows }, proposals] = await Promise.all([
        stores.state.read(jobs.map(({ id }) => id)),
        stores.proposals.read(),
      ]);
      const unjudged = new Set(unjudgedPings(proposals, document).map(proposedId));
      for (const { id, parentId } of jobs) {
        const { newestBytes: other = null, pingsUnjudged = false } = seen.get(parentId) ?? {};
        const sizes = [other, rows.get(id)?.latest?.sizeBytes ?? null].filter((bytes) => bytes !== null);
        const newestBytes = sizes.length === 0 ? null : Math.min(...sizes);
        seen.set(parentId, { newestBytes, pingsUnjudged: pingsUnjudged || unjudged.has(id) });
      }
    } finally {
      await stores.close();
    }
  } catch (error) {
    if (!(error instanceof StateStoreUnavailable)) throw error;
    complain(`the rules are not compared with what was seen: ${error.message}`);
  }
  return seen;
}

/** Writes the document in canonical clauses in its place; a text why not, null when it is done. */
async function fixRules(source: RulesSource): Promise<string | null> {
  if (source.folder === null)
    return `--fix writes files on this machine; pull ${source.name} with sentinel rules pull first`;
  let bytes: Uint8Array;
  try {
    bytes = (await source.read(LARGEST_DOCUMENT_BYTES)).bytes;
  } catch (error) {
    if (error instanceof RulesUnavailable) return error.message;
    throw error;
  }
  const { text, problem } = decodeText(bytes);
  if (problem !== null) return null;
  const { text: fixed, rewritten } = canonicalDocument(text);
  if (rewritten > 0) await writeFile(source.name, fixed);
  complain(`${count(rewritten, 'rule')} written in canonical clauses`);
  return null;
}

/** For editors and tests: each problem with its place and its remedy, each rule as it was understood. */
function lintReport(
  source: string,
  name: string,
  problems: readonly Problem[],
  understood: readonly UnderstoodJob[],
): object {
  return {
    source,
    problems: problems.map(({ severity, code, line, column, path, message }) => {
      const [what = message, ...remedies] = message.split('; ');
      return {
        severity,
        code,
        at: line > 0 ? `${name}:${line}:${column}` : name,
        path,
        message: what,
        remedy: remedies.join('; '),
      };
    }),
    jobs: understood.map(({ jobId, rule, sentence }) => ({ job_id: jobId, rule, sentence })),
  };
}

function summaryOf(problems: readonly { readonly severity: string }[], jobs: number): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.length - errors;
  if (errors > 0) return `${count(errors, 'error')}, ${count(warnings, 'warning')}: this document will be refused`;
  return `${count(jobs, 'job')}, ${warnings === 0 ? 'no problems' : count(warnings, 'warning')}`;
}

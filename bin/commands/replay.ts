import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { Past } from '../../lib/app/foresight/past.ts';
import { type ReplayPorts, type ReplaySpan, replay } from '../../lib/app/foresight/replay.ts';
import { replayBoth, withJobs } from '../../lib/app/foresight/replay-both.ts';
import { DAY_MS } from '../../lib/core/instant.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { RulesUnavailable } from '../../lib/ports/rules-source.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../lib/rules-doc/yaml/largest-document.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { Progress } from '../print/progress.ts';
import { replayJson, replayText } from '../print/replay-report.ts';
import { UsageError } from '../usage-error.ts';
import { jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

const EXIT_SAME = 0;
const EXIT_DIFFERS = 1;
const MAX_DAYS = 400;

interface ReplayOptions extends CommonOptions {
  readonly against?: string;
  readonly days: string;
  readonly job?: readonly string[];
}

/**
 * `sentinel replay`: what a rules doc would have done over the last days, beside the current one, which is the accepted
 * one or the one that --against names. 0 when they do the same, or there is no other; 1 when something differs.
 */
export async function replayCommand(options: ReplayOptions): Promise<number> {
  const span = spanOf(options);
  const address = stateAddressOf(options.state);
  const source = await openRules(options.rules, address);
  const read = await readDocument(options.rules, (max) => source.read(max), source.folder);
  const other = await currentDocument(options, read.version);
  const stores = await openStores(address, { create: false, now: Date.now });
  const progress = new Progress(options.json || options.quiet ? null : process.stderr);
  try {
    const sources = openSources(process.env)();
    const jobs = [read.document, other].flatMap((document) => document?.jobs ?? []);
    const past = await Past.open(jobs, {
      sourceOf: sources.of,
      heartbeats: stores.heartbeats,
      store: stores.state,
      landedOf: (jobId) => stores.days.landed(jobId, Math.ceil((span.until - span.from) / DAY_MS) + 1),
    });
    const ports: ReplayPorts = {
      past,
      holidays: new PublicHolidays(),
      elapsedMs: () => performance.now(),
      onProgress: (done, of) => progress.show(() => `replayed ${done} of ${count(of, 'day')}`),
    };
    const wanted = idsNamed([read.document, ...(other === null ? [] : [other])], options.job);
    const edited = withJobs(read.document, wanted);
    const { replayed, differences } =
      other === null
        ? { replayed: await replay(edited, span, ports), differences: null }
        : await replayBoth(edited, withJobs(other, wanted), span, ports);
    progress.clear();
    const report = { span, replayed, differences, timezone: read.document.timezone, jobs: read.document.jobs.length };
    if (options.json) printJson(replayJson(report));
    else printText(replayText(report));
    return differences !== null && differences.length > 0 ? EXIT_DIFFERS : EXIT_SAME;
  } finally {
    progress.clear();
    await stores.close();
  }
}

function spanOf(options: ReplayOptions): ReplaySpan {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw new UsageError(`--days ${options.days}: write a whole number of days from 1 to ${MAX_DAYS}`);
  }
  const until = nowOf(options);
  return { from: until - days * DAY_MS, until };
}

interface ReadDocument {
  readonly document: RulesDocument;
  readonly version: string;
}

/** Throws RulesUnavailable, after printing its problems, for a document that is not good. */
async function readDocument(
  name: string,
  read: (maxBytes: number) => Promise<{ readonly bytes: Uint8Array; readonly version: string }>,
  folder: string | null,
): Promise<ReadDocument> {
  const { bytes, version } = await read(LARGEST_DOCUMENT_BYTES);
  const fileName = name.split('/').at(-1) ?? name;
  const { document, problems } = readRulesDocument(bytes, { name: fileName, folder, now: Date.now() });
  for (const problem of problems) complain(formatProblem(fileName, problem));
  if (document === null) throw new RulesUnavailable(`${name} cannot be replayed: fix its errors first`);
  return { document, version };
}

/** The document to compare with; null where there is none, or it is the same. */
async function currentDocument(options: ReplayOptions, version: string): Promise<RulesDocument | null> {
  const address = stateAddressOf(options.state);
  if (options.against !== undefined) {
    const source = await openRules(options.against, null);
    return (await readDocument(options.against, (max) => source.read(max), source.folder)).document;
  }
  const source = await openRules(options.rules, address);
  const accepted = await source.readLastGood();
  if (accepted === null || accepted.version === version) return null;
  const { readAsAccepted } = await import('../../lib/app/rules/upgraded-rules.ts');
  const fileName = accepted.source.split('/').at(-1) ?? accepted.source;
  const folder = accepted.source.includes('://') ? null : accepted.source.slice(0, accepted.source.lastIndexOf('/'));
  return (await readAsAccepted(accepted, { name: fileName, folder, now: Date.now() })).document;
}

/** The ids of the jobs that were named in any of the documents; all where none was. Throws UsageError. */
function idsNamed(documents: readonly RulesDocument[], names: readonly string[] | undefined): ReadonlySet<string> {
  const all = documents.flatMap(({ jobs }) => jobs);
  if (names === undefined) return new Set(all.map(({ id }) => id));
  const found = names.flatMap((name) => {
    const jobs = all.filter(({ id, parentId }) => id === name || parentId === name);
    return jobs.length > 0 || documents[0] === undefined ? jobs : jobsOrUsageError(documents[0], name);
  });
  return new Set(found.map(({ id }) => id));
}

import { type Look, lookAndDecide } from '../../lib/app/check/check-job.ts';
import { type Explained, type FilesInPlace, filesInPlace } from '../../lib/app/evidence/files-in-place.ts';
import { WholeLooks } from '../../lib/app/evidence/whole-looks.ts';
import { documentWithMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { addTo } from '../../lib/core/add-to.ts';
import { publishable, publishableVerdict } from '../../lib/core/event/publishable.ts';
import { snakeCased } from '../../lib/core/event/snake-case.ts';
import type { TakenFile } from '../../lib/core/evidence/taken-file.ts';
import { withHolidays } from '../../lib/core/hours/skipped-holidays.ts';
import { formatInstant, type Instant } from '../../lib/core/instant.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { type JobRow, newRow } from '../../lib/core/model/job-row.ts';
import { earliestNotificationOf } from '../../lib/core/people/earliest-notification.ts';
import { People } from '../../lib/core/people/people.ts';
import { nextChange } from '../../lib/core/planning/next-change.ts';
import { proofIdOf } from '../../lib/core/proof/proof-job.ts';
import { renderVerdict } from '../../lib/core/wording/rendered-verdict.ts';
import { readOnly } from '../../lib/ports/mirror-log.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { explanation } from '../print/explanation.ts';
import { fileLines } from '../print/files.ts';
import { printJson, printText } from '../print/print-text.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce, jobsOrUsageError, printProblems } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

/** `sentinel explain JOB`: decides again without writing, and shows each step. */
export async function explainCommand(
  jobId: string,
  options: CommonOptions & { readonly files?: boolean },
): Promise<number> {
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  const loaded = await loadRules(await openRules(options.rules, address), now);
  const document = documentInForce(loaded);
  const people = new People(document, loaded.lastGood?.holidays ?? {});
  const sources = openSources(process.env)();
  const stores = await openStores(address, { create: false, now: () => now });
  try {
    const watched = await documentWithMembers(document, stores.members);
    const jobs = jobsOrUsageError(watched, jobId, true).map((job) =>
      withHolidays(job, loaded.lastGood?.holidays ?? {}),
    );
    printProblems(loaded);
    const asked = jobs.flatMap((job) => [job.id, proofIdOf(job.member?.whole.id ?? job.id)]);
    const { rows, unusable } = await stores.state.read(asked);
    if (unusable[0]) throw new StateStoreUnavailable(unusable[0].message);
    const printed = [];
    const explained = new Map<Job, Explained[]>();
    const wholes = new WholeLooks(sources.of);
    for (const job of jobs) {
      const row = rows.get(job.id) ?? newRow(job.id);
      const mirrors = readOnly(stores.mirrors);
      const proofsOf = (jobId: string) => rows.get(proofIdOf(jobId))?.proofs ?? [];
      const ports = { heartbeats: stores.heartbeats, mirrors, sourceOf: sources.of, wholes, proofsOf };
      const look = await lookAndDecide(job, row, { now, held: false }, earliestNotificationOf(people, job), ports);
      if (options.json) printed.push(explanationReport(job, row, look, now));
      else printText(explanation(job, row, look, now));
      if (job.proofOf !== undefined || look.evidence.kind === 'proofs') continue;
      const whole = job.member?.whole ?? job;
      addTo(explained, whole, { row: look.decision.row, evidence: look.evidence });
    }
    for (const [job, looks] of options.files ? explained : []) {
      if (job.place === null) throw new UsageError(`--files: ${job.id} has no place, it only pings`);
      const found = await filesInPlace(job, job.place, looks, now, await sources.of(job.place.scheme));
      if (options.json) printed.push(filesReport(job, found));
      else printText(fileLines(found));
    }
    if (options.json) printJson(printed);
    return 0;
  } finally {
    await stores.close();
  }
}

function filesReport(job: Job, { folder, files, isCut }: FilesInPlace): object {
  return { job_id: job.id, folder, is_cut: isCut, files: files.map(fileReport) };
}

function fileReport({ location, modifiedAt, sizeBytes, takenFor, note, member }: TakenFile): object {
  const [modified_at, taken_for] = [formatInstant(modifiedAt), takenFor];
  return { location, modified_at, size_bytes: sizeBytes, taken_for, note, member };
}

function explanationReport(job: Job, row: JobRow, { evidence, input, decision }: Look, now: Instant): object {
  const next = nextChange(input, decision);
  return {
    job_id: job.id,
    rule: { at: job.at, understood: job.understood },
    now: formatInstant(now),
    evidence: snakeCased(evidence),
    verdict: decision.verdict && publishableVerdict(renderVerdict(decision.verdict)),
    row_before: snakeCased(row),
    row_after: snakeCased(decision.row),
    transition: decision.transition && publishable(decision.transition),
    next_change: next && { at: formatInstant(next.at), state: next.state },
  };
}

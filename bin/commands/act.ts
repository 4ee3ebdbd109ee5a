import { actOnJobs } from '../../lib/app/act/act-on.ts';
import { documentWithMembers } from '../../lib/app/members/with-members.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { DEFAULT_SNOOZE_MS } from '../../lib/core/acting/act.ts';
import { SECOND_MS } from '../../lib/core/instant.ts';
import type { Action } from '../../lib/core/model/action.ts';
import type { Job } from '../../lib/core/model/job.ts';
import { proofIdOf, provenWith } from '../../lib/core/proof/proof-job.ts';
import { readDuration } from '../../lib/rules-doc/clauses/units.ts';
import { nearest } from '../../lib/rules-doc/yaml/near.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { checkPerson, documentInForce, jobsOrUsageError } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

interface ActOptions extends CommonOptions {
  readonly by: string;
  readonly reason?: string;
  readonly for?: string;
}

type Verb = Action['verb'];

/** An owner's action: 0 done, 1 refused with the reason. */
export async function actCommand(
  verb: Verb,
  jobId: string,
  options: ActOptions,
  memberName: string | null = null,
): Promise<number> {
  const now = nowOf(options);
  const action = actionOf(verb, options.for);
  const address = stateAddressOf(options.state);
  const inForce = documentInForce(await loadRules(await openRules(options.rules, address), now));
  checkPerson(inForce, options.by, '--by');
  const stores = await openStores(address, { create: true, now: () => now });
  try {
    const document = await documentWithMembers(inForce, stores.members);
    const named = jobsOrUsageError(document, jobId);
    const meant = verb === 'proven' ? [provenOrUsageError(document.jobs, named)] : named;
    const jobs = memberName === null ? meant : [memberOrUsageError(named, memberName)];
    const by = { by: options.by, at: now, reason: options.reason ?? null };
    const acted = await actOnJobs(jobs, action, by, {
      store: stores.state,
      audit: stores.audit,
      members: stores.members,
    });
    if (options.json) {
      const results = acted.map(({ job, result }) => ({
        job_id: job.id,
        done: result.done,
        message: result.message,
      }));
      printJson(results);
    }
    for (const { job, result } of acted) {
      if (!result.done) complain(`sentinel: ${job.id}: refused: ${result.message}`);
      else if (!options.json && !options.quiet) printText(`${job.id}: ${printable(result.message)}\n`);
    }
    return acted.every(({ result }) => result.done) ? 0 : 1;
  } finally {
    await stores.close();
  }
}

/**
 * The proofs of the job that is named; the job itself, which refuses, where its rule asks for none. Throws UsageError for
 * several nodes: a restore of one shows nothing of the others.
 */
function provenOrUsageError(all: readonly Job[], named: readonly Job[]): Job {
  const asked = named.map((job) => provenWith(job) ?? job);
  const [job, ...others] = [...new Set(asked)];
  if (job === undefined || others.length > 0) {
    throw new UsageError(`name the node that was restored: ${asked.map(({ id }) => id).join(', ')}`);
  }
  return all.find(({ id }) => id === proofIdOf(job.id)) ?? job;
}

/** The member of that name, or of that id. Throws UsageError. */
function memberOrUsageError(jobs: readonly Job[], name: string): Job {
  const found = jobs.find(
    ({ id, parentId, member }) => member?.value === name || (member && id === `${parentId}/${name}`),
  );
  if (found !== undefined) return found;
  const values = jobs.flatMap(({ member }) => member?.value ?? []);
  const near = nearest(name, values);
  const hint = near ? `; did you mean ${near}?` : values.length === 0 ? '; it has none' : '';
  throw new UsageError(`${jobs[0]?.parentId} has no member ${name}${hint}`);
}

function actionOf(verb: Verb, duration: string | undefined): Action {
  if (verb === 'snooze') return { verb, forMs: duration === undefined ? DEFAULT_SNOOZE_MS : millisecondsOf(duration) };
  if (verb === 'accept') return { verb, run: null };
  return { verb };
}

function millisecondsOf(text: string): number {
  const duration = readDuration(text);
  if (!duration.ok) throw new UsageError(`--for: ${duration.message}`);
  return duration.value.seconds * SECOND_MS;
}

import { addTo } from '../core/add-to.ts';
import { placeText } from '../core/evidence/place.ts';
import type { EndSignal } from '../core/model/end-signal.ts';
import type { Job } from '../core/model/job.ts';
import type { Rule } from '../core/model/rule.ts';
import { formatDuration } from '../core/quantity.ts';
import type { AnyClause } from './clauses/clause.ts';
import { CLAUSES } from './clauses/registry.ts';
import type { RulesDocument } from './document.ts';
import { compareLimit, compareSwitch, compareText, type JobChange } from './job-change.ts';

export interface ChangedJob {
  /** The job's key in the document. */
  readonly job: string;
  readonly changes: readonly JobChange[];
}

/** What one document changes against another. Plain data: it is kept and published. Keys in the documents' order. */
export interface RulesChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ChangedJob[];
  /** How many jobs are as they were. */
  readonly unchanged: number;
  /** False where the document before can no longer be read: then only the jobs' keys were compared. */
  readonly isCompared: boolean;
}

/** Compares two documents job by job, nodes with their job; `before` is null when there was none. Pure. */
export function compareDocuments(
  before: RulesDocument | null,
  after: RulesDocument,
  clauses: readonly AnyClause[] = CLAUSES,
): RulesChange {
  const old = jobsByKey(before?.jobs ?? []);
  const now = jobsByKey(after.jobs);
  const changed: ChangedJob[] = [];
  let unchanged = 0;
  for (const [job, nodes] of now) {
    const earlier = old.get(job);
    if (!earlier) continue;
    const changes = compareJobs(earlier, nodes, clauses);
    if (changes.length > 0) changed.push({ job, changes });
    else unchanged += 1;
  }
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    removed: [...old.keys()].filter((key) => !now.has(key)),
    changed,
    unchanged,
    isCompared: true,
  };
}

/** Compares a document with the job keys of one that can no longer be read. */
export function compareKeys(before: readonly string[], after: RulesDocument): RulesChange {
  const now = [...new Set(after.jobs.map((job) => job.parentId))];
  return {
    added: now.filter((key) => !before.includes(key)),
    removed: before.filter((key) => !now.includes(key)),
    changed: [],
    unchanged: 0,
    isCompared: false,
  };
}

function jobsByKey(jobs: readonly Job[]): Map<string, Job[]> {
  const byKey = new Map<string, Job[]>();
  for (const job of jobs) {
    addTo(byKey, job.parentId, job);
  }
  return byKey;
}

/** The nodes of a job share all but their place, so that one of them stands for all: one that both documents have. */
function compareJobs(before: readonly Job[], after: readonly Job[], clauses: readonly AnyClause[]): JobChange[] {
  const kept = new Map(after.map((job) => [job.node, job]));
  const old = before.find(({ node }) => kept.has(node)) ?? before[0];
  const now = (old && kept.get(old.node)) ?? after[0];
  if (!old || !now) return [];
  const changes = [...compareRules(old.rule, now.rule, clauses), ...compareJobKeys(old, now)];
  const nodes = compareText('nodes', nodesOf(before), nodesOf(after));
  return nodes ? [...changes, nodes] : changes;
}

/** What each clause says of two rules, then what the rule takes from the job's keys. */
function compareRules(before: Rule, after: Rule, clauses: readonly AnyClause[]): JobChange[] {
  const changes = [
    ...clauses.map((clause) => clause.compare(before, after)),
    compareVerify(before.verify, after.verify),
    compareSwitch('urgent', before.urgent, after.urgent),
    compareText('starts', before.starts ?? 'now', after.starts ?? 'now'),
  ];
  return changes.filter((change) => change !== null);
}

function compareJobKeys(before: Job, after: Job): JobChange[] {
  const textOf = (job: Job): readonly (readonly [string, string])[] => [
    ['backup', job.place ? placeText(job.place) : 'none'],
    ['finished', endSignalText(job.finished)],
    ['heartbeat', job.heartbeat ? 'yes' : 'no'],
    ['owner', job.owner ?? 'no one'],
    ['escalate_to', job.escalateTo ?? 'no one'],
    ['timezone', job.rule.timezone],
    ['names_in', job.namesIn],
    ['skips', (job.skips ?? []).join(', ') || 'none'],
    ['name', job.name],
  ];
  const now = textOf(after);
  const changes = textOf(before).map(([what, from], index) => compareText(what, from, now[index]?.[1] ?? from));
  changes.push(compareLimit('check every', before.checkEveryS, after.checkEveryS, formatDuration, 'lower'));
  return changes.filter((change) => change !== null);
}

/** The more is read, the tighter. */
function compareVerify(from: Rule['verify'], to: Rule['verify']): JobChange | null {
  const depths = [null, 'well-formed', 'deep'] as const;
  const direction = depths.indexOf(to) > depths.indexOf(from) ? 'tightened' : 'loosened';
  return from === to ? null : { what: 'verify', from: from ?? 'no', to: to ?? 'no', direction };
}

function endSignalText(signal: EndSignal): string {
  switch (signal.kind) {
    case 'marker':
      return `marker ${signal.name}`;
    case 'report':
      return `report ${placeText(signal.place)}`;
    default:
      return signal.kind;
  }
}

function nodesOf(jobs: readonly Job[]): string {
  const nodes = jobs.flatMap(({ node }) => node ?? []);
  return nodes.length === 0 ? 'none' : nodes.join(', ');
}

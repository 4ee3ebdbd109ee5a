import type { Escalation, Rule } from '../core/decision/rule.ts';
import { placeText } from '../core/evidence/place.ts';
import { DAY_S } from '../core/instant.ts';
import type { EndSignal } from '../core/model/end-signal.ts';
import type { Job } from '../core/model/job.ts';
import { formatDuration, formatExactBytes } from '../core/quantity.ts';
import { scheduleText } from './clauses/understood.ts';
import type { RulesDocument } from './document.ts';

/** Whether a job is easier or harder to please than before; `changed` where neither can be said. */
export type ChangeDirection = 'loosened' | 'tightened' | 'changed';

/** One thing of a job that is not as it was, in words on both sides. */
export interface JobChange {
  /** The clause or key, as the rules doc names it. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly direction: ChangeDirection;
}

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
export function compareDocuments(before: RulesDocument | null, after: RulesDocument): RulesChange {
  const old = jobsByKey(before?.jobs ?? []);
  const now = jobsByKey(after.jobs);
  const changed: ChangedJob[] = [];
  let unchanged = 0;
  for (const [job, nodes] of now) {
    const earlier = old.get(job);
    if (!earlier) continue;
    const changes = compareJobs(earlier, nodes);
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

/** True when the two documents watch the same in the same way. */
export function isNoChange({ added, removed, changed, isCompared }: RulesChange): boolean {
  return isCompared && added.length === 0 && removed.length === 0 && changed.length === 0;
}

function jobsByKey(jobs: readonly Job[]): Map<string, Job[]> {
  const byKey = new Map<string, Job[]>();
  for (const job of jobs) {
    const nodes = byKey.get(job.parentId);
    if (nodes) nodes.push(job);
    else byKey.set(job.parentId, [job]);
  }
  return byKey;
}

/** The nodes of a job share all but their place, so that one of them stands for all: one that both documents have. */
function compareJobs(before: readonly Job[], after: readonly Job[]): JobChange[] {
  const kept = new Map(after.map((job) => [job.node, job]));
  const old = before.find(({ node }) => kept.has(node)) ?? before[0];
  const now = (old && kept.get(old.node)) ?? after[0];
  if (!old || !now) return [];
  const changes = [...compareRules(old.rule, now.rule), ...compareJobKeys(old, now)];
  const nodes = compareText('nodes', nodesOf(before), nodesOf(after));
  return nodes ? [...changes, nodes] : changes;
}

function compareRules(before: Rule, after: Rule): JobChange[] {
  const [old, now] = [before.schedule, after.schedule];
  const changes: (JobChange | null)[] = [];
  if (old.kind === 'interval' && now.kind === 'interval') {
    changes.push(compareLimit('every', old.everyS, now.everyS, formatDuration, 'lower'));
  } else {
    const text = (rule: Rule) => scheduleText(rule.schedule, rule.timezone).split(', allow ')[0] ?? '';
    changes.push(compareText('schedule', text(before), text(after)));
  }
  if (old.kind === now.kind && old.kind !== 'months' && now.kind !== 'months') {
    changes.push(
      compareLimit('allow', old.allowS, now.allowS, formatDuration, 'lower'),
      compareLimit('alert after', old.hardAfterS, now.hardAfterS, formatDuration, 'lower'),
    );
  }
  if (old.kind === 'calendar' && now.kind === 'calendar') {
    changes.push(compareLimit('early', old.earlyS, now.earlyS, formatDuration, 'lower'));
  }
  changes.push(
    compareLimit('at least', before.floor?.bytes ?? null, after.floor?.bytes ?? null, formatExactBytes, 'higher'),
    compareLimit(
      'alert below',
      before.floor?.hardBelowBytes ?? null,
      after.floor?.hardBelowBytes ?? null,
      formatExactBytes,
      'higher',
    ),
    compareLimit('at most', before.ceilingBytes, after.ceilingBytes, formatExactBytes, 'lower'),
    compareLimit('shrink', before.shrinkPercent, after.shrinkPercent, percent, 'lower'),
    compareLimit('warn shrink', before.warnShrinkPercent, after.warnShrinkPercent, percent, 'lower'),
    compareLimit('finish within', before.finishWithinS, after.finishWithinS, formatDuration, 'lower'),
    compareEscalation(before.escalation, after.escalation),
    compareSwitch('verify well-formed', before.verifyWellFormed, after.verifyWellFormed),
    compareSwitch('urgent', before.urgent, after.urgent),
    compareText('starts', before.starts ?? 'now', after.starts ?? 'now'),
  );
  return changes.filter((change) => change !== null);
}

function compareJobKeys(before: Job, after: Job): JobChange[] {
  const textOf = (job: Job): readonly (readonly [string, string])[] => [
    ['backup', job.place ? placeText(job.place) : 'none'],
    ['finished', endSignalText(job.finished)],
    ['heartbeat', job.heartbeat ? 'yes' : 'no'],
    ['owner', job.owner ?? 'nobody'],
    ['escalate_to', job.escalateTo ?? 'nobody'],
    ['timezone', job.rule.timezone],
    ['name', job.name],
  ];
  const now = textOf(after);
  const changes = textOf(before).map(([what, from], index) => compareText(what, from, now[index]?.[1] ?? from));
  changes.push(compareLimit('check every', before.checkEveryS, after.checkEveryS, formatDuration, 'lower'));
  return changes.filter((change) => change !== null);
}

/** A limit of whole seconds, bytes or percent; null means that there is none, which asks the least. */
function compareLimit(
  what: string,
  from: number | null,
  to: number | null,
  format: (amount: number) => string,
  tighter: 'lower' | 'higher',
): JobChange | null {
  if (from === to) return null;
  const text = (amount: number | null) => (amount === null ? 'no limit' : format(amount));
  const isTightened = from === null || (to !== null && (tighter === 'lower' ? to < from : to > from));
  return { what, from: text(from), to: text(to), direction: isTightened ? 'tightened' : 'loosened' };
}

function compareSwitch(what: string, from: boolean, to: boolean): JobChange | null {
  if (from === to) return null;
  return { what, from: from ? 'yes' : 'no', to: to ? 'yes' : 'no', direction: to ? 'tightened' : 'loosened' };
}

function compareText(what: string, from: string, to: string): JobChange | null {
  return from === to ? null : { what, from, to, direction: 'changed' };
}

/** How long somebody has before it goes higher; `next day` stands for a day. */
function compareEscalation(from: Escalation, to: Escalation): JobChange | null {
  const [fromText, toText] = [escalationText(from), escalationText(to)];
  if (fromText === toText) return null;
  const patience = (escalation: Escalation) =>
    escalation.kind === 'never' ? Number.POSITIVE_INFINITY : escalation.kind === 'after' ? escalation.afterS : DAY_S;
  const [was, is] = [patience(from), patience(to)];
  const direction = was === is ? 'changed' : is < was ? 'tightened' : 'loosened';
  return { what: 'escalate', from: fromText, to: toText, direction };
}

function escalationText(escalation: Escalation): string {
  switch (escalation.kind) {
    case 'never':
      return 'never';
    case 'next-day':
      return 'next day';
    case 'after':
      return `after ${formatDuration(escalation.afterS)}`;
  }
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

function percent(amount: number): string {
  return `${amount}%`;
}

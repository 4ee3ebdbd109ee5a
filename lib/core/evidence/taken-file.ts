import type { Instant } from '../instant.ts';
import type { Run } from '../model/run.ts';
import type { CollectedBackups, CollectingScope } from './collecting.ts';
import { companionBase, namesOfBackup } from './companions.ts';
import type { ListedObject } from './listed-object.ts';
import { NEVER_BACKUPS, type NeverBackup } from './never-backup.ts';
import { noMatchReason } from './no-match-reason.ts';
import { folderOf } from './place-template.ts';
import { findSeen, type SeenRun } from './seen-run.ts';

/** What a file in a job's place may be taken for (docs/command-line.md#files). */
export const TAKEN_FOR = [
  'backup',
  'part-of-run',
  'part-of-mirror',
  'marker',
  'report',
  'companion',
  'run-under-way',
  'being-written',
  'future-dated',
  'too-old',
  'not-looked-at',
  'no-member',
  'no-match',
  ...NEVER_BACKUPS,
] as const;

export type TakenFor = (typeof TAKEN_FOR)[number];

/** One file that lies in a job's place, and what it is taken for. */
export interface TakenFile {
  readonly location: string;
  readonly modifiedAt: Instant;
  readonly sizeBytes: number;
  readonly takenFor: TakenFor;
  /** More of it, for people; null where the word says all. */
  readonly note: string | null;
  /** The member of `{each}` that it belongs to; null without. */
  readonly member: string | null;
}

/** What was made of a look at the place. */
export interface FileLook {
  readonly scope: CollectingScope;
  readonly isMirror: boolean;
  /** By the names of members; by the empty string where there is no `{each}`. */
  readonly collected: ReadonlyMap<string, CollectedBackups>;
  /** Whether a check lists the key now, or leaves it out by its date. */
  readonly isListed: (key: string) => boolean;
  readonly isExcepted: (member: string) => boolean;
  /** The runs that were made of it, with what was said and found of them. */
  readonly runs: readonly Run[];
  readonly seen: readonly SeenRun[];
}

type Verdict = readonly [takenFor: TakenFor, note?: string | null];

/** What each of these files is taken for, by the very collectors that checks use. */
export function takeFiles(objects: readonly ListedObject[], look: FileLook): readonly TakenFile[] {
  const partners = new Map<string, string>();
  for (const { key } of objects)
    if (companionBase(key) === null) for (const name of namesOfBackup(key)) partners.set(name, key);
  return objects.map((object) => {
    const member = look.scope.matcher.match(object.key)?.each?.join('/') ?? null;
    const [takenFor, note = null] = verdictOn(object, member, partners, look);
    const location = look.scope.location(object.key);
    return { location, modifiedAt: object.lastModified, sizeBytes: object.sizeBytes, takenFor, note, member };
  });
}

function verdictOn(
  object: ListedObject,
  member: string | null,
  partners: ReadonlyMap<string, string>,
  look: FileLook,
): Verdict {
  const { scope } = look;
  if (look.isMirror) {
    if (object.key === scope.mirrorMarker) return ['marker'];
    return scope.isMirrored(object) ? ['part-of-mirror'] : (plain(object, scope) ?? ['no-match']);
  }
  const marked = scope.marked(object);
  if (marked !== null) return ['marker', `of ${shortName(marked, scope)}`];
  const known = plain(object, scope);
  if (known !== null) return known;
  if (!look.isListed(object.key)) return ['not-looked-at', 'no date that matters now'];
  if (member !== null && look.isExcepted(member)) return ['no-member', `${member} is under except`];
  const { runFolder = null } = scope.match(object) ?? {};
  if (runFolder !== null)
    return ['part-of-run', `of ${shortName(runFolder, scope)}: ${standingOf(runFolder, null, look)}`];
  return asBackup(object, member ?? '', partners, look);
}

/** What is said of a file without knowing any other. */
function plain(object: ListedObject, scope: CollectingScope): Verdict | null {
  const never: NeverBackup | null = scope.never(object);
  if (never !== null) return [never];
  if (scope.isReport(object)) return ['report'];
  const reason = noMatchReason(scope.matcher, object.key);
  return reason === null ? null : ['no-match', reason];
}

function asBackup(
  object: ListedObject,
  member: string,
  partners: ReadonlyMap<string, string>,
  look: FileLook,
): Verdict {
  const { scope, collected } = look;
  const { key, lastModified } = object;
  const match = scope.match(object);
  if (match !== null && scope.isFuture(scope.endOf(lastModified, scope.periodEnd(match.date)))) return ['future-dated'];
  const backup = collected.get(member)?.backups.find((each) => each.key === key);
  if (backup?.beingWritten) return ['being-written', 'changed less than 2 minutes ago'];
  const base = companionBase(key);
  if (backup !== undefined) {
    const isSpokenOf = scope.finished.kind === 'report' || scope.finished.kind === 'heartbeat';
    if (isSpokenOf && !look.runs.some((run) => run.key === key))
      return ['part-of-run', 'its newest file stands for it'];
    const isLog = base !== null && !backup.ended && scope.finished.kind === 'landed';
    return isLog
      ? ['run-under-way', 'newer than the newest backup, and named otherwise']
      : ['backup', standingOf(key, backup, look)];
  }
  if (base === null) return ['too-old', 'older than those that are judged'];
  const partner = partners.get(base);
  return [
    'companion',
    partner === undefined ? 'a log or the like without a backup of its name' : `of ${shortName(partner, scope)}`,
  ];
}

/** How a run stands that was made of a file or folder. */
function standingOf(
  key: string,
  backup: { readonly ts: Instant; readonly sizeBytes: number } | null,
  look: FileLook,
): string {
  const run = look.runs.find((each) => each.key === key);
  if (run === undefined) return backup === null ? 'too old' : 'older than those that are judged';
  switch (run.outcome) {
    case 'failed':
      return `failed${run.error === undefined ? '' : `: ${run.error}`}`;
    case 'unfinished':
      return look.scope.finished.kind === 'landed'
        ? 'not finished'
        : `not finished: its ${look.scope.finished.kind} is missing`;
    case 'finished':
      return findSeen(look.seen, run.ts, run.sizeBytes ?? null)?.finding.replace('-', ' ') ?? 'finished';
  }
}

/** Below the folder that the place begins in. */
function shortName(key: string, { matcher }: CollectingScope): string {
  const folder = folderOf(matcher.prefix);
  return key.length > folder.length && key.startsWith(folder) ? key.slice(folder.length) : key;
}

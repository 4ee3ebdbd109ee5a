import type { Instant } from '../instant.ts';
import type { LearnedTimes } from './learned-schedule.ts';

/** What is wrong now, worst first. */
export const FINDINGS = ['stopped', 'empty', 'hollow', 'damaged', 'shrunk', 'equal'] as const;

/** Something that is wrong now. */
export interface SuggestFinding {
  readonly kind: (typeof FINDINGS)[number];
  /** The job that would have it. */
  readonly jobId: string;
  readonly member: string | null;
  /** What is wrong, for people. */
  readonly words: string;
}

/** A job that a place suggests. */
export interface SuggestedJob {
  readonly id: string;
  readonly name: string;
  /** The place as `backup:` has it. */
  readonly backup: string;
  readonly isMirror: boolean;
  /** The name of a marker; null without. */
  readonly marker: string | null;
  readonly times: LearnedTimes;
  /** See `LearnedSchedule`. Milliseconds. */
  readonly allowMs: number;
  readonly floorBytes: number | null;
  readonly floorFiles: number | null;
  readonly shrinkPercent: number;
  readonly warnShrinkPercent: number | null;
  readonly mustChange: boolean;
  /** How old the newest copy may be where nothing changed; null where each run makes one. Milliseconds. */
  readonly unchangedMs: number | null;
  /** Members that are not watched by it. */
  readonly except: readonly string[];
  /** What was seen, in a sentence. */
  readonly comment: string;
  /** The newest backup of each line, for a look inside. */
  readonly newest: readonly NewestBackup[];
}

export interface NewestBackup {
  readonly member: string | null;
  readonly key: string;
  readonly sizeBytes: number;
  /** False for a folder. */
  readonly isFile: boolean;
  /** The keys of the newest of its size, the newest first, where the listing does not show contents. */
  readonly sameSize: readonly string[];
}

/** Files that fit no series. */
export interface Leftover {
  /** Below the place; empty for the place itself. */
  readonly folder: string;
  readonly count: number;
  readonly bytes: number;
  readonly newestAt: Instant;
  readonly example: string;
  /** Why, for people. */
  readonly reason: string;
}

/** What a place suggests. */
export interface Suggestion {
  readonly jobs: readonly SuggestedJob[];
  readonly findings: readonly SuggestFinding[];
  readonly leftovers: readonly Leftover[];
}

import type { Instant } from '../instant.ts';

/** A piece of a place's segment, as its template has it. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'date'; readonly template: string }
  /** Another each time: `*`. */
  | { readonly kind: 'star' }
  /** `{run}` */
  | { readonly kind: 'run' }
  /** `{each}` */
  | { readonly kind: 'each' };

/** One backup of a series, as the listing shows it. */
export interface SeriesRun {
  readonly key: string;
  readonly ts: Instant;
  readonly sizeBytes: number;
  /** Of a folder. */
  readonly fileCount: number | null;
  /** What the store knows its content by; null where it knows none. */
  readonly content: string | null;
}

/** How a series lies in its place. */
export type SeriesKind = 'files' | 'run' | 'mirror';

/** Backups that belong together: one after the other, of the same thing. */
export interface Series {
  readonly kind: SeriesKind;
  /** Below the place that was looked at; the last is the name, or empty for a place that takes all below. */
  readonly segments: readonly (readonly Piece[])[];
  /** Oldest first. */
  readonly runs: readonly SeriesRun[];
  /** What is written when a run is whole: the name of a marker, as `finished: marker` takes it; null without. */
  readonly marker: string | null;
  /** When something was written, where the runs themselves do not show it; null where they do. Oldest first. */
  readonly writtenAt: readonly Instant[] | null;
  /** What made it, where that is known by its layout. */
  readonly tool: 'restic' | 'borg' | 'kopia' | 'rdiff-backup' | null;
}

/** A series with what belongs to it: fewer than three runs are none yet. */
export interface FoundSeries {
  readonly series: Series;
  readonly keys: readonly string[];
  /** False where neither a date nor an ending says that these are backups: then only their times can. */
  readonly isSure: boolean;
}

/** The text of a place's segments, as `backup:` has it. */
export function templateOf(segments: readonly (readonly Piece[])[]): string {
  return segments.map(segmentText).join('/');
}

function segmentText(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'literal':
          // Signs that mean something in a place, or are refused there, are matched as any.
          return piece.text.replace(/(?:[*{}]|%2F)+/gi, '*');
        case 'date':
          return piece.template;
        case 'star':
          return '*';
        case 'run':
          return '{run}';
        case 'each':
          return '{each}';
        default:
          return piece satisfies never;
      }
    })
    .join('')
    .replace(/\*{2,}/g, '*');
}

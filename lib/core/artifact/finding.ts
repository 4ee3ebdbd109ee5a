import type { ArtifactKind } from './artifact-kind.ts';

/** What a look at an artifact's ends showed. Words are for people: what was looked at, or what is wrong and where. */
export type Finding =
  | {
      /** `tail-not-checkable`: nothing is wrong with what was looked at, and that its end is there cannot be told. */
      readonly kind: 'whole' | 'tail-not-checkable';
      readonly artifact: ArtifactKind;
      readonly words: string;
    }
  | Damaged
  /** There is nothing to check it by: no failure, and no proof. */
  | { readonly kind: 'unknown-kind'; readonly words: string };

export interface Damaged {
  readonly kind: 'damaged';
  /** Null where its content does not tell what it is. */
  readonly artifact: ArtifactKind | null;
  readonly problem: Problem;
  readonly words: string;
}

/** `other-kind`: it holds something else than its name says. */
export type Problem = 'empty' | 'cut-short' | 'broken' | 'other-kind';

/** What the check of one kind gives back; what is wrong it throws, as Damage. */
export type Checked =
  | { readonly kind: 'whole' | 'tail-not-checkable'; readonly words: string }
  | { readonly kind: 'unknown-kind'; readonly words: string };

/** Thrown by the check of one kind at the first thing that is wrong, and caught in `checkArtifact`. */
export class Damage extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, words: string) {
    super(words);
    this.name = 'Damage';
    this.problem = problem;
  }
}

/** Thrown when going on would read more than is allowed, and caught in `checkArtifact`: the end was not reached. */
export class ReadLimitReached extends Error {
  constructor() {
    super('the most that may be read has been read');
    this.name = 'ReadLimitReached';
  }
}

/** A place in the file, as it stands in sentences: `byte 1,024`. */
export function byteAt(position: number): string {
  return `byte ${position.toLocaleString('en-US')}`;
}

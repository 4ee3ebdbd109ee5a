/** What a look at an artifact can come to; docs/design/artifacts.md#verdicts says what each means. */
export const VERDICTS = ['whole', 'hollow', 'damaged', 'not-checkable', 'unknown-kind'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What the check of one kind gives back; damage it throws. Words are for people: what was looked at, and what not. */
export interface Checked {
  readonly verdict: 'whole' | 'hollow' | 'not-checkable';
  readonly words: string;
}

export function whole(words: string): Checked {
  return { verdict: 'whole', words };
}

/** Whole by its kind, and there is nothing in it. */
export function hollow(words: string): Checked {
  return { verdict: 'hollow', words: `it holds nothing: ${words}` };
}

/** Nothing is wrong with what was looked at, and whether the rest is there cannot be seen. */
export function notCheckable(words: string): Checked {
  return { verdict: 'not-checkable', words };
}

/** Thrown by the check of one kind at the first thing that is wrong, and caught in `checkArtifact`. */
export class Damage extends Error {
  /** How many bits of structure past the head were right before; see docs/design/artifacts.md#odds. */
  readonly structureBits: number;

  constructor(words: string, structureBits = 0) {
    super(words);
    this.name = 'Damage';
    this.structureBits = structureBits;
  }
}

/** Thrown when going on would read more than is allowed, and caught in `checkArtifact`: the end was not reached. */
export class ReadLimitReached extends Error {
  constructor() {
    super('as much as may be read has been read');
    this.name = 'ReadLimitReached';
  }
}

/** A place in the file, as it stands in sentences: `byte 1,024`. */
export function byteAt(position: number): string {
  return `byte ${position.toLocaleString('en-US')}`;
}

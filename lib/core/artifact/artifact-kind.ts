import type { ArtifactReader } from './artifact-reader.ts';
import type { Checked } from './finding.ts';
import type { Decompress } from './inside/decompress.ts';
import type { ReadLimits } from './read-limits.ts';

/** What the check of a kind looks at, and how far it may go. */
export interface Look {
  readonly reader: ArtifactReader;
  readonly limits: ReadLimits;
  readonly decompress: Decompress;
  /** Its file name or key: what it promises to be, inside as well (`shop.sql.gz`). */
  readonly name: string;
  /** Names of the files in its folder; null where they are not known. */
  readonly namesBeside: () => Promise<ReadonlySet<string> | null>;
}

/** What a page says of a kind: how it is checked, what that sees, and what it cannot see. */
export interface KindDocs {
  readonly checkedBy: string;
  readonly sees: string;
  readonly cannotSee: string;
}

/** One kind of artifact: a file in kinds/ and a line in kinds.ts. */
export interface KindOfArtifact<Name extends string = string> {
  /** As people call it. */
  readonly name: Name;
  /** Endings of names, without the dot, that promise this kind and no other. */
  readonly suffixes: readonly string[];
  /** Endings that this kind often has, and others too (none is the empty one): they promise nothing, and agree with it. */
  readonly alsoNamed?: readonly string[];
  /**
   * How many bits of the head have the one value that this kind allows, 0 where it is not of this kind
   * (docs/design/artifacts.md#odds).
   */
  readonly recognise: (head: Uint8Array) => number;
  /** Throws Damage, ReadLimitReached, and what reading throws. */
  readonly check: (look: Look) => Promise<Checked>;
  /** For a file that only its name says is of this kind: what its end shows, or null when that is nothing. */
  readonly checkByName?: (look: Look) => Promise<Checked | null>;
  /** True where a tar is expected and `tar -x` undoes this by itself. */
  readonly isUndoneByTar?: boolean;
  readonly docs: KindDocs;
}

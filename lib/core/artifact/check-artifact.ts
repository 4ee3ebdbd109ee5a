import type { KindOfArtifact, Look } from './artifact-kind.ts';
import { type Artifact, ArtifactReader } from './artifact-reader.ts';
import { Damage, hollow, ReadLimitReached, type Verdict } from './finding.ts';
import type { Decompress } from './inside/decompress.ts';
import { checkLateDump, isSqlOfNothing } from './kinds/sql-dump.ts';
import { type ArtifactKind, agrees, kindOfContent, kindOfName } from './kinds.ts';
import { isPartOfSeveral } from './part-of-several.ts';
import type { ReadLimits } from './read-limits.ts';

/** What a look at an artifact showed. */
export interface Finding {
  readonly verdict: Verdict;
  /** Null where its content is of no kind that is known here. */
  readonly kind: ArtifactKind | null;
  /** For people: what was looked at, or what is wrong and where. */
  readonly words: string;
  readonly readBytes: number;
}

export interface CheckOptions {
  readonly limits: ReadLimits;
  readonly decompress: Decompress;
  /** One of many files in a folder: only where name and content agree on a kind is it judged. */
  readonly isOneOfMany?: boolean;
}

/** Refused is only what in random bytes has a chance below one in 2^40 (docs/design/artifacts.md#odds). */
const REFUSED_BITS = 40;
const NAME_BITS = 16;

/**
 * What an artifact is, by what it holds and not by its name, and whether all of it is there (docs/design/artifacts.md):
 * what was cut is never called whole, and what may be right is never called damaged. Throws what reading throws.
 */
export async function checkArtifact(artifact: Artifact, options: CheckOptions): Promise<Finding> {
  if (artifact.sizeBytes === 0) return { verdict: 'damaged', kind: null, words: 'it is empty', readBytes: 0 };
  let reader: ArtifactReader;
  try {
    reader = await ArtifactReader.open(artifact);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    return { verdict: 'damaged', kind: null, words: error.message, readBytes: 0 };
  }
  const { name } = artifact;
  const namesBeside = async () => (await artifact.namesBeside?.()) ?? null;
  const look: Look = { reader, limits: options.limits, decompress: options.decompress, name, namesBeside };
  const { verdict, kind, words } = await judge(look, options.isOneOfMany === true);
  return { verdict, kind, words, readBytes: reader.readBytes };
}

type Judged = Omit<Finding, 'readBytes'>;

async function judge(look: Look, isOneOfMany: boolean): Promise<Judged> {
  const { name, reader } = look;
  const found = kindOfContent(reader.head, name);
  if (isOneOfMany && (found === null || !agrees(found.kind, name))) return unknown(NAME_AND_CONTENT);
  if (found === null) return judgeByName(look);
  const judged = await guarded(found.kind, found.bits, look, () => found.kind.check(look));
  const promised = kindOfName(name);
  if (promised === null || agrees(found.kind, name)) return judged;
  return { ...judged, words: `${judged.words}; its name says ${promised.name}` };
}

/** What no first bytes say anything of. */
async function judgeByName(look: Look): Promise<Judged> {
  const promised = kindOfName(look.name);
  const byName = promised?.checkByName;
  if (promised !== null && byName !== undefined) {
    const judged = await guarded(promised, NAME_BITS, look, () => byName(look));
    if (judged.verdict !== 'unknown-kind') return judged;
  }
  if (promised !== null) {
    const words = `its name says ${promised.name}, and it does not begin as ${promised.name} does; encrypted content does not either`;
    return { verdict: 'not-checkable', kind: null, words };
  }
  if (isPartOfSeveral(look.name)) return { verdict: 'not-checkable', kind: null, words: ONE_OF_SEVERAL };
  let kind: ArtifactKind | null = null;
  try {
    const late = await checkLateDump(look);
    if (late === null)
      return isSqlOfNothing(look) ? HOLLOW_SQL : unknown('its first bytes are of no kind that is known here');
    kind = late.kind;
    return { ...late.checked, kind };
  } catch (error) {
    if (error instanceof Damage) return { verdict: 'damaged', kind, words: error.message };
    throw error;
  }
}

const HOLLOW_SQL: Judged = { ...hollow('a text by the name of SQL without any statement'), kind: null };
const ONE_OF_SEVERAL = 'by its name it is one of several files that are one together';
const NAME_AND_CONTENT = 'its name and content do not agree on a kind, and it is one of many files';

function unknown(words: string): Judged {
  return { verdict: 'unknown-kind', kind: null, words };
}

/** The verdict of a kind's check; damage counts only where enough bits say that it is of that kind. */
async function guarded(
  { name: kind }: KindOfArtifact<ArtifactKind>,
  bits: number,
  look: Look,
  check: () => ReturnType<KindOfArtifact['check']> | ReturnType<NonNullable<KindOfArtifact['checkByName']>>,
): Promise<Judged> {
  try {
    const checked = await check();
    return checked === null ? unknown('') : { ...checked, kind };
  } catch (error) {
    if (error instanceof ReadLimitReached) {
      const words = 'going through it to its end would take more reading than is allowed';
      return { verdict: 'not-checkable', kind, words };
    }
    if (!(error instanceof Damage)) throw error;
    const words = error.message;
    if (isPartOfSeveral(look.name)) {
      return {
        verdict: 'not-checkable',
        kind,
        words: ONE_OF_SEVERAL,
      };
    }
    if (bits + error.structureBits >= REFUSED_BITS) return { verdict: 'damaged', kind, words };
    return { verdict: 'not-checkable', kind, words: `${words}; but too little says that it is ${kind} at all` };
  }
}

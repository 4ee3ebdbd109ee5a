import { decompress } from '../../app/evidence/decompress.ts';
import { namesInFolder } from '../../app/evidence/names-in-folder.ts';
import { checkArtifact, type Finding } from '../../core/artifact/check-artifact.ts';
import type { ArtifactKind } from '../../core/artifact/kinds.ts';
import { deepLimits, type ReadLimits, readLimitsOf } from '../../core/artifact/read-limits.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { type Scheme, sourceOf } from '../../core/model/scheme.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { VerifySettings } from '../settings/run-settings.ts';

/** What looking into files showed. */
export interface LookedInto {
  /** What is wrong with the first that is damaged or holds nothing, as the end of a sentence; null when none is. */
  readonly damage: string | null;
  /** How it was checked, in words: `zip: its end record and directory`, `gzip, tail not checkable: ...`. */
  readonly checkedBy: string;
  /** Nothing speaks against any of them, and each has shown its end. */
  readonly isShownWhole: boolean;
  /** The kind of each file, for the tools' own tests; null where it is not known. */
  readonly kinds: readonly { readonly file: ListedObject; readonly kind: ArtifactKind | null }[];
}

/** For `--no-look`. */
export const NOT_LOOKED_INTO: LookedInto = {
  damage: null,
  checkedBy: 'its age and size only, since --no-look was given',
  isShownWhole: false,
  kinds: [],
};

/** Looks into each of the files, newest first, and stops at the first that is damaged. Throws EvidenceUnreadable. */
export async function lookInto(
  files: readonly ListedObject[],
  { place, maxReadBytes, deep }: VerifySettings,
  source: EvidenceSource,
): Promise<LookedInto> {
  const options = { limits: limitsOf(place.scheme, maxReadBytes, deep), decompress, isOneOfMany: files.length > 1 };
  const findings: Finding[] = [];
  const kinds: { file: ListedObject; kind: ArtifactKind | null }[] = [];
  for (const file of files) {
    const { key, sizeBytes } = file;
    const finding = await checkArtifact(
      {
        name: key,
        sizeBytes,
        read: (from, length) => source.read(place, key, length, from),
        namesBeside: () => namesInFolder(source, place, key.slice(0, key.lastIndexOf('/') + 1)),
      },
      options,
    );
    const { verdict, kind } = finding;
    findings.push(finding);
    kinds.push({ file, kind });
    if (verdict === 'damaged' || verdict === 'hollow') {
      const which = `${place.container}${key}: `;
      const ofKind = kind === null ? '' : ` (${kind})`;
      return { damage: `${which}${finding.words}`, checkedBy: `its content${ofKind}`, isShownWhole: false, kinds };
    }
  }
  const isShownWhole = findings.every(({ verdict }) => verdict === 'whole');
  return { damage: null, checkedBy: wordsOf(findings), isShownWhole, kinds };
}

function limitsOf(scheme: Scheme, maxBytes: number | null, deep: boolean): ReadLimits {
  const limits = readLimitsOf(sourceOf(scheme));
  if (deep) return deepLimits(limits, maxBytes);
  return maxBytes === null
    ? limits
    : { ...limits, maxBytes, maxInsideBytes: Math.min(maxBytes, limits.maxInsideBytes) };
}

function wordsOf(findings: readonly Finding[]): string {
  const [first, second] = findings;
  if (first === undefined) return 'nothing to look into';
  if (second === undefined) return `${nameOf(first)}: ${first.words}`;
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(nameOf(finding), (counts.get(nameOf(finding)) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} of ${name}`).join(', ');
}

function nameOf({ verdict, kind }: Finding): string {
  if (kind === null) return 'no known kind';
  return verdict === 'not-checkable' ? `${kind}, tail not checkable` : kind;
}

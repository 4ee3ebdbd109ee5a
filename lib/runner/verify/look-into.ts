import { gunzip } from '../../app/evidence/gunzip.ts';
import type { ArtifactKind } from '../../core/artifact/artifact-kind.ts';
import { LIMITS_ON_PATH, LIMITS_ON_S3, type ReadLimits } from '../../core/artifact/artifact-reader.ts';
import { checkArtifact } from '../../core/artifact/check-artifact.ts';
import type { Finding } from '../../core/artifact/finding.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { VerifySettings } from '../settings/run-settings.ts';

/** What looking into files showed. */
export interface LookedInto {
  /** What is wrong with the first that is damaged, as the end of a sentence; null when none is. */
  readonly damage: string | null;
  /** How it was checked, in words: `zip: its end record and directory`, `gzip, tail not checkable: ...`. */
  readonly checkedBy: string;
  /** Nothing speaks against any of them, and each has shown its end. */
  readonly isShownWhole: boolean;
  /** The kind of each file, for the tools' own tests; null where it is not known. */
  readonly kinds: readonly { readonly file: ListedObject; readonly kind: ArtifactKind | null }[];
}

/** Looks into each of the files, newest first, and stops at the first that is damaged. Throws EvidenceUnreadable. */
export async function lookInto(
  files: readonly ListedObject[],
  { place, maxReadBytes, deep }: VerifySettings,
  source: EvidenceSource,
): Promise<LookedInto> {
  const limits = limitsOf(place.scheme, maxReadBytes, deep);
  const findings: Finding[] = [];
  const kinds: { file: ListedObject; kind: ArtifactKind | null }[] = [];
  for (const file of files) {
    const { key, sizeBytes } = file;
    const read = (from: number, length: number) => source.read(place, key, length, from);
    const finding = await checkArtifact({ name: key, sizeBytes, read }, limits, gunzip);
    findings.push(finding);
    kinds.push({ file, kind: finding.kind === 'unknown-kind' ? null : finding.artifact });
    if (finding.kind === 'damaged') {
      const which = files.length === 1 ? '' : `${place.container}${key}: `;
      const kind = finding.artifact === null ? '' : ` (${finding.artifact})`;
      return { damage: `${which}${finding.words}`, checkedBy: `its content${kind}`, isShownWhole: false, kinds };
    }
  }
  const isShownWhole = findings.every(({ kind }) => kind === 'whole');
  return { damage: null, checkedBy: wordsOf(findings), isShownWhole, kinds };
}

function limitsOf(scheme: 's3' | 'file', maxReadBytes: number | null, deep: boolean): ReadLimits {
  const limits = scheme === 's3' ? LIMITS_ON_S3 : LIMITS_ON_PATH;
  if (deep) return { ...limits, maxBytes: Number.POSITIVE_INFINITY, maxReads: Number.POSITIVE_INFINITY };
  return maxReadBytes === null ? limits : { ...limits, maxBytes: maxReadBytes };
}

function wordsOf(findings: readonly Finding[]): string {
  const [first, second] = findings;
  if (first === undefined) return 'nothing to look into';
  if (second === undefined) return `${nameOf(first)}: ${first.words}`;
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(nameOf(finding), (counts.get(nameOf(finding)) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} of ${name}`).join(', ');
}

function nameOf(finding: Finding): string {
  switch (finding.kind) {
    case 'whole':
    case 'damaged':
      return finding.artifact ?? 'no known kind';
    case 'tail-not-checkable':
      return `${finding.artifact}, tail not checkable`;
    case 'unknown-kind':
      return 'no known kind';
  }
}

import { checkArtifact, type Finding } from '../../core/artifact/check-artifact.ts';
import type { Decompress } from '../../core/artifact/inside/decompress.ts';
import { deepLimits, type ReadLimits, readLimitsOf } from '../../core/artifact/read-limits.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import type { LookedInside } from '../../core/model/looked-inside.ts';
import type { VerifyDepth } from '../../core/model/rule.ts';
import { isNamedBy, type Run } from '../../core/model/run.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { EvidenceGone, type EvidenceSource } from '../../ports/evidence-source.ts';
import { decompress } from './decompress.ts';
import { BudgetSpent, type LooksOfPass } from './looks-of-pass.ts';
import { namesInFolder } from './names-in-folder.ts';

/** Files of one run folder that are looked into; the first that is damaged ends it. */
const MAX_FILES = 100;
/** Where a look takes more than a whole pass may, only the ends are looked at. */
const ENDS_ONLY: Pick<ReadLimits, 'maxBytes' | 'maxInsideBytes'> = { maxBytes: 1 << 20, maxInsideBytes: 0 };

export interface LookInsideOptions {
  readonly depth: VerifyDepth;
  readonly now: Instant;
  readonly looks: LooksOfPass;
}

/**
 * The runs, newest finished first, with what a look inside the newest one showed. Each run is looked into once; the
 * row remembers. One for which the budget of this pass does not do is pending, and looked at in a later one
 * (docs/design/artifacts.md#budget). Throws EvidenceUnreadable.
 */
export async function lookInside(
  runs: readonly Run[],
  place: Place,
  memory: RememberedPlace,
  source: EvidenceSource,
  options: LookInsideOptions,
): Promise<readonly Run[]> {
  const latest = runs.find(({ outcome }) => outcome === 'finished');
  if (latest === undefined) return runs;
  const { latest: known } = memory;
  const before = latest.looked ?? (known !== null && isNamedBy(latest, known) ? known.looked : null);
  const looked = isEnough(before, options.depth) ? before : await look(latest, place, source, before, options);
  return looked === null ? runs : runs.map((run) => (run === latest ? { ...run, looked } : run));
}

/** What was damaged stays so however little was read of it. */
function isEnough(looked: LookedInside | null, depth: VerifyDepth): boolean {
  if (looked === null || looked.finding === 'pending') return false;
  return depth === 'well-formed' || looked.isDeep || looked.finding !== 'good';
}

/** Null where it went away meanwhile: the next check sees what is there then. */
async function look(
  run: Run,
  place: Place,
  source: EvidenceSource,
  before: LookedInside | null,
  { depth, now, looks }: LookInsideOptions,
): Promise<LookedInside | null> {
  const own = readLimitsOf(sourceOf(place.scheme));
  const limits = depth === 'deep' ? deepLimits(own, null) : own;
  const pending: LookedInside = { finding: 'pending', since: before?.finding === 'pending' ? before.since : now };
  const key = `${depth} ${run.location} ${run.ts} ${run.sizeBytes}`;
  return looks.once(key, async () => {
    const isFirst = looks.isUntouched;
    try {
      const counted = { read: (bytes: number) => looks.read(bytes), decompress: looks.counted(decompress) };
      return await lookedWith(run, place, source, limits, depth, counted);
    } catch (error) {
      if (error instanceof EvidenceGone) return null;
      if (!(error instanceof BudgetSpent)) throw error;
      return isFirst ? await endsOnly(run, place, source, { ...own, ...ENDS_ONLY }, depth) : pending;
    }
  });
}

/** How a look reads and decompresses, and what that is counted by. */
interface Counted {
  read(bytes: number): void;
  readonly decompress: Decompress;
}

const UNCOUNTED: Counted = { read: () => {}, decompress: () => null };

/** What takes a whole pass and more is never done by waiting. */
function endsOnly(
  run: Run,
  place: Place,
  source: EvidenceSource,
  limits: ReadLimits,
  depth: VerifyDepth,
): Promise<LookedInside> {
  return lookedWith(run, place, source, limits, depth, UNCOUNTED);
}

async function lookedWith(
  run: Run,
  place: Place,
  source: EvidenceSource,
  limits: ReadLimits,
  depth: VerifyDepth,
  looks: Counted,
): Promise<LookedInside> {
  const isDeep = depth === 'deep';
  const { files, namesBeside } = await filesOf(run, place, source);
  const options = { limits, decompress: looks.decompress, isOneOfMany: files.length > 1 };
  let said: string[] = [];
  for (const { key, sizeBytes } of files) {
    const read = async (from: number, length: number) => {
      looks.read(length);
      return source.read(place, key, length, from);
    };
    const finding = await checkArtifact({ name: key, sizeBytes, read, namesBeside }, options);
    const words = wordsOf(finding, run.source === 'folder' ? key.slice(run.key.length) : null);
    if (finding.verdict === 'damaged' || finding.verdict === 'hollow') {
      return { finding: finding.verdict, words, isDeep };
    }
    said = [...said, words];
  }
  const words = said.length === 1 ? (said[0] ?? '') : `${said.length} files were looked into`;
  return { finding: 'good', words, isDeep };
}

function wordsOf({ kind, words }: Finding, file: string | null): string {
  return `${file === null ? '' : `${file}: `}${kind === null ? '' : `${kind}: `}${words}`;
}

interface ArtifactFile {
  readonly key: string;
  readonly sizeBytes: number;
}

interface ArtifactFiles {
  readonly files: readonly ArtifactFile[];
  readonly namesBeside: () => Promise<ReadonlySet<string> | null>;
}

/** The file that a run is, or those of its folder. */
async function filesOf(run: Run, place: Place, source: EvidenceSource): Promise<ArtifactFiles> {
  const { key, sizeBytes } = run;
  const namesBeside = () => namesInFolder(source, place, key.slice(0, key.lastIndexOf('/') + 1));
  if (run.source === 'file') return { files: sizeBytes === undefined ? [] : [{ key, sizeBytes }], namesBeside };
  if (run.source !== 'folder') return { files: [], namesBeside };
  const files: ArtifactFile[] = [];
  for await (const page of source.list(place, key)) {
    // An empty file beside others is no damage: markers are such.
    files.push(...page.filter((file) => file.sizeBytes > 0 && !isNeverBackup(file.key, file.sizeBytes, key.length)));
    if (files.length >= MAX_FILES) break;
  }
  return { files: files.slice(0, MAX_FILES), namesBeside };
}

import { checkAge } from './age.ts';
import { checkArmor, kindOfArmor } from './armor.ts';
import { type ArtifactKind, isPartOfSeveral, keepsPromise, kindOfName } from './artifact-kind.ts';
import { type Artifact, ArtifactReader, type ReadLimits } from './artifact-reader.ts';
import { checkBzip2 } from './bzip2.ts';
import { type Checked, Damage, type Finding, ReadLimitReached } from './finding.ts';
import { checkGzip, type Gunzip } from './gzip.ts';
import { kindOfContent } from './kind-of-content.ts';
import { checkLz4 } from './lz4.ts';
import { checkOpenPgp } from './openpgp.ts';
import { checkParquet } from './parquet.ts';
import { checkPgDumpCustom } from './pg-dump-custom.ts';
import { checkSevenZip } from './seven-zip.ts';
import { checkSqlDump, kindOfSqlDumpEnd } from './sql-dump.ts';
import { checkSqlite } from './sqlite.ts';
import { checkTar } from './tar.ts';
import { checkXz } from './xz.ts';
import { checkZip } from './zip.ts';
import { checkZstd } from './zstd.ts';

/**
 * Whether an artifact is well-formed, by what it holds and not by its name (runner page, phase 5): what was cut is
 * never called whole. Of `orders.tar.gz` the gzip is looked at, and not the tar in it. Throws what reading throws.
 */
export async function checkArtifact(artifact: Artifact, limits: ReadLimits, gunzip: Gunzip): Promise<Finding> {
  if (artifact.sizeBytes === 0) {
    return { kind: 'damaged', artifact: null, problem: 'empty', words: 'it is empty' };
  }
  let kind: ArtifactKind | null = null;
  try {
    const reader = await ArtifactReader.open(artifact);
    kind = kindOfContent(reader.head);
    const promised = kindOfName(artifact.name);
    if (promised === 'gpg' && kind === null && ((reader.head[0] ?? 0) & 0x80) !== 0) kind = 'gpg';
    if (promised !== null && (kind === null || !keepsPromise(promised, kind))) throw otherKind(promised, kind);
    if (kind === null) return await checkUnknown(reader);
    if (isPartOfSeveral(artifact.name) && (kind === '7z' || kind === 'zip')) {
      return { kind: 'unknown-kind', words: `it is one of several files that are a ${kind} together` };
    }
    const checked = await checkKind(kind, reader, limits, gunzip);
    return checked.kind === 'unknown-kind' ? checked : { ...checked, artifact: kind };
  } catch (error) {
    if (error instanceof Damage)
      return { kind: 'damaged', artifact: kind, problem: error.problem, words: error.message };
    if (error instanceof ReadLimitReached && kind !== null) {
      const words = 'going through it to its end would take more reading than is allowed';
      return { kind: 'tail-not-checkable', artifact: kind, words };
    }
    throw error;
  }
}

function checkKind(kind: ArtifactKind, reader: ArtifactReader, limits: ReadLimits, gunzip: Gunzip): Promise<Checked> {
  switch (kind) {
    case 'gzip':
      return checkGzip(reader, limits, gunzip);
    case 'zstd':
      return checkZstd(reader, limits);
    case 'bzip2':
      return checkBzip2(reader);
    case 'xz':
      return checkXz(reader);
    case 'lz4':
      return checkLz4(reader, limits);
    case 'zip':
      return checkZip(reader);
    case '7z':
      return checkSevenZip(reader);
    case 'tar':
      return checkTar(reader, limits);
    case 'pg_dump custom':
      return checkPgDumpCustom(reader, limits);
    case 'pg_dump plain':
    case 'mysqldump':
      return checkSqlDump(reader);
    case 'SQLite':
      return checkSqlite(reader);
    case 'age':
      return kindOfArmor(reader.head) ? checkArmor(reader) : checkAge(reader);
    case 'gpg':
      return kindOfArmor(reader.head) ? checkArmor(reader) : checkOpenPgp(reader, limits);
    case 'Parquet':
      return checkParquet(reader);
  }
}

/** A dump whose beginning is lost still ends as one. */
async function checkUnknown(reader: ArtifactReader): Promise<Finding> {
  const endsAs = await kindOfSqlDumpEnd(reader);
  if (endsAs !== null) throw new Damage('broken', `it ends as the text of ${endsAs} does, and does not begin as one`);
  return { kind: 'unknown-kind', words: 'its first bytes are of no kind that is known here' };
}

function otherKind(promised: ArtifactKind, found: ArtifactKind | null): Damage {
  if (found === null)
    return new Damage('broken', `its name says ${promised}, and it does not begin as ${promised} does`);
  return new Damage('other-kind', `its name says ${promised}, and it holds ${found}`);
}

import { readFileSync } from 'node:fs';
import { decompress } from '../../../lib/app/evidence/decompress.ts';
import type { Artifact } from '../../../lib/core/artifact/artifact-reader.ts';
import { checkArtifact, type Finding } from '../../../lib/core/artifact/check-artifact.ts';
import { LIMITS_ON_PATH, type ReadLimits } from '../../../lib/core/artifact/read-limits.ts';

/** Bytes at places of a file that is zeros elsewhere. */
export type Pieces = readonly { readonly from: number; readonly bytes: Uint8Array }[];

export interface LookedAt {
  readonly finding: Finding;
  readonly readBytes: number;
  readonly reads: number;
}

/** Checks a file of which only the pieces are there, and counts what is read. */
export async function lookAt(
  name: string,
  sizeBytes: number,
  pieces: Pieces,
  limits: ReadLimits = LIMITS_ON_PATH,
): Promise<LookedAt> {
  let readBytes = 0;
  let reads = 0;
  const artifact: Artifact = {
    name,
    sizeBytes,
    async read(from, length) {
      if (length < 1 || from < 0 || from + length > sizeBytes)
        throw new Error(`no range to ask for: ${from}+${length}`);
      readBytes += length;
      reads += 1;
      const range = new Uint8Array(length);
      for (const piece of pieces) {
        const start = Math.max(from, piece.from);
        const end = Math.min(from + length, piece.from + piece.bytes.length);
        if (start < end) range.set(piece.bytes.subarray(start - piece.from, end - piece.from), start - from);
      }
      return range;
    },
  };
  const finding = await checkArtifact(artifact, { limits, decompress });
  return { finding, readBytes, reads };
}

export async function findingOf(name: string, bytes: Uint8Array, limits?: ReadLimits): Promise<Finding> {
  return (await lookAt(name, bytes.length, [{ from: 0, bytes }], limits)).finding;
}

/** One of the small artifacts of the real tools. */
export function recorded(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../fixtures/artifacts/${name}`, import.meta.url)));
}

/** A copy in which `length` bytes from `from` on have all their bits turned. */
export function damaged(bytes: Uint8Array, from: number, length: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let at = from; at < from + length; at += 1) copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import type { ArtifactReader } from '../artifact-reader.ts';
import { hasBytes } from '../byte-fields.ts';
import { byteAt, type Checked, Damage, hollow, notCheckable } from '../finding.ts';
import { lookInside } from '../inside/look-inside.ts';
import { IGNORED_TRAILING_BYTES, trailingBytes } from '../trailing.ts';

const MAGIC_AND_METHOD = [0x1f, 0x8b, 0x08];
const RESERVED_FLAGS = 0xe0;

/**
 * gzip does not say where it ends (RFC 1952): only undoing it shows that its end is there. Members may follow one
 * another; what is cut exactly between two members cannot be seen from a whole file.
 */
async function check(look: Look): Promise<Checked> {
  const { reader, limits } = look;
  if (reader.sizeBytes > limits.maxBytes) {
    return notCheckable(
      'gzip shows its end only when all of it is read, and it is too long; its inside was not looked at',
    );
  }
  const inside = await lookInside(look, 'gzip');
  if (inside.kind === 'not-looked') return notCheckable(`gzip shows its end only when it is undone; ${inside.reason}`);
  await assertNothingFollows(reader, inside.consumedBytes);
  if (inside.producedBytes === 0) return hollow('gzip of no bytes');
  return inside.conclude('read whole and decompressed; checksum and length are right');
}

/** gzip passes over zeros and a few stray bytes with a warning; what is longer it calls garbage. */
async function assertNothingFollows(reader: ArtifactReader, end: number): Promise<void> {
  const rest = await trailingBytes(reader, end);
  if (rest.length > 0 && hasBytes(rest, 0, MAGIC_AND_METHOD.slice(0, rest.length))) {
    throw reader.cutInside('the header of a member', end);
  }
  if (rest.length > IGNORED_TRAILING_BYTES) throw new Damage(`what follows its end at ${byteAt(end)} is no gzip`);
}

export const GZIP = {
  name: 'gzip',
  suffixes: ['gz', 'tgz'],
  recognise: (head) => {
    const isGzip = hasBytes(head, 0, MAGIC_AND_METHOD) && head.length > 3 && ((head[3] ?? 0) & RESERVED_FLAGS) === 0;
    return isGzip ? 27 : 0;
  },
  check,
  isUndoneByTar: true,
  docs: {
    checkedBy: 'decompressed whole, up to 1 GiB on a path, 64 MiB in S3',
    sees: 'any cut, any damage, what follows; gzip of nothing; the end of a dump or tar in it',
    cannotSee: 'a cut exactly between two concatenated members; what lies beyond the limit',
  },
} as const satisfies KindOfArtifact;

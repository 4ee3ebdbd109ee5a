/** How much may be read of kinds that have to be gone through, and what reading costs where the artifact is. */
export interface ReadLimits {
  /** Of one artifact, in all. */
  readonly maxBytes: number;
  readonly maxReads: number;
  /** Bytes that take as long as asking once more: what lies nearer is read along and not asked for by itself. */
  readonly seekBytes: number;
  /** The largest artifact that is decompressed although its own end shows without that. */
  readonly maxInsideBytes: number;
}

const MIB = 1 << 20;

/** docs/design/artifacts.md#limits. A read costs next to nothing here. */
export const LIMITS_ON_PATH: ReadLimits = {
  maxBytes: 1024 * MIB,
  maxReads: Number.POSITIVE_INFINITY,
  seekBytes: 64,
  maxInsideBytes: 64 * MIB,
};

/** docs/design/artifacts.md#limits. Each read is a request of some 30 ms, and billed. */
export const LIMITS_ON_S3: ReadLimits = {
  maxBytes: 64 * MIB,
  maxReads: 256,
  seekBytes: MIB,
  maxInsideBytes: 8 * MIB,
};

/** The limits where an artifact lies. */
export function readLimitsOf({ readsCost }: { readonly readsCost: boolean }): ReadLimits {
  return readsCost ? LIMITS_ON_S3 : LIMITS_ON_PATH;
}

/** What is read whole, all of it: `deep`. `maxBytes`: as `--verify-read` gives it; null for all there is. */
export function deepLimits(limits: ReadLimits, maxBytes: number | null): ReadLimits {
  const most = maxBytes ?? Number.POSITIVE_INFINITY;
  return { ...limits, maxBytes: most, maxReads: Number.POSITIVE_INFINITY, maxInsideBytes: most };
}

import { statfs } from 'node:fs/promises';
import { formatBytes } from '../../core/quantity.ts';
import type { CurrentProof } from '../current-proof.ts';
import { ProofEnd } from '../proof-end.ts';
import { recipeTraits } from '../recipes/recipe-traits.ts';

/** What a server of its own and its first files take. */
const AT_LEAST_BYTES = 64 * 1024 * 1024;

/** Whether a copy of this size may be fetched, and can be restored in scratch. Throws ProofEnd. */
export async function checkSize({ settings }: CurrentProof, sizeBytes: number): Promise<void> {
  const { atMostBytes, scratch, recipe } = settings;
  if (atMostBytes !== null && sizeBytes > atMostBytes) {
    throw new ProofEnd(
      'preflight',
      `the copy has ${formatBytes(sizeBytes, atMostBytes)}, more than --at-most ${formatBytes(atMostBytes, sizeBytes)}; nothing was fetched`,
    );
  }
  const factor = settings.scratchFactor ?? recipeTraits(recipe).scratchFactor;
  const { bsize, bavail } = await statfs(scratch);
  const [free, needed] = [bavail * bsize, sizeBytes * factor + (settings.scratchFactor === null ? AT_LEAST_BYTES : 0)];
  if (free >= needed) return;
  throw new ProofEnd(
    'preflight',
    `${scratch} has ${formatBytes(free, needed)} free, and a copy of ${formatBytes(sizeBytes)} needs ${formatBytes(needed, free)} (${factor} times its size); free space, name another --scratch, or set --scratch-factor`,
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { playKilledCheckers } from '../faults/killed-checkers.ts';
import { IS_NIGHTLY } from '../nightly.ts';

const ROUNDS = IS_NIGHTLY ? 60 : 6;

test(
  `checkers that share a state folder and are killed in ${ROUNDS} rounds lose nothing and double nothing`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-killed-state-'));
    try {
      const played = await playKilledCheckers({
        state: folder,
        rounds: ROUNDS,
        seed: 20261121,
        open: () => openEmbeddedStore(folder),
      });
      expect(played.killed).toBeGreaterThan(ROUNDS / 3);
      expect(played.transitions).toBeGreaterThan(ROUNDS);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  ROUNDS * 20_000,
);

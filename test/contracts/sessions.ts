import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sessions } from '../../lib/ports/sessions.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';

export interface SessionsSetting {
  readonly sessions: Sessions;
  /** Stores an item of the evidence table as it is: another version's, or a damaged one. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** What every Sessions keeps. `open` gives empty ones. */
export function sessionsContract(name: string, open: () => Promise<SessionsSetting>): void {
  describe(`${name} keeps the contract of sessions`, () => {
    let setting: SessionsSetting;
    let sessions: Sessions;

    beforeEach(async () => {
      setting = await open();
      sessions = setting.sessions;
    });

    afterEach(async () => {
      await setting.close();
    });

    it('a person’s sessions are of generation 0 until they are ended, and of the next one each time', async () => {
      expect(await sessions.generationOf('sam')).toBe(0);
      expect(await sessions.end('sam', 0)).toBe(true);
      expect(await sessions.generationOf('sam')).toBe(1);
      expect(await sessions.end('sam', 1)).toBe(true);
      expect(await sessions.generationOf('sam')).toBe(2);
      expect(await sessions.generationOf('dana')).toBe(0);
    });

    it('a generation that is over ends no later one, and of many at once one ends it', async () => {
      const ended = await Promise.all(Array.from({ length: 10 }, () => sessions.end('sam', 0)));
      expect(ended.filter(Boolean)).toHaveLength(1);
      expect(await sessions.end('sam', 0)).toBe(false);
      expect(await sessions.end('sam', 7)).toBe(false);
      expect(await sessions.generationOf('sam')).toBe(1);
    });

    it.each([
      ['what cannot be read', { schema: 1, generation: 'x' }],
      ['what a newer version wrote', { schema: 2, generation: 1 }],
    ])('%s makes no session valid', async (_, item) => {
      await setting.putItem({ job_id: '#session', run_id: 'sam', ...item });
      await expect(sessions.generationOf('sam')).rejects.toThrow(StateStoreUnavailable);
      expect(await sessions.end('sam', 0)).toBe(false);
    });
  });
}

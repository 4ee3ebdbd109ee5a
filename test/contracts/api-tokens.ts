import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../lib/core/instant.ts';
import type { ApiToken, ApiTokens } from '../../lib/ports/api-tokens.ts';
import { NOW } from './sample-row.ts';

export interface ApiTokensSetting {
  readonly tokens: ApiTokens;
  /** Stores an item of the evidence table as it is: another version's, or a damaged one. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** What every ApiTokens keeps. `open` gives empty ones. */
export function apiTokensContract(name: string, open: () => Promise<ApiTokensSetting>): void {
  describe(`${name} keeps the contract of API tokens`, () => {
    let setting: ApiTokensSetting;
    let tokens: ApiTokens;

    beforeEach(async () => {
      setting = await open();
      tokens = setting.tokens;
    });

    afterEach(async () => {
      await setting.close();
    });

    const token = (id: string, change: Partial<ApiToken> = {}): ApiToken => ({
      id,
      hash: 'a'.repeat(64),
      personId: 'ana@example.com',
      mayWrite: false,
      createdAt: NOW,
      until: null,
      ...change,
    });

    it('at first there are none', async () => {
      expect(await tokens.read()).toEqual([]);
      expect(await tokens.find('0123')).toBeNull();
    });

    it('they come back as they were added, oldest first', async () => {
      const [old, young] = [token('ff'), token('00', { createdAt: NOW + 1, until: NOW + DAY_MS, mayWrite: true })];
      expect(await tokens.add(young)).toBe(true);
      expect(await tokens.add(old)).toBe(true);
      expect(await tokens.read()).toEqual([old, young]);
      expect(await tokens.find('00')).toEqual(young);
    });

    it('one of an id that is taken is not added, and the first stays as it was', async () => {
      await tokens.add(token('ab'));
      expect(await tokens.add(token('ab', { mayWrite: true }))).toBe(false);
      expect(await tokens.find('ab')).toEqual(token('ab'));
    });

    it('one ends when it is ended, and one that is not there does not', async () => {
      await tokens.add(token('ab'));
      expect(await tokens.end('ab', NOW + 5)).toBe(true);
      expect(await tokens.find('ab')).toEqual(token('ab', { until: NOW + 5 }));
      expect(await tokens.end('cd', NOW)).toBe(false);
      expect(await tokens.find('cd')).toBeNull();
    });

    it('what cannot be read, and what a newer version wrote, is nobody’s token and hides no other', async () => {
      await tokens.add(token('ab'));
      const item = { job_id: '#token', hash: 'a'.repeat(64), person: 'ana', may_write: true, created_at: 'lately' };
      await setting.putItem({ ...item, run_id: 'cd', schema: 1 });
      await setting.putItem({ ...item, run_id: 'ef', created_at: '2026-11-21T08:00:00Z', schema: 2 });
      expect([await tokens.find('cd'), await tokens.find('ef')]).toEqual([null, null]);
      expect(await tokens.read()).toEqual([token('ab')]);
      expect(await tokens.end('ef', NOW)).toBe(false);
    });
  });
}

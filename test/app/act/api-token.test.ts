import { describe, expect, it } from 'vitest';
import { findApiToken, makeApiToken } from '../../../lib/app/act/api-token.ts';
import type { ApiToken } from '../../../lib/ports/api-tokens.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const GRANT = { personId: 'sam', mayWrite: true, until: null };

function keeping(kept: Map<string, ApiToken>) {
  return {
    find: async (id: string) => kept.get(id) ?? null,
    read: async () => [...kept.values()],
    add: async (token: ApiToken) => !kept.has(token.id) && kept.set(token.id, token).size > 0,
    end: async () => false,
  };
}

describe('an API token', () => {
  it('has a secret of 256 bits, another each time, of which only a digest is kept', async () => {
    const kept = new Map<string, ApiToken>();
    const texts = await Promise.all(
      Array.from({ length: 50 }, async () => (await makeApiToken(GRANT, keeping(kept), NOW)).text),
    );
    const secrets = texts.map((text) => text.slice('bks_0123456789ab_'.length));
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) {
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
      expect(JSON.stringify([...kept.values()])).not.toContain(secret);
    }
  });

  it('is found by all of its text and by nothing else, not by what is kept of it either', async () => {
    const kept = new Map<string, ApiToken>();
    const tokens = keeping(kept);
    const [{ text, token }, other] = [
      await makeApiToken(GRANT, tokens, NOW),
      await makeApiToken(GRANT, tokens, NOW),
    ] as const;
    expect(await findApiToken(text, tokens, NOW)).toEqual(token);
    const secretOf = (of: string) => of.slice('bks_0123456789ab_'.length);
    const wrong = [
      `bks_${token.id}_${secretOf(other.text)}`,
      `bks_000000000000_${secretOf(text)}`,
      `bks_${token.id}_${token.hash.slice(0, 43)}`,
      `bks_${token.id}_${token.hash}`,
      text.slice(0, -1),
      `${text}x`,
    ];
    for (const each of wrong) expect(await findApiToken(each, tokens, NOW)).toBeNull();
  });
});

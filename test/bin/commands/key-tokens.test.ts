import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { historyCommand } from '../../../bin/commands/history.ts';
import { keyCreateCommand, keyRotateCommand } from '../../../bin/commands/key.ts';
import {
  signInCommand,
  signOutCommand,
  tokenCreateCommand,
  tokenRevokeCommand,
  tokenShowCommand,
} from '../../../bin/commands/key-tokens.ts';
import { UsageError } from '../../../bin/usage-error.ts';
import { openEmbeddedStore } from '../../../lib/adapters/embedded/store.ts';
import { findApiToken } from '../../../lib/app/act/api-token.ts';
import { DAY_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { readSignInLink } from '../../../lib/web/sign-in-link.ts';
import { CapturedOutput } from '../captured-output.ts';

const RULES = `version: 1
settings: { admin: sam }
people: { sam: { email: sam@acme.example }, lee: { email: lee@acme.example } }
jobs:
  orders: { heartbeat: true, rule: every 24 hours }
`;

let folder: string;
let said: CapturedOutput;
let options: { rules: string; state: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  options = { rules: join(folder, 'rules.yaml'), state: join(folder, 'state') };
  vi.stubEnv('CREDENTIALS_DIRECTORY', undefined);
  vi.stubEnv('SENTINEL_URL', undefined);
  said = CapturedOutput.begin();
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function printed(command: Promise<number>, status = 0): Promise<string> {
  said.output = '';
  expect(await command).toBe(status);
  return said.output.trim();
}

/** What the store makes of a token; null for one that is not taken. */
async function taken(text: string, now = Date.now()) {
  const stores = await openEmbeddedStore(options.state);
  const token = await findApiToken(text, stores.apiTokens, now);
  await stores.close();
  return token;
}

describe('sentinel key create --api', () => {
  it('prints a token once, and keeps what cannot be turned back into it', async () => {
    const text = await printed(tokenCreateCommand({ ...options, for: 'lee' }));
    expect(text).toMatch(/^bks_[0-9a-f]{12}_[\w-]{43}$/);
    expect(said.complaints).toContain('shown only once; a program can read with it as lee');
    expect(await taken(text)).toMatchObject({ personId: 'lee', mayWrite: false, until: null });
    expect(await printed(tokenShowCommand(options))).not.toContain(text.slice(17));
  });

  it('makes one that may act, for as long as is said', async () => {
    const text = await printed(tokenCreateCommand({ ...options, for: 'sam', write: true, expires: '30d' }));
    expect(await taken(text, Date.now() + 29 * DAY_MS)).toMatchObject({ personId: 'sam', mayWrite: true });
    expect(await taken(text, Date.now() + 31 * DAY_MS)).toBeNull();
  });

  it.each([
    [{}, 'add --for NAME'],
    [{ for: 'le' }, 'did you mean lee?'],
    [{ for: 'lee', expires: 'soon' }, '--expires: '],
  ])('with %j is refused, and makes none', async (more, message) => {
    await expect(tokenCreateCommand({ ...options, ...more })).rejects.toThrow(UsageError);
    await expect(tokenCreateCommand({ ...options, ...more })).rejects.toThrow(message);
    expect(await printed(tokenShowCommand(options))).toContain('there are no API tokens');
  });
});

describe('sentinel key create', () => {
  it('without --api makes no key of what was meant as a token', async () => {
    await expect(keyCreateCommand({ ...options, for: 'lee' })).rejects.toThrow('write --api as well');
  });
});

describe('sentinel key revoke', () => {
  it('ends a token at once, named by its id or by all of it', async () => {
    for (const named of [(text: string) => text.slice(4, 16), (text: string) => text]) {
      const text = await printed(tokenCreateCommand({ ...options, for: 'lee' }));
      expect(await printed(tokenRevokeCommand(named(text), options))).toContain('is revoked');
      expect(await taken(text)).toBeNull();
    }
    expect(await printed(tokenShowCommand(options))).toMatch(/^(\w{12} {2}lee {2}read {2}made \S+, ended\n?){2}$/);
  });

  it('of one that there is not says so', async () => {
    await printed(tokenRevokeCommand('0123456789ab', options), 1);
    expect(said.complaints).toContain('no API token 0123456789ab');
  });
});

describe('sentinel key sign-in', () => {
  it('prints a link for that person, good for a quarter of an hour, where `watch` listens or as is said', async () => {
    const address = await printed(signInCommand('lee', options));
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:8080\/sign-in\/[\w.-]+$/);
    const { boxSecrets } = await import('../../../bin/wiring/box-secrets.ts');
    const key = await boxSecrets(options.state, process.env).secrets.get('link-key');
    const link = readSignInLink(address.split('/').at(-1) ?? '', key);
    expect(link).toMatchObject({ personId: 'lee', jobId: null });
    expect((link?.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(15 * MINUTE_MS);
    const elsewhere = await printed(signInCommand('lee', { ...options, url: 'https://backups.acme.example' }));
    expect(elsewhere).toMatch(/^https:\/\/backups\.acme\.example\/sign-in\//);
    expect(elsewhere.split('/').at(-1)).not.toBe(address.split('/').at(-1));
  });

  it('for somebody the rules doc does not know is refused', async () => {
    await expect(signInCommand('eve', options)).rejects.toThrow('the rules doc has no person eve');
  });
});

describe('sentinel key sign-out', () => {
  it('ends the sessions of a person, as often as it is said, and the history has who did it', async () => {
    for (const generation of [1, 2]) {
      expect(await printed(signOutCommand('lee', options))).toBe('all sessions of lee are ended');
      const stores = await openEmbeddedStore(options.state);
      const found = [await stores.sessions.generationOf('lee'), await stores.sessions.generationOf('sam')];
      await stores.close();
      expect(found).toEqual([generation, 0]);
    }
    const history = await printed(historyCommand(undefined, { ...options, limit: 50, keys: true }));
    expect(history).toMatch(/sign-out {2}by \S+ {2}"all sessions of lee"/);
  });

  it('of a person whom the rules doc does not know is refused', async () => {
    await expect(signOutCommand('le', options)).rejects.toThrow('did you mean lee?');
  });
});

describe('sentinel history', () => {
  it('--keys tells which keys were made, replaced and ended, by whom, and none of them', async () => {
    const text = await printed(tokenCreateCommand({ ...options, for: 'lee' }));
    const key = await printed(keyCreateCommand(options));
    await keyRotateCommand(undefined, options);
    await tokenRevokeCommand(text, options);
    const lines = (await printed(historyCommand(undefined, { ...options, limit: 50, keys: true }))).split('\n');
    expect(lines.map((line) => line.split('  ')[1])).toEqual(
      expect.arrayContaining(['token-create', 'key-create', 'key-rotate', 'token-revoke']),
    );
    expect(lines.join('\n')).toMatch(/key-rotate {2}by \S+ {2}until \d{4}-/);
    for (const secret of [text, text.slice(17), key]) expect(lines.join('\n')).not.toContain(secret);
  });

  it("of a job tells when the job's own key was replaced", async () => {
    await keyRotateCommand('orders', options);
    expect(await printed(historyCommand('orders', { ...options, limit: 50 }))).toMatch(/key-rotate {2}by \S+/);
  });

  it.each([
    [undefined, false],
    ['orders', true],
  ])('of %s, with --keys %s, is refused', async (job, keys) => {
    await expect(historyCommand(job, { ...options, limit: 50, keys })).rejects.toThrow('name a job, or use --keys');
  });
});

import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSecrets } from '../../../lib/adapters/file/secrets.ts';
import { SecretUnavailable } from '../../../lib/ports/secrets.ts';

describe('secrets in files', () => {
  let folder: string;
  let credentials: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sentinel-secrets-'));
    credentials = join(folder, 'credentials');
    await mkdir(credentials);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const put = async (name: string, value: string, mode = 0o600, where = folder) => {
    const path = join(where, name);
    await writeFile(path, value);
    await chmod(path, mode);
    return path;
  };
  const secrets = () => new FileSecrets(folder, credentials);
  const message = async (work: Promise<unknown>): Promise<string> => {
    const failure = await work.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SecretUnavailable);
    return (failure as Error).message;
  };

  it('a name is a file, and its last line break is no part of the secret', async () => {
    await put('slack-bot-token', 'xoxb-1\n');
    expect(await secrets().get('slack/bot-token')).toBe('xoxb-1');
  });

  it('a new value is taken up at once', async () => {
    await put('k', 'one');
    const held = secrets();
    expect(await held.get('k')).toBe('one');
    await put('k', 'two');
    expect(await held.get('k')).toBe('two');
  });

  it.each([0o644, 0o640, 0o604, 0o602, 0o620, 0o610, 0o700 | 0o001])(
    'with mode %i it is refused, with what to do and without the value',
    async (mode) => {
      const path = await put('k', 'not-to-be-told', mode);
      const text = await message(secrets().get('k'));
      expect(text).toContain(`chmod 600 ${path}`);
      expect(text).not.toContain('not-to-be-told');
    },
  );

  it.each([0o600, 0o400])('with mode %i it is read', async (mode) => {
    await put('k', 'v', mode);
    expect(await secrets().get('k')).toBe('v');
  });

  it('a link is as open as what it leads to', async () => {
    await put('elsewhere', 'v', 0o644);
    await symlink(join(folder, 'elsewhere'), join(folder, 'k'));
    expect(await message(secrets().get('k'))).toContain('chmod 600');
  });

  it('systemd’s credentials come first, with whatever mode systemd gives them', async () => {
    await put('k', 'ours');
    expect(await secrets().get('k')).toBe('ours');
    await put('k', 'of systemd', 0o440, credentials);
    expect(await secrets().get('k')).toBe('of systemd');
    expect(await new FileSecrets(folder, null).get('k')).toBe('ours');
  });

  it('one that is not there says where to put it', async () => {
    const text = await message(secrets().get('slack/bot-token'));
    expect(text).toContain(`put it into ${join(folder, 'slack-bot-token')}`);
  });

  it('an empty one says so', async () => {
    await put('k', ' \n');
    expect(await message(secrets().get('k'))).toContain('empty');
  });

  it('a folder and a large file are no secrets', async () => {
    await mkdir(join(folder, 'k'), { mode: 0o700 });
    expect(await message(secrets().get('k'))).toContain('cannot be read');
    await put('large', 'x'.repeat(70_000));
    expect(await message(secrets().get('large'))).toContain('too large');
  });

  it.each(['', '..', '../k', '/k', 'a//b', 'a/', 'a.b', 'a\u0000b', 'a b'])(
    '%j is no name of a secret',
    async (name) => {
      expect(await message(secrets().get(name))).toContain('no name');
    },
  );

  it('where a disk gives no answer, another try may help; where a person has to act, it will not', async () => {
    await mkdir(join(folder, 'k'), { mode: 0o700 });
    await symlink('loop', join(folder, 'loop'));
    const failures = ['k', 'loop', 'none'].map((name) =>
      secrets()
        .get(name)
        .catch((error: unknown) => error),
    );
    expect(await Promise.all(failures)).toMatchObject(Array(3).fill({ isTransient: false }));
    // Opening a socket fails as a disk does that has no answer: by a code that names nothing to change.
    const socket = createServer().listen(join(folder, 'busy'));
    await once(socket, 'listening');
    const failure = await secrets()
      .get('busy')
      .catch((error: unknown) => error);
    socket.close();
    expect(failure).toMatchObject({ isTransient: true, message: expect.stringContaining('cannot be read (ENXIO)') });
  });
});

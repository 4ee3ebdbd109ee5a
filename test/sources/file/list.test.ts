import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { folderFailure } from '../../../lib/sources/file/failure.ts';
import { FolderEvidence } from '../../../lib/sources/file/list.ts';
import { type EvidenceHarness, everything, evidenceSourceContract } from '../../contracts/evidence-source.ts';

const root = `${mkdtempSync(join(tmpdir(), 'folder-evidence-'))}/`;
afterAll(() => rmSync(root, { recursive: true, force: true }));

const placeFor = (template: string): Place => ({
  scheme: 'file',
  container: '',
  bucket: '',
  template: root + template,
});

function put(key: string, bytes: Uint8Array | string, mtime?: Date): void {
  mkdirSync(dirname(root + key), { recursive: true });
  writeFileSync(root + key, bytes);
  if (mtime) utimesSync(root + key, mtime, mtime);
}

const harness: EvidenceHarness = {
  put: async (key, bytes, mtime) => put(key, bytes, mtime),
  remove: async (key) => rmSync(root + key),
  newSource: (options) => new FolderEvidence(options?.signal),
  placeFor,
  missingPlace: () => placeFor('nowhere/'),
  sorts: false,
  setsTimes: true,
  lacks: [],
};

evidenceSourceContract('a folder', () => harness);

describe('a folder', () => {
  const keysBelow = async (template: string, prefix = template) => {
    const objects = await everything(new FolderEvidence().list(placeFor(template), root + prefix));
    return objects.map(({ key }) => key.slice(root.length)).sort();
  };

  it('is followed when it is itself a link, and so are links to files, but not links to folders inside', async () => {
    put('links/real/a.dump', 'a');
    symlinkSync(`${root}links/real`, `${root}links/link`);
    symlinkSync(`${root}links/real/a.dump`, `${root}links/real/b.dump`);
    symlinkSync(`${root}links`, `${root}links/real/loop`);
    symlinkSync(`${root}links/nothing`, `${root}links/real/dangling`);
    expect(await keysBelow('links/link/')).toEqual(['links/link/a.dump', 'links/link/b.dump']);
  });

  it('shows a file whose name is not UTF-8', async () => {
    put('latin1/a', 'a');
    writeFileSync(Buffer.concat([Buffer.from(`${root}latin1/`), Buffer.from([0xe9, 0x2e])]), 'x');
    expect(await keysBelow('latin1/')).toEqual(['latin1/a', 'latin1/\uFFFD.']);
  });

  it('leaves lost+found alone, which only root can read', async () => {
    put('disk/a', 'a');
    put('disk/lost+found/b', 'b');
    expect(await keysBelow('disk/')).toEqual(['disk/a']);
  });

  it('refuses a file where a folder is named', async () => {
    put('plain', 'x');
    const listing = everything(new FolderEvidence().list(placeFor('plain/'), `${root}plain/`));
    await expect(listing).rejects.toMatchObject({ kind: 'refused', message: 'not a folder (ENOTDIR)' });
  });

  it('refuses a missing folder of the template even when a longer prefix is listed', async () => {
    const listing = everything(new FolderEvidence().list(placeFor('gone/{yyyy}/'), `${root}gone/2026/`));
    await expect(listing).rejects.toMatchObject({ kind: 'refused', location: `${root}gone/` });
  });

  it('takes a path without a slash for the file, and for what is below a folder of that name', async () => {
    put('exact/db', 'x');
    put('exact/db-old/x', 'x');
    expect(await keysBelow('exact/db')).toEqual(['exact/db', 'exact/db-old/x']);
  });

  it.skipIf(process.getuid?.() === 0)('refuses when a folder inside may not be read', async () => {
    put('denied/inside/a', 'a');
    chmodSync(`${root}denied/inside`, 0);
    const listing = everything(new FolderEvidence().list(placeFor('denied/'), `${root}denied/`));
    await expect(listing).rejects.toMatchObject({ kind: 'refused' });
    chmodSync(`${root}denied/inside`, 0o755);
  });

  it('has no unfinished uploads and makes no requests that cost', async () => {
    const source = new FolderEvidence();
    expect(await source.unfinishedUploads()).toEqual([]);
    expect(source.requests).toEqual({ list: 0, get: 0 });
  });

  const errors = [
    { code: 'ENOENT', kind: 'refused' },
    { code: 'EACCES', kind: 'refused' },
    { code: 'EPERM', kind: 'refused' },
    { code: 'EIO', kind: 'transient' },
    { code: 'ESTALE', kind: 'transient' },
    { code: 'ETIMEDOUT', kind: 'transient' },
    { code: 'EMFILE', kind: 'transient' },
  ];
  it.each(errors)('takes $code as $kind', ({ code, kind }) => {
    const error = Object.assign(new Error(`${code}: something`), { code });
    expect(folderFailure(error, 'list', '/mnt/backups/')).toMatchObject({ kind, location: '/mnt/backups/' });
  });
});

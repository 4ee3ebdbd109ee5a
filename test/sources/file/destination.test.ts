import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../../../lib/core/evidence/place.ts';
import { parsePlace } from '../../../lib/rules-doc/sections/place-text.ts';
import { FolderDestination } from '../../../lib/sources/file/destination.ts';

const placeOf = (text: string): Place => parsePlace(text, '/').place as Place;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-preflight-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a folder as a destination', () => {
  const destination = new FolderDestination();

  test('is asked for up to its first placeholder', async () => {
    await destination.reach(placeOf(`${folder}/{run}/`));
    await destination.reach(placeOf(`${folder}/orders-*.gz`));
    await expect(destination.reach(placeOf(`${folder}/no/{run}/`))).rejects.toThrow(
      `${folder}/no/: there is no such folder; make it, or mount what it lies on (ENOENT)`,
    );
    await writeFile(join(folder, 'file'), '');
    await expect(destination.reach(placeOf(`${folder}/file/x`))).rejects.toThrow(/it is not a folder/);
  });

  test('is written to by a probe that leaves nothing behind', async () => {
    await destination.probe(placeOf(`${folder}/`), 'probe-1');
    expect(await readdir(folder)).toEqual([]);
    await mkdir(join(folder, '.sentinel'));
    await writeFile(join(folder, '.sentinel', 'report.json'), '{}');
    await destination.probe(placeOf(`${folder}/`), 'probe-1');
    expect(await readdir(join(folder, '.sentinel'))).toEqual(['report.json']);
    await expect(destination.probe(placeOf('/proc/orders/'), 'probe-1')).rejects.toThrow(
      /^\/proc\/orders\/\.sentinel: /,
    );
  });
});

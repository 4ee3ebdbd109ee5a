import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetWatch, noteWatch, servingWatch, watchAddress } from '../../../bin/wiring/watch-address.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080/';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the address of the running watch', () => {
  it('is where it serves, until it stops', async () => {
    await noteWatch(folder, { url: 'http://127.0.0.1:18231/', untrustedProxy: null, hasWatchdog: false });
    expect(await watchAddress(folder)).toBe('http://127.0.0.1:18231/');
    await forgetWatch(folder);
    expect(await watchAddress(folder)).toBe(DEFAULT_URL);
  });

  it('stands beside the proxy that is not trusted', async () => {
    const note = { url: 'http://127.0.0.1:18231/', untrustedProxy: '10.0.0.7', hasWatchdog: true };
    await noteWatch(folder, note);
    expect(await servingWatch(folder)).toEqual(note);
  });

  it.each([
    ['a watch that was killed', '{"pid":4194304,"url":"http://127.0.0.1:18231/"}'],
    ['half a file', '{"pid":'],
    ['no address', `{"pid":${process.pid},"url":"port 7"}`],
    ['no process', '{"url":"http://127.0.0.1:18231/"}'],
  ])('is the default one after %s', async (_, text) => {
    await writeFile(join(folder, 'watch.json'), text);
    expect(await watchAddress(folder)).toBe(DEFAULT_URL);
    expect(await servingWatch(folder)).toBeNull();
  });
});

import { expect, test } from 'vitest';
import { partedFiles } from '../../../lib/core/foresight/parted-file.ts';
import { bundleDepth, isStoredData } from '../../../lib/core/foresight/stored-data.ts';

const HASH = 'abcd1234abcd1234abcd1234abcd1234';

test.each([
  ['.chunks/abcd/abcd1234abcd1234abcd1234abcd1234', true],
  [`blocks/ab/cd/${HASH}.blk`, true],
  ['dup/duplicati-b0123456789abcdef.dblock.zip.aes', true],
  ['es/indices/Qx/0/__AbCdEfGhIjKlMnOpQrStUv', true],
  [`dumps/20/${HASH}.dump`, false],
  [`snapshots/${HASH}`, false],
])('%s is data of a repository: %s', (key, is) => {
  const [file] = partedFiles([{ key, sizeBytes: 1, lastModified: 0 }], 0);
  expect(file === undefined ? null : isStoredData(file)).toBe(is);
});

test('a bundle is a folder by its ending', () => {
  expect(bundleDepth(['nas', 'NAS.hbk', 'Pool'])).toBe(2);
  expect(bundleDepth(['nas', 'hbk'])).toBe(0);
});

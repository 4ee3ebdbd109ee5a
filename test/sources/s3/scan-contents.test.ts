import { describe, expect, it } from 'vitest';
import { scanContents } from '../../../lib/sources/s3/scan-contents.ts';

const object = (key: string, etag = '<ETag>&quot;9b2c&quot;</ETag>') =>
  `<Contents><Key>${key}</Key><LastModified>2026-11-20T09:00:00.250Z</LastModified>${etag}<Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>`;
const answer = (...objects: string[]) =>
  `<?xml version="1.0"?><ListBucketResult><KeyCount>${objects.length}</KeyCount>${objects.join('')}<IsTruncated>false</IsTruncated></ListBucketResult>`;
const seen = (key: string, etag: string | null = '9b2c') => ({
  key,
  sizeBytes: 12,
  lastModified: Date.parse('2026-11-20T09:00:00.250Z'),
  etag,
});

describe('the objects of an answer', () => {
  it('are taken out of it, and leave the rest as it was', () => {
    expect(scanContents(answer(object('a/1'), object('a%26b', ''), object('a&amp;&lt;b')))).toEqual({
      contents: [seen('a/1'), seen('a%26b', null), seen('a&<b')],
      rest: answer().replace('<KeyCount>0', '<KeyCount>3'),
    });
  });

  it.each([
    { name: 'nothing', xml: answer() },
    { name: 'a cut answer', xml: answer(object('a')).slice(0, 120) },
    { name: 'an object without a size', xml: answer(object('a').replace('<Size>12</Size>', '')) },
    { name: 'a size that is no number', xml: answer(object('a').replace('>12<', '>1e3<')) },
    { name: 'a time that is none', xml: answer(object('a').replace('2026-11-20', '2026-13-20')) },
    { name: 'an entity that is not known', xml: answer(object('a&#x1;b')) },
    { name: 'marked sections', xml: answer(object('<![CDATA[a]]>')) },
    { name: 'an object inside another', xml: answer(`<Contents>${object('a')}</Contents>`) },
  ])('are left to the parser where there is $name', ({ xml }) => {
    expect(scanContents(xml)).toBeNull();
  });
});

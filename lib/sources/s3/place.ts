import type { PlaceParts, PlaceTools } from '../description.ts';

function checkBucket(bucket: string, text: string, { quoted, refuse }: PlaceTools): void {
  const example = "write s3://bucket/folder/ with the bucket's own name";
  if (bucket.startsWith('arn:')) refuse(`the place ${quoted(text)} names its bucket by an ARN; ${example}`);
  const isName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket);
  const isOdd =
    bucket.includes('..') || bucket.includes('.-') || bucket.includes('-.') || /^\d+\.\d+\.\d+\.\d+$/.test(bucket);
  if (!isName || isOdd) refuse(`${quoted(bucket)} is no name of a bucket (3 to 63 of a-z 0-9 . -); ${example}`);
}

/** The object `s3://bucket/key`. */
export function s3ObjectAt(text: string): PlaceParts | null {
  const [, bucket, template] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(text) ?? [];
  return bucket === undefined || template === undefined ? null : { container: `s3://${bucket}/`, bucket, template };
}

/** Reads `s3://bucket/key`. */
export function readS3Place(written: string, _folder: string | null, tools: PlaceTools): PlaceParts {
  const { quoted, checkTemplate, refuse } = tools;
  const text = `s3${written.slice(2)}`;
  const rest = text.slice('s3://'.length);
  const slash = rest.indexOf('/');
  const bucket = slash < 0 ? rest : rest.slice(0, slash);
  checkBucket(bucket, text, tools);
  const template = slash < 0 ? '' : rest.slice(slash + 1);
  if (template.startsWith('/'))
    refuse(`the place ${quoted(text)} has an empty folder name after the bucket; write one slash`);
  if (/%2f/i.test(template)) refuse(`the place ${quoted(text)} has %2F in it; write keys as they are, with /`);
  if (template.split('/').some((segment) => segment === '.' || segment === '..')) {
    refuse(`the place ${quoted(text)} has . or .. in it; S3 keys know no folders above, so write the whole key`);
  }
  checkTemplate(template);
  return { container: `s3://${bucket}/`, bucket, template };
}

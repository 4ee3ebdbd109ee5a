import type { SourceDescription } from '../description.ts';
import { consoleLink } from './console-link.ts';
import { readS3Place, s3ObjectAt } from './place.ts';

export const s3 = {
  scheme: 's3',
  example: 's3://bucket/folder/',
  claims: (text) => /^s3:\/\//i.test(text),
  readPlace: readS3Place,
  objectAt: s3ObjectAt,
  hasFiles: true,
  isLocal: false,
  listsInOrder: true,
  showsWriting: false,
  hasUploads: true,
  readsCost: true,
  consoleLink,
  permissions: {
    list: ['s3:ListBucket'],
    uploads: ['s3:ListBucketMultipartUploads'],
    read: ['s3:GetObject'],
    expiry: ['s3:GetLifecycleConfiguration'],
  },
} as const satisfies SourceDescription;

import type { SourceDescription } from '../description.ts';
import { fileAt, readLocalPlace } from './place.ts';

export const file = {
  scheme: 'file',
  example: './folder/',
  claims: () => true,
  readPlace: readLocalPlace,
  objectAt: fileAt,
  hasFiles: true,
  isLocal: true,
  listsInOrder: false,
  showsWriting: true,
  hasUploads: false,
  readsCost: false,
  consoleLink: () => null,
  permissions: { list: [], uploads: [], read: [] },
} as const satisfies SourceDescription;

import type { SourceDescription } from '../description.ts';
import { placeOf } from './place.ts';

export const vault = {
  scheme: 'vault',
  example: 'vault://name/folder/',
  claims: (text) => text.startsWith('vault://'),
  readPlace: (text, _folder, { quoted, checkTemplate, refuse }) => {
    const place = placeOf(text);
    if (place === null) return refuse(`the place ${quoted(text)} names no vault`);
    checkTemplate(place.template);
    return place;
  },
  objectAt: (text) => placeOf(text),
  hasFiles: true,
  isLocal: false,
  listsInOrder: true,
  showsWriting: false,
  hasUploads: false,
  readsCost: true,
  consoleLink: (location) => (location.startsWith('vault://') ? `https://vault.example/${location.slice(8)}` : null),
  permissions: { list: [], uploads: [], read: [] },
} as const satisfies SourceDescription;

import type { SourceDescription } from '../description.ts';
import { readRecoveryPointsPlace, SCHEME } from './place.ts';

export const awsBackup = {
  scheme: SCHEME,
  example: `${SCHEME}:arn:aws:rds:eu-central-1:111122223333:db:orders`,
  claims: (text) => /^aws-backup:/i.test(text),
  readPlace: readRecoveryPointsPlace,
  objectAt: () => null,
  // A recovery point is no file that could be fetched.
  hasFiles: false,
  isLocal: false,
  listsInOrder: false,
  showsWriting: false,
  hasUploads: false,
  readsCost: true,
  consoleLink: () => null,
  permissions: {
    list: ['backup:ListRecoveryPointsByResource', 'backup:ListRestoreJobsByProtectedResource'],
    uploads: [],
    read: [],
  },
} as const satisfies SourceDescription;

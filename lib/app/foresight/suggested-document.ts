import { stringify } from 'yaml';
import { jobText, type LookedJob } from './suggested-text.ts';

/** What a new document says besides its jobs. */
export interface DocumentOptions {
  readonly timezone: string;
  /** Who is notified; null for a placeholder. */
  readonly adminEmail: string | null;
}

/** An address that is no one's, in a document that is to be completed. */
export const PLACEHOLDER_EMAIL = 'you@example.com';

/** A whole rules doc with these jobs. */
export function newDocument(jobs: readonly LookedJob[], { timezone, adminEmail }: DocumentOptions): string {
  const scalar = (text: string) => stringify(text, { lineWidth: 0 }).trimEnd();
  const email =
    adminEmail === null ? `${PLACEHOLDER_EMAIL} }   # a placeholder: write who is notified` : `${scalar(adminEmail)} }`;
  return [
    'version: 1',
    'settings:',
    `  timezone: ${scalar(timezone)}`,
    '  admin: admin',
    'people:',
    `  admin: { email: ${email}`,
    'jobs:',
    ...jobs.map((job) => jobText(job, '  ').trimEnd()),
    '',
  ].join('\n');
}

import type { AnnouncedCause } from '../core/admin/announced-causes.ts';

/** Which causes the admin was notified of; kept apart from the state store, which may be the cause. */
export interface AdminLog {
  /** Empty where nothing is kept, or what is kept cannot be used. Never throws. */
  read(): Promise<readonly AnnouncedCause[]>;
  /** Resolves to what failed; null when it was kept. Never throws. */
  write(known: readonly AnnouncedCause[]): Promise<string | null>;
}

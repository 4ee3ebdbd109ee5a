import type { Backup } from '../../core/evidence/backup.ts';
import type { CollectedBackups, FutureDated } from '../../core/evidence/collecting.ts';
import type { ListingMemo } from '../../core/evidence/evidence.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Run } from '../../core/model/run.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { SharedListings } from './shared-listings.ts';
import type { WholeLooks } from './whole-looks.ts';

/** What one look at a job's place showed, before reports and heartbeats. */
export interface BackupsFound {
  readonly backups: readonly Backup[];
  /** Remembered runs whose keys this look left out. */
  readonly notLookedAt: readonly Run[];
  readonly futureDated: FutureDated | null;
  readonly partial: boolean;
  /** Every backup of since then is among them, but for very many; null where some were left out. */
  readonly allSince: Instant | null;
  readonly listing: ListingMemo | null;
  /** How many objects a whole listing of the place showed; null where it was not such a one. */
  readonly keys: number | null;
  /** When the newest end marker was written; null without one. */
  readonly markedAt: Instant | null;
}

/** What a look at a whole place found, and how many objects it saw. */
export interface WholeFound extends CollectedBackups {
  readonly keys: number;
}

export interface BackupPorts {
  readonly sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource>;
  /** The listings of this pass, which looks share. Left out: each look lists for itself. */
  readonly listings?: SharedListings;
  /** What the looks at places with `{each}` share. Left out: each is made for itself. */
  readonly wholes?: WholeLooks;
  /** What a whole look at a job's place finds, where that is known without one; null where it is not. */
  readonly backupsIn?: (job: Job, place: Place) => Promise<WholeFound | null>;
}

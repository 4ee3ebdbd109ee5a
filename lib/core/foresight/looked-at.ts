import type { ListedObject } from '../evidence/listed-object.ts';
import type { Sorted } from './companions-of-place.ts';

/** What a listing of one place showed, without what is never a backup. */
export interface LookedAt {
  readonly files: readonly ListedObject[];
  /** Where the place's own folder ends in a key. */
  readonly below: number;
  readonly markers: Sorted['markers'];
  /** The zone of times of day, and of dates in names. */
  readonly zone: string;
}

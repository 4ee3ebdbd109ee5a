import type { ListedObject } from '../lib/core/evidence/listed-object.ts';
import type { Place } from '../lib/core/evidence/place.ts';
import { DAY_MS, MINUTE_MS } from '../lib/core/instant.ts';
import type { EvidenceSource } from '../lib/ports/evidence-source.ts';

const PAGE_KEYS = 1_000;
const SIZE_BYTES = 400_000_000;
/** A run ends up to so long after it begins. */
const LASTS_MS = 12 * MINUTE_MS;
/** Shares no factor with what it is taken modulo of. */
const STRIDE = 7_919;

/** One bucket with a folder for each job, into which a backup lands each day, some minutes after its time. */
export class InventedBackups implements EvidenceSource {
  static readonly BUCKET = 'acme-backups';
  readonly jobs: readonly { readonly id: string; readonly landsMs: number }[];
  readonly requests = { list: 0, get: 0 };
  now = 0;
  readonly #kept: number;

  /** `kept`: backups of each job. They begin at times of day between `from` and `from + within`, in milliseconds. */
  constructor(jobs: number, kept: number, from: number, within: number) {
    this.#kept = kept;
    this.jobs = Array.from({ length: jobs }, (_, index) => ({
      id: `database-${String(index).padStart(5, '0')}`,
      landsMs: (from + Math.floor((((index * STRIDE) % jobs) / jobs) * within)) % DAY_MS,
    }));
  }

  async *list(_place: Place, prefix: string, startAfter = ''): AsyncGenerator<readonly ListedObject[]> {
    let page: ListedObject[] = [];
    this.requests.list += 1;
    for (const job of this.jobs) {
      const folder = `${job.id}/`;
      if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) continue;
      if (folder < startAfter && !startAfter.startsWith(folder)) continue;
      for (const object of this.#backupsOf(job)) {
        if (!object.key.startsWith(prefix) || object.key <= startAfter) continue;
        if (page.length === PAGE_KEYS) {
          yield page;
          page = [];
          this.requests.list += 1;
        }
        page.push(object);
      }
    }
    yield page;
  }

  async unfinishedUploads(): Promise<readonly never[]> {
    this.requests.list += 1;
    return [];
  }

  async read(): Promise<Uint8Array> {
    throw new Error('no content is invented');
  }

  #backupsOf({ id, landsMs }: InventedBackups['jobs'][number]): ListedObject[] {
    const today = Math.floor(this.now / DAY_MS);
    const found: ListedObject[] = [];
    for (let day = today - this.#kept; day <= today; day += 1) {
      const ts = day * DAY_MS + landsMs + ((day * STRIDE + landsMs) % LASTS_MS);
      if (ts > this.now) continue;
      const key = `${id}/${new Date(ts).toISOString()}.dump`;
      found.push({ key, lastModified: ts, sizeBytes: SIZE_BYTES + (day % 50) * 1_000 } as ListedObject);
    }
    return found;
  }
}

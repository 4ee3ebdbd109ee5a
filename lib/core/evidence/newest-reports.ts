import type { Instant } from '../instant.ts';
import { compareBytes } from './byte-order.ts';
import type { ListedObject } from './listed-object.ts';
import { isOnItsWay } from './never-backup.ts';
import { PlaceMatcher } from './place-matcher.ts';

/** At most this many reports are read in one look (docs/design/heartbeats.md#reports). */
const MAX_REPORTS = 50;
/** Names that are not known yet and are followed in one look. */
const MAX_NEW_NAMES = 20_000;

/** Folds a listing of reports into the few that are read: the newest of each member, or of a job without `{each}`. */
export class NewestReports {
  readonly matcher: PlaceMatcher;
  readonly #after: Instant;
  readonly #known: ReadonlySet<string>;
  readonly #kept = new Map<string, ListedObject[]>();

  /** Only reports later than `after` are kept. Members that are `known` are followed however many names there are. */
  constructor(template: string, after: Instant, known: ReadonlySet<string> = new Set()) {
    this.matcher = new PlaceMatcher(template);
    this.#after = after;
    this.#known = known;
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) {
      if (object.lastModified <= this.#after || object.key.endsWith('/') || isOnItsWay(object.key)) continue;
      const match = this.matcher.match(object.key);
      if (match !== null) this.#keep(match.each?.join('/') ?? '', object);
    }
  }

  /** Newest first. Where the place does not name members, its reports are those of each. */
  get(member = ''): readonly ListedObject[] {
    return newest(this.#kept.get(member) ?? this.#kept.get('') ?? []);
  }

  /** Of all members together. */
  all(): readonly ListedObject[] {
    return newest([...this.#kept.values()].flat());
  }

  #keep(member: string, object: ListedObject): void {
    const made = this.#kept.get(member);
    if (made === undefined && !this.#known.has(member) && this.#kept.size >= MAX_NEW_NAMES + this.#known.size) return;
    const kept = made ?? [];
    kept.push(object);
    this.#kept.set(member, kept.length >= 2 * MAX_REPORTS ? newest(kept) : kept);
  }
}

function newest(reports: readonly ListedObject[]): ListedObject[] {
  return reports
    .toSorted((a, b) => b.lastModified - a.lastModified || compareBytes(b.key, a.key))
    .slice(0, MAX_REPORTS);
}

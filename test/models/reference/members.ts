/** What is remembered of a name that stands at `{each}`. */
interface Known {
  readonly firstTs: number;
  readonly isExpected: boolean;
  /** Set when it was retired: only a newer run brings it back. */
  readonly goneTs: number | null;
}

/** Which names of a place are members, by docs/design/evidence.md#members. */
export class ReferenceMembers {
  readonly #except: readonly string[];
  readonly #expect: readonly string[];
  readonly #known = new Map<string, Known>();

  constructor({ except, expect }: { readonly except: readonly string[]; readonly expect: readonly string[] }) {
    this.#except = except;
    this.#expect = expect;
  }

  /** A look at the whole place: the ends of each name's backups that are there. */
  see(runs: ReadonlyMap<string, readonly number[]>): void {
    for (const [name, { isExpected, goneTs }] of this.#known) {
      const isThere = (runs.get(name)?.length ?? 0) > 0;
      // One of a single run is forgotten where that vanishes, and one that was retired where its files are gone.
      if (!isThere && (!isExpected || goneTs !== null)) this.#known.delete(name);
    }
    for (const [name, all] of runs) {
      if (all.length === 0 || this.#except.includes(name)) continue;
      this.#known.set(name, this.#seen(name, all));
    }
  }

  #seen(name: string, all: readonly number[]): Known {
    const known = this.#known.get(name);
    const newest = Math.max(...all);
    if (known === undefined) {
      return { firstTs: newest, isExpected: all.length > 1 || this.#expect.includes(name), goneTs: null };
    }
    const { goneTs } = known;
    if (goneTs === null) return { ...known, isExpected: known.isExpected || all.length > 1 || newest > known.firstTs };
    const since = all.filter((ts) => ts > goneTs);
    return since.length === 0 ? known : { firstTs: newest, isExpected: since.length > 1, goneTs: null };
  }

  retire(name: string, newestTs: number): void {
    this.#known.set(name, { firstTs: newestTs, isExpected: true, goneTs: newestTs });
  }

  /** Those that are judged, whether their files are there or not. */
  get expected(): readonly string[] {
    const found = [...this.#known].filter(([, { isExpected, goneTs }]) => isExpected && goneTs === null);
    const named = this.#expect.filter((name) => (this.#known.get(name)?.goneTs ?? null) === null);
    return [...new Set([...named, ...found.map(([name]) => name)])].sort();
  }
}

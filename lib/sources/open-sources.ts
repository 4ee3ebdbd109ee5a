import type { Scheme } from '../core/model/scheme.ts';
import type { CopySource } from '../ports/copy-source.ts';
import type { OpenedSource, SourceList } from '../ports/source-setup.ts';

type Opener = (scheme: Scheme) => Promise<OpenedSource>;

/**
 * Every kind of place, set up from `env`: its code is loaded and its client made when the first job asks for it, and kept.
 * Gives the sources of one pass; what is under way when its signal fires is cut short.
 */
export function openSources(env: NodeJS.ProcessEnv): (signal?: AbortSignal) => EvidenceSources {
  const open = once(async (scheme: Scheme) => {
    const { openSource } = (await import(`./${scheme}/list.ts`)) as SourceList;
    return openSource(env);
  });
  return (signal) => new EvidenceSources(open, signal);
}

/** The sources of one pass, whose requests are counted together. */
export class EvidenceSources {
  readonly #known: CopySource[] = [];
  /** The one source for a scheme. */
  readonly of: (scheme: Scheme) => Promise<CopySource>;

  constructor(open: Opener, signal?: AbortSignal) {
    this.of = once(async (scheme: Scheme) => {
      const source = (await open(scheme))(signal);
      this.#known.push(source);
      return source;
    });
  }

  /** Requests made so far, over all sources. */
  get requests(): { readonly list: number; readonly get: number } {
    const sum = { list: 0, get: 0 };
    for (const { requests } of this.#known) {
      sum.list += requests.list;
      sum.get += requests.get;
    }
    return sum;
  }
}

function once<Made>(make: (scheme: Scheme) => Promise<Made>): (scheme: Scheme) => Promise<Made> {
  const made = new Map<Scheme, Promise<Made>>();
  return (scheme) => {
    const known = made.get(scheme) ?? make(scheme);
    made.set(scheme, known);
    return known;
  };
}

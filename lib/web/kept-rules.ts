import type { LoadedRules } from '../app/rules/load-rules.ts';
import type { RulesDocument } from '../rules-doc/document.ts';
import { keptFor } from './kept-for.ts';

/** The rules in force, with how they were loaded. */
export type RulesInForce = LoadedRules & { readonly document: RulesDocument };

/** There are no usable rules; `message` says why, for people. */
export class NoRules extends Error {
  constructor(loaded: LoadedRules) {
    super(`there is no usable rules doc at ${loaded.source}; \`sentinel lint\` shows what to fix`);
    this.name = 'NoRules';
  }
}

/** Rules that are kept for a while, so that not every request reads them. */
export class KeptRules {
  readonly #loaded: () => Promise<LoadedRules>;

  constructor(load: () => Promise<LoadedRules>, keptMs: number, elapsedMs: () => number) {
    this.#loaded = keptFor(load, keptMs, elapsedMs);
  }

  /** Throws NoRules. */
  async inForce(): Promise<RulesInForce> {
    const loaded = await this.#loaded();
    const { document } = loaded;
    if (document === null) throw new NoRules(loaded);
    return { ...loaded, document };
  }
}

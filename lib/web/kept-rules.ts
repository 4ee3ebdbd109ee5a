import type { LoadedRules } from '../app/rules/load-rules.ts';
import type { RulesDocument } from '../rules-doc/document.ts';

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
  readonly #load: () => Promise<LoadedRules>;
  readonly #keptMs: number;
  readonly #elapsedMs: () => number;
  #kept: { readonly loaded: Promise<LoadedRules>; readonly sinceMs: number } | null = null;

  constructor(load: () => Promise<LoadedRules>, keptMs: number, elapsedMs: () => number) {
    this.#load = load;
    this.#keptMs = keptMs;
    this.#elapsedMs = elapsedMs;
  }

  /** Throws NoRules. */
  async inForce(): Promise<RulesInForce> {
    const loaded = await this.#loaded();
    const { document } = loaded;
    if (document === null) throw new NoRules(loaded);
    return { ...loaded, document };
  }

  #loaded(): Promise<LoadedRules> {
    const nowMs = this.#elapsedMs();
    if (this.#kept !== null && nowMs - this.#kept.sinceMs < this.#keptMs) return this.#kept.loaded;
    const loaded = this.#load();
    this.#kept = { loaded, sinceMs: nowMs };
    loaded.catch(() => {
      this.#kept = null;
    });
    return loaded;
  }
}

import type { Instant } from '../../core/instant.ts';
import { type Proposal, proposedId } from '../../core/ping/proposal.ts';
import type { PingKeys } from '../../ports/ping-keys.ts';
import type { Proposals } from '../../ports/proposals.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { PingSenders } from './ping-senders.ts';

export interface DirectoryPorts {
  /** The rules in force, the same object while they are the same; null when none are usable. */
  readonly document: (now: Instant) => Promise<RulesDocument | null>;
  /** Throws SecretUnavailable. */
  readonly masterKey: () => Promise<string>;
  readonly keys: PingKeys;
  readonly proposals: Proposals;
  readonly elapsedMs: () => number;
  /** Called with what went wrong, never with a key in it. */
  readonly onError: (message: string) => void;
}

/** Who can ping, and which proposals there are, as it was a moment ago. */
export interface Directory {
  readonly senders: PingSenders;
  /** What has been proposed, by its id. */
  readonly proposed: Map<string, Proposal>;
}

/** There are no usable rules, so that no one's ping can be distinguished from a stranger's. */
export class NoRules extends Error {
  override readonly name = 'NoRules';
}

/**
 * Reads who can ping, and reads it again after `keptMs`. When that fails, pings go on being taken by what was read
 * before: a heartbeat must not be lost because the rules cannot be reached.
 */
export class PingDirectory {
  readonly #ports: DirectoryPorts;
  readonly #keptMs: number;
  #known: { readonly directory: Directory; readonly derivedFrom: string; readonly document: RulesDocument } | null =
    null;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<Directory> | null = null;

  constructor(ports: DirectoryPorts, keptMs: number) {
    this.#ports = ports;
    this.#keptMs = keptMs;
  }

  /** Throws what its ports throw, and NoRules, as long as it has never been read. */
  async read(now: Instant): Promise<Directory> {
    if (this.#known !== null && this.#ports.elapsedMs() - this.#readAtMs < this.#keptMs) return this.#known.directory;
    this.#reading ??= this.#load(now).finally(() => {
      this.#reading = null;
      this.#readAtMs = this.#ports.elapsedMs();
    });
    try {
      return await this.#reading;
    } catch (error) {
      if (this.#known === null) throw error;
      return this.#known.directory;
    }
  }

  async #load(now: Instant): Promise<Directory> {
    try {
      const [document, masterKey, keys, proposals] = await Promise.all([
        this.#ports.document(now),
        this.#ports.masterKey(),
        this.#ports.keys.read(),
        this.#ports.proposals.read(),
      ]);
      if (document === null) throw new NoRules('there is no usable rules doc; no ping can be taken');
      const derivedFrom = JSON.stringify([masterKey, keys.allJobs, [...keys.generations]]);
      const known = this.#known;
      const isSame = known !== null && known.document === document && known.derivedFrom === derivedFrom;
      const senders = isSame ? known.directory.senders : await PingSenders.derive(document, masterKey, keys, now);
      const proposed = new Map(proposals.map((proposal) => [proposedId(proposal), proposal]));
      this.#known = { directory: { senders, proposed }, derivedFrom, document };
      return this.#known.directory;
    } catch (error) {
      if (this.#known !== null) this.#ports.onError((error as Error).message);
      throw error;
    }
  }
}

import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { CopyIdentity, CopySource } from '../../ports/copy-source.ts';
import { EvidenceGone, EvidenceUnreadable, type UnfinishedUpload } from '../../ports/evidence-source.ts';
import type { OpenedSource } from '../../ports/source-setup.ts';

export function openSource(env: NodeJS.ProcessEnv): OpenedSource {
  return () => new Vault(env.VAULT_URL ?? '');
}

interface Entry extends Omit<ListedObject, 'lastModified'> {
  readonly at: string;
}

/** What a vault holds, by its own protocol. */
class Vault implements CopySource {
  readonly requests = { list: 0, get: 0 };
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async *list(place: Place, prefix: string, startAfter = ''): AsyncGenerator<readonly ListedObject[]> {
    this.requests.list += 1;
    const answer = await this.#get(place, `?prefix=${encodeURIComponent(prefix)}`, 'list');
    const entries = (await answer.json()) as readonly Entry[];
    yield entries
      .filter(({ key }) => key > startAfter)
      .map(({ key, sizeBytes, at }) => ({ key, sizeBytes, lastModified: Date.parse(at) }));
  }

  async unfinishedUploads(): Promise<readonly UnfinishedUpload[]> {
    return [];
  }

  async identify(place: Place, key: string): Promise<CopyIdentity> {
    for await (const page of this.list(place, key)) {
      const found = page.find((object) => object.key === key);
      if (found !== undefined) return { ...found, etag: null };
    }
    throw new EvidenceGone(place.container + key, 'no such file');
  }

  async read(place: Place, key: string, maxBytes: number, from = 0): Promise<Uint8Array> {
    this.requests.get += 1;
    const bytes = await (await this.#get(place, key, 'read')).arrayBuffer();
    return new Uint8Array(bytes).subarray(from, from + maxBytes);
  }

  async #get({ bucket, container }: Place, rest: string, operation: string): Promise<Response> {
    const answer = await fetch(`${this.#url}/${bucket}/${rest}`).catch(() => null);
    if (answer?.ok) return answer;
    throw new EvidenceUnreadable('transient', operation, container + rest, `the vault answered ${answer?.status}`);
  }
}

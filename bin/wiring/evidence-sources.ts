import type { Scheme } from '../../lib/core/model/scheme.ts';
import type { CopySource } from '../../lib/ports/copy-source.ts';

interface SourceOptions {
  readonly signal?: AbortSignal;
}

/**
 * The evidence sources of a command: each is made when the first job asks for it. What is under way when the signal
 * fires is cut short.
 */
export class EvidenceSources {
  readonly #made = new Map<Scheme, Promise<CopySource>>();
  readonly #known: CopySource[] = [];
  readonly #options: SourceOptions;

  constructor(options: SourceOptions = {}) {
    this.#options = options;
  }

  /** The one source for a scheme. */
  readonly of = (scheme: Scheme): Promise<CopySource> => {
    let source = this.#made.get(scheme);
    if (!source) {
      source = makeSource(scheme, this.#options).then((made) => {
        this.#known.push(made);
        return made;
      });
      this.#made.set(scheme, source);
    }
    return source;
  };

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

async function makeSource(scheme: Scheme, options: SourceOptions): Promise<CopySource> {
  if (scheme === 'file') {
    const { FolderEvidence } = await import('../../lib/sources/file/evidence.ts');
    return new FolderEvidence(options);
  }
  const { createS3Client } = await import('../../lib/adapters/s3/client.ts');
  const { S3Evidence } = await import('../../lib/sources/s3/evidence.ts');
  return new S3Evidence(createS3Client(), options);
}

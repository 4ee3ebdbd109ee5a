import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from '../../adapters/s3/client.ts';
import { s3Failure } from '../../adapters/s3/failure.ts';
import type { Place } from '../../core/evidence/place.ts';
import { folderOf, literalPrefix, parseTemplate } from '../../core/evidence/place-template.ts';
import type { Instant } from '../../core/instant.ts';
import { type Destination, DestinationUnusable } from '../../ports/destination.ts';

export function openDestination(env: NodeJS.ProcessEnv): Destination {
  return new S3Destination(createS3Client(env), env);
}

/** A prefix of a bucket as a destination. */
export class S3Destination implements Destination {
  readonly #client: S3Client;
  readonly #env: NodeJS.ProcessEnv;

  constructor(client: S3Client, env: NodeJS.ProcessEnv) {
    this.#client = client;
    this.#env = env;
  }

  async reach(place: Place): Promise<void> {
    const prefix = prefixOf(place);
    const command = new ListObjectsV2Command({ Bucket: place.bucket, Prefix: prefix, MaxKeys: 1 });
    await this.#asking(place.container + prefix, () => this.#client.send(command));
  }

  /** Only those in the environment end for good: the SDK renews what it gets from a role, a profile or the machine. */
  async credentialsEndAt(place: Place): Promise<Instant | null> {
    const { expiration } = await this.#asking(place.container, () => this.#client.config.credentials());
    const isFixed = Boolean(this.#env.AWS_ACCESS_KEY_ID);
    return isFixed && expiration !== undefined ? expiration.getTime() : null;
  }

  async probe(place: Place, name: string): Promise<void> {
    const key = `${prefixOf(place)}.sentinel/${name}`;
    const location = place.container + key;
    const body = 'a probe of sentinel run --preflight-write; it can be removed\n';
    await this.#asking(`${location} cannot be written`, () =>
      this.#client.send(new PutObjectCommand({ Bucket: place.bucket, Key: key, Body: body })),
    );
    await this.#asking(`${location} was written and cannot be removed (leave preflight-write out for such hosts)`, () =>
      this.#client.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: key })),
    );
  }

  async #asking<Answer>(location: string, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      const { kind, message } = s3Failure(error, 'list', location);
      const remedy = kind === 'transient' ? '; look whether the network is up and AWS_ENDPOINT_URL is right' : '';
      throw new DestinationUnusable(`${location}: ${message}${remedy}`);
    }
  }
}

function prefixOf(place: Place): string {
  return folderOf(literalPrefix(parseTemplate(place.template)));
}

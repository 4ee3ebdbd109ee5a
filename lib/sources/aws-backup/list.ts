import {
  type BackupClient,
  ListRecoveryPointsByResourceCommand,
  ListRestoreJobsByProtectedResourceCommand,
  type RecoveryPointByResource,
} from '@aws-sdk/client-backup';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import type { Place } from '../../core/evidence/place.ts';
import { awsRestoreTest } from '../../core/proof/aws-restore-test.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import type { CopyIdentity, CopySource } from '../../ports/copy-source.ts';
import { cutShort, EvidenceUnreadable, type UnfinishedUpload } from '../../ports/evidence-source.ts';
import type { OpenedSource } from '../../ports/source-setup.ts';
import { inTime } from '../../time/in-time.ts';
import { createBackupClient } from './client.ts';
import { backupFailure } from './failure.ts';
import { nameOf, resourceOf } from './place.ts';

/** What can be restored: the others are being made or removed, or are lacking something. */
const WHOLE: readonly unknown[] = ['COMPLETED', 'AVAILABLE'];
const PAGE = 1000;

interface PageInput {
  readonly ResourceArn: string;
  readonly NextToken: string | undefined;
  readonly MaxResults: number;
}

type ClientOf = (region: string | null) => BackupClient;

export function openSource(env: NodeJS.ProcessEnv): OpenedSource {
  const known = new Map<string | null, BackupClient>();
  const clientOf: ClientOf = (region) => {
    const client = known.get(region) ?? createBackupClient(env, region);
    known.set(region, client);
    return client;
  };
  return (signal) => new RecoveryPoints(clientOf, signal);
}

/** The recovery points of one protected resource, and the tests in which AWS Backup restored them. */
class RecoveryPoints implements CopySource {
  readonly requests = { list: 0, get: 0 };
  readonly #clientOf: ClientOf;
  readonly #signal: AbortSignal | null;

  constructor(clientOf: ClientOf, signal?: AbortSignal) {
    this.#clientOf = clientOf;
    this.#signal = signal ?? null;
  }

  async *list(place: Place, prefix: string): AsyncGenerator<readonly ListedObject[]> {
    const pages = this.#pages(place, (client, input, abortSignal) =>
      client.send(new ListRecoveryPointsByResourceCommand(input), { abortSignal }),
    );
    for await (const { RecoveryPoints = [] } of pages) {
      yield RecoveryPoints.flatMap(objectOf).filter(({ key }) => key.startsWith(prefix));
    }
  }

  async unfinishedUploads(): Promise<readonly UnfinishedUpload[]> {
    return [];
  }

  async restoreTests(place: Place): Promise<readonly SeenProof[]> {
    const pages = this.#pages(place, (client, input, abortSignal) =>
      client.send(new ListRestoreJobsByProtectedResourceCommand(input), { abortSignal }),
    );
    const found: SeenProof[] = [];
    for await (const { RestoreJobs = [] } of pages) {
      // As `describe-restore-job` prints it, with its times as text.
      const jobs: readonly unknown[] = JSON.parse(JSON.stringify(RestoreJobs));
      found.push(...jobs.flatMap((job) => awsRestoreTest(job) ?? []));
    }
    return found.length === 0 ? found : this.#asListed(place, found);
  }

  /** With the copy as the listing shows it: by its time and size it is known among the runs. */
  async #asListed(place: Place, tests: readonly SeenProof[]): Promise<readonly SeenProof[]> {
    const listed = new Map<string, ListedObject>();
    for await (const page of this.list(place, '')) for (const object of page) listed.set(object.key, object);
    return tests.map((test) => {
      const object = test.copy === null ? undefined : listed.get(nameOf(test.copy.location));
      if (object === undefined) return test;
      const { key, lastModified: ts, sizeBytes } = object;
      return { ...test, copy: { location: place.container + key, ts, sizeBytes } };
    });
  }

  read(place: Place, key: string): Promise<never> {
    return this.#refuse(place, key);
  }

  identify(place: Place, key: string): Promise<CopyIdentity> {
    return this.#refuse(place, key);
  }

  async #refuse(place: Place, key: string): Promise<never> {
    const message = 'AWS Backup shows no content of a recovery point; a restore testing plan proves it';
    throw new EvidenceUnreadable('refused', 'read', place.container + key, message);
  }

  /** The answers to a request for a resource, page by page. Throws EvidenceUnreadable. */
  async *#pages<Page extends { readonly NextToken?: string | undefined }>(
    place: Place,
    send: (client: BackupClient, input: PageInput, signal: AbortSignal) => Promise<Page>,
  ): AsyncGenerator<Page> {
    const { arn: ResourceArn, region } = resourceOf(place.container);
    let NextToken: string | undefined;
    do {
      const input = { ResourceArn, NextToken, MaxResults: PAGE };
      const page: Page = await this.#ask(place, (signal) => send(this.#clientOf(region), input, signal));
      yield page;
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }

  async #ask<Output>(place: Place, send: (signal: AbortSignal) => Promise<Output>): Promise<Output> {
    const { container } = place;
    const signal = this.#signal ?? new AbortController().signal;
    if (signal.aborted) throw cutShort('list', container);
    this.requests.list += 1;
    try {
      const outcome = await inTime(send(signal), { signal });
      if (outcome.kind === 'done') return outcome.value;
    } catch (error) {
      if (!signal.aborted) throw backupFailure(error, 'list', container);
    }
    throw cutShort('list', container);
  }
}

/** A point of a composite backup is a part of its parent, and counts with it. */
function objectOf(point: RecoveryPointByResource): ListedObject[] {
  const { RecoveryPointArn: arn, CreationDate: made, Status, BackupSizeBytes, ParentRecoveryPointArn } = point;
  if (arn === undefined || made === undefined || ParentRecoveryPointArn !== undefined || !WHOLE.includes(Status)) {
    return [];
  }
  return [{ key: nameOf(arn), sizeBytes: BackupSizeBytes ?? 0, lastModified: Math.floor(made.getTime()) }];
}

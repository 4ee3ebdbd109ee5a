import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { errorText } from '../../core/message/outside-text.ts';
import {
  type JobsCheck,
  type JobsChecks,
  type Slice,
  type SliceQueue,
  SlicesNotTaken,
} from '../../ports/slice-queue.ts';

/** The service takes this many messages, and this many bytes, in one request. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 250_000;
/** Messages that failed inside an accepted request are sent again this many times. */
const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 100;

/** The queue that feeds the checker the slices of a large pass. */
export class SqsSlices implements SliceQueue, JobsChecks {
  readonly #url: string;
  readonly #client: SQSClient;

  constructor(url: string, client: SQSClient = defaultClient()) {
    this.#url = url;
    this.#client = client;
  }

  async send(slices: readonly Slice[]): Promise<void> {
    let left = slices.map((slice) => ({ Id: String(slice.index), MessageBody: JSON.stringify(slice) }));
    for (let tries = 1; left.length > 0; tries += 1) {
      const failed: SendMessageBatchRequestEntry[] = [];
      let message = '';
      for (const batch of batchesOf(left)) {
        const refused = await this.#sendBatch(batch);
        if (refused.size > 0) message = [...refused.values()][0] ?? message;
        failed.push(...batch.filter(({ Id }) => refused.has(Id)));
      }
      if (failed.length > 0 && tries === MAX_TRIES) {
        throw new SlicesNotTaken(
          `${failed.length} of ${slices.length} slices were not taken by ${this.#url} (${message})`,
        );
      }
      if (failed.length > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
      left = failed as typeof left;
    }
  }

  async sendCheck(check: JobsCheck, delayS: number): Promise<void> {
    const refused = await this.#sendBatch([{ Id: '0', MessageBody: JSON.stringify(check), DelaySeconds: delayS }]);
    const [reason] = refused.values();
    if (reason === undefined) return;
    throw new SlicesNotTaken(`the check of ${check.jobIds.join(', ')} was not taken by ${this.#url} (${reason})`);
  }

  /** The ids of the messages that were not taken, with why. */
  async #sendBatch(Entries: SendMessageBatchRequestEntry[]): Promise<ReadonlyMap<string | undefined, string>> {
    try {
      const { Failed } = await this.#client.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
      return new Map((Failed ?? []).map(({ Id, Code, Message }) => [Id, errorText({ name: Code, message: Message })]));
    } catch (error) {
      return new Map(Entries.map(({ Id }) => [Id, errorText(error as Error)]));
    }
  }
}

function batchesOf(entries: readonly { Id: string; MessageBody: string }[]): { Id: string; MessageBody: string }[][] {
  const batches: { Id: string; MessageBody: string }[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.MessageBody);
    const batch = batches.at(-1);
    if (batch && batch.length < MAX_ENTRIES && bytes <= room) {
      batch.push(entry);
      room -= bytes;
    } else {
      batches.push([entry]);
      room = MAX_BYTES - bytes;
    }
  }
  return batches;
}

function defaultClient(): SQSClient {
  return new SQSClient({
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
}

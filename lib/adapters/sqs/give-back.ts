import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** The service takes this many in one request. */
const MAX_ENTRIES = 10;

/**
 * Has messages of a queue received again after `delayS` seconds, and not when their visibility timeout is over: that has
 * to be much longer than the function may run. One that is refused comes with that timeout, so nothing is thrown.
 */
export async function giveBack(
  queueUrl: string,
  receipts: readonly string[],
  delayS: number,
  client: SQSClient = defaultClient(),
): Promise<void> {
  for (let from = 0; from < receipts.length; from += MAX_ENTRIES) {
    const Entries = receipts.slice(from, from + MAX_ENTRIES).map((ReceiptHandle, index) => {
      return { Id: String(index), ReceiptHandle, VisibilityTimeout: delayS };
    });
    try {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    } catch {
      return;
    }
  }
}

function defaultClient(): SQSClient {
  const requestHandler = new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout: 3_000 });
  return new SQSClient({ requestHandler, maxAttempts: 2 });
}

import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { type TableNames, tableDefinitions } from '../../../lib/adapters/dynamodb/tables.ts';

/** Seconds. The SDK's own waiter asks once a second at most, and dynalite's tables are there within a millisecond. */
const PACE = { maxWaitTime: 60, minDelay: 0.01, maxDelay: 1 };

/** Creates the tables and waits until they can be used; those of an AWS account are made by the stack. */
export async function createTables(client: DynamoDBClient, names: TableNames): Promise<void> {
  await Promise.all(
    tableDefinitions(names).map(async (definition) => {
      await client.send(new CreateTableCommand(definition));
      await waitUntilTableExists({ client, ...PACE }, { TableName: definition.TableName });
    }),
  );
}

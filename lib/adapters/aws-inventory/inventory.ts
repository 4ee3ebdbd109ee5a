import { paginateListProtectedResources } from '@aws-sdk/client-backup';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsResource } from '../../core/foresight/aws-resources.ts';
import type { Instant } from '../../core/instant.ts';
import { errorText } from '../../core/message/outside-text.ts';
import type { Inventory, ResourceInventory } from '../../ports/resource-inventory.ts';
import type { InventoryClients } from './clients.ts';
import { type Account, LISTS } from './lists.ts';

/** What an account has in a region, as AWS lists it. */
export class AwsInventory implements ResourceInventory {
  readonly #clients: InventoryClients;

  constructor(clients: InventoryClients) {
    this.#clients = clients;
  }

  async read(): Promise<Inventory> {
    const unreadable: Inventory['unreadable'][number][] = [];
    /** `fallback` stands for what was refused. */
    const attempt = async <Answer>(action: string, fallback: Answer, ask: () => Promise<Answer>): Promise<Answer> => {
      try {
        return await ask();
      } catch (error) {
        unreadable.push({ location: action, message: errorText(error as Error) });
        return fallback;
      }
    };
    const account = await attempt('sts:GetCallerIdentity', null, () => this.#account());
    if (account === null) return { where: 'AWS', resources: [], backedUp: new Map(), unreadable };
    const backedUp = await attempt('backup:ListProtectedResources', null, () => this.#backedUp());
    // Without this, everything would seem to have no backup.
    const lists = backedUp === null ? [] : LISTS;
    const resources = await Promise.all(
      lists.map(({ action, list }) => attempt<readonly AwsResource[]>(action, [], () => list(this.#clients, account))),
    );
    return {
      where: `${account.region}, account ${account.id}`,
      resources: resources.flat(),
      backedUp: backedUp ?? new Map(),
      unreadable,
    };
  }

  async #account(): Promise<Account> {
    const { sts } = this.#clients;
    const [region, { Account: id, Arn }] = await Promise.all([
      sts.config.region(),
      sts.send(new GetCallerIdentityCommand({})),
    ]);
    return { region, id: id ?? '', partition: Arn?.split(':')[1] ?? 'aws' };
  }

  async #backedUp(): Promise<ReadonlyMap<string, Instant>> {
    const found = new Map<string, Instant>();
    for await (const { Results = [] } of paginateListProtectedResources({ client: this.#clients.backup }, {})) {
      for (const { ResourceArn, LastBackupTime } of Results) {
        if (ResourceArn !== undefined && LastBackupTime !== undefined) found.set(ResourceArn, LastBackupTime.getTime());
      }
    }
    return found;
  }
}

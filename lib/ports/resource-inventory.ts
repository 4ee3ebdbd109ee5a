import type { AwsResource } from '../core/foresight/aws-resources.ts';
import type { Instant } from '../core/instant.ts';

/** What an account has in a region. */
export interface Inventory {
  /** `eu-central-1, account 123456789012`. */
  readonly where: string;
  readonly resources: readonly AwsResource[];
  /** When AWS Backup made its newest recovery point of a resource, by ARN. */
  readonly backedUp: ReadonlyMap<string, Instant>;
  /** What could not be asked for, and why. */
  readonly unreadable: readonly { readonly location: string; readonly message: string }[];
}

/** Lists what an account has, by requests that only read. */
export interface ResourceInventory {
  /** Never throws: what is refused is said. */
  read(): Promise<Inventory>;
}

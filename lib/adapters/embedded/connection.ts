import { setTimeout as sleep } from 'node:timers/promises';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { TableNames } from '../dynamodb/tables.ts';
import type { Answer } from './engine.ts';
import { DatabaseLocked, HolderGone } from './failure.ts';
import { prepareStoreFolder, readHolder, type StoreFolder } from './folder.ts';
import { becomeGuest, becomeHolder, type Link } from './link.ts';

/** How long a process tries to open or join the store, and how long it repeats a request whose holder has gone. */
const PATIENCE_MS = 10_000;
const FIRST_WAIT_MS = 10;
const MAX_WAIT_MS = 250;

/**
 * Keeps a process linked to the store, regardless of which process holds it. A request whose holder goes away meanwhile is sent again
 * over the next link, which may make this process the holder. That is safe because every write is conditional: one
 * that was applied although its answer was lost fails its condition the second time, and the caller reads again.
 */
export class EmbeddedConnection {
  readonly #stateFolder: string;
  readonly #tables: TableNames;
  #link: Link | null = null;
  #linking: Promise<Link> | null = null;
  #leaving: Promise<void> = Promise.resolve();
  #closed = false;
  #lastRole: Link['role'] = 'guest';

  constructor(stateFolder: string, tables: TableNames) {
    this.#stateFolder = stateFolder;
    this.#tables = tables;
  }

  /** Links now, so that what is wrong with the folder shows at once. Throws StateStoreUnavailable. */
  async open(): Promise<void> {
    await this.#linked();
  }

  /** One operation of DynamoDB's. Throws StateStoreUnavailable. */
  async send(operation: string, input: object): Promise<Answer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let tries = 0; ; tries += 1) {
      const link = await this.#linked();
      try {
        return await link.send(operation, input);
      } catch (error) {
        if (!(error instanceof HolderGone)) throw error;
        if (Date.now() > deadline) throw new StateStoreUnavailable(this.#message('keeps going away'), error);
        this.#drop(link);
        await sleep(waitMs(tries));
      }
    }
  }

  /** See Link.verifyFolder; nothing is looked at between two links. */
  async verifyFolder(): Promise<void> {
    await this.#link?.verifyFolder();
  }

  role(): Link['role'] {
    return this.#link?.role ?? this.#lastRole;
  }

  /** Finishes what is being done, and hands the store over to a process that waits for it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#linking?.catch(() => {});
    if (this.#link) this.#drop(this.#link);
    await this.#leaving;
  }

  /** The link there is, or a new one; requests that come meanwhile wait for the same one. */
  async #linked(): Promise<Link> {
    if (this.#closed) throw new StateStoreUnavailable(this.#message('has been closed'));
    if (this.#link) return this.#link;
    this.#linking ??= this.#relink().finally(() => {
      this.#linking = null;
    });
    return this.#linking;
  }

  #drop(link: Link): void {
    if (this.#link === link) this.#link = null;
    // One after the other, since the folder can be opened again only when it has been let go.
    this.#leaving = this.#leaving.then(() => link.close()).catch(() => {});
  }

  async #relink(): Promise<Link> {
    const folder = await prepareStoreFolder(this.#stateFolder);
    await this.#leaving;
    const deadline = Date.now() + PATIENCE_MS;
    for (let tries = 0; ; tries += 1) {
      const link = (await this.#join(folder)) ?? (await this.#hold(folder));
      if (link) {
        this.#link = link;
        this.#lastRole = link.role;
        return link;
      }
      if (Date.now() > deadline) throw new StateStoreUnavailable(await this.#whoHolds(folder));
      await sleep(waitMs(tries));
    }
  }

  async #join(folder: StoreFolder): Promise<Link | null> {
    const holder = await readHolder(folder);
    if (!holder) return null;
    try {
      return await becomeGuest(holder);
    } catch (error) {
      if (error instanceof HolderGone) return null;
      throw error;
    }
  }

  async #hold(folder: StoreFolder): Promise<Link | null> {
    let link: Link | null = null;
    let hasFailed = false;
    const onFailure = (): void => {
      hasFailed = true;
      if (link) this.#drop(link);
    };
    try {
      link = await becomeHolder(folder, this.#tables, onFailure);
      if (!hasFailed) return link;
      // A guest's request failed before this process knew that it holds the store.
      this.#drop(link);
      await this.#leaving;
      return null;
    } catch (error) {
      // Another process was faster, or is just leaving: look again for a socket.
      if (error instanceof DatabaseLocked) return null;
      throw error;
    }
  }

  async #whoHolds(folder: StoreFolder): Promise<string> {
    const holder = await readHolder(folder);
    const who = holder ? `process ${holder.pid}` : 'another process';
    return this.#message(`is open in ${who}, which does not let others in; end it and run again`);
  }

  #message(what: string): string {
    return `the state store in ${this.#stateFolder} ${what}`;
  }
}

/** Longer from try to try; half of it random, so that processes that wait for the same thing spread out. */
function waitMs(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 10), MAX_WAIT_MS) * (0.5 + Math.random() / 2);
}

import { readdir } from 'node:fs/promises';
import type { Done, Level, Store } from 'dynalite/db/index.js';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import { type TableNames, tableDefinitions } from '../dynamodb/tables.ts';
import { DatabaseLocked, damaged, embeddedFailure, HolderGone } from './failure.ts';
import { GroupWrites } from './group-writes.ts';
import type { Dynalite, Operation } from './operations.ts';
import { WriteNotes } from './write-notes.ts';

/** What DynamoDB would answer: an HTTP status, and what its JSON body holds. */
export interface Answer {
  readonly status: number;
  readonly output: unknown;
}

/** Not one of DynamoDB's: which rows were written since a point. Earlier versions refuse it as unknown. */
export const CHANGES_OPERATION = 'ListChangedRows';
/** Those that write the state table: rows are never written in batches. */
const NOTED = ['DeleteItem', 'PutItem', 'UpdateItem'];

/**
 * What the database keeps in memory of what it read and wrote. With Level's own 8 and 4 MB, a watch over 1,000 jobs grows
 * for more than a week until they are full. What is not kept here is in the system's cache of the files.
 */
const MEMORY = { cacheSize: 1_048_576, writeBufferSize: 1_048_576 };

/**
 * DynamoDB's operations on a database folder, by dynalite's parts instead of its server: the server throws whatever
 * the disk reports out of a callback, which would end the process, and takes table entries that it cannot read for
 * absent ones. Only one engine in the world can have a folder open.
 */
export class EmbeddedEngine {
  readonly #dynalite: Dynalite;
  readonly #store: Store;
  readonly #folder: string;
  readonly #onFailure: () => void;
  readonly #stateRows: WriteNotes;
  /** How to end each answer that is not given yet. */
  readonly #pending = new Map<Promise<Answer>, (error: unknown) => void>();
  /** What ended the database; null while it works. */
  #broken: { readonly error: unknown } | null = null;
  #closing: Promise<void> | null = null;

  private constructor(dynalite: Dynalite, store: Store, folder: string, stateTable: string, onFailure: () => void) {
    this.#dynalite = dynalite;
    this.#store = store;
    this.#stateRows = new WriteNotes(stateTable);
    this.#folder = folder;
    this.#onFailure = onFailure;
  }

  /**
   * Opens the folder, and creates it if it is not there. `onFailure` is called after a request that met an error of
   * the disk or the database: the engine should be closed then, since Level must not write on after a failed write.
   * Throws DatabaseLocked, or StateStoreUnavailable for a folder that is damaged or cannot be used.
   */
  static async open(folder: string, tables: TableNames, onFailure: () => void): Promise<EmbeddedEngine> {
    await refuseWithoutCurrent(folder);
    // Loaded only by the process that has the folder open.
    const { DYNALITE } = await import('./operations.ts');
    const store = DYNALITE.createStore(folder);
    try {
      await store.db.open(MEMORY);
    } catch (error) {
      const cause = (error as Error).cause as { code?: string } | undefined;
      if (cause?.code === 'LEVEL_LOCKED') throw new DatabaseLocked(folder, error);
      throw embeddedFailure(error, folder);
    }
    const engine = new EmbeddedEngine(DYNALITE, store, folder, tables.state, onFailure);
    engine.#guardDatabase(store.db);
    engine.#fixTables(tables);
    return engine;
  }

  /**
   * Carries out one operation of DynamoDB's (`PutItem`), given what its JSON input holds.
   * Throws HolderGone once the engine is closing, and StateStoreUnavailable when the disk or the database fails.
   */
  async answer(operation: string, input: object): Promise<Answer> {
    if (this.#closing) throw new HolderGone();
    if (operation === CHANGES_OPERATION) {
      return { status: 200, output: this.#stateRows.since((input as { readonly point: string | null }).point) };
    }
    const action = this.#dynalite.actions.get(operation);
    if (action === undefined) return { status: 400, output: { __type: 'UnknownOperationException' } };
    const work = this.#untilBroken(this.#perform(operation, action, input));
    try {
      return await work;
    } catch (error) {
      this.#onFailure();
      if (error instanceof HolderGone) throw error;
      throw embeddedFailure(error, this.#folder);
    }
  }

  /** A database that broke answers nothing that waits for it any more, so each answer is ended from here. */
  #untilBroken(performing: Promise<Answer>): Promise<Answer> {
    let end: (error: unknown) => void = () => {};
    const work = new Promise<Answer>((resolve, reject) => {
      end = reject;
      performing.then(resolve, reject);
    });
    this.#pending.set(work, end);
    if (this.#broken) end(this.#broken.error);
    const forget = () => this.#pending.delete(work);
    work.then(forget, forget);
    return work;
  }

  readonly #break = (error: unknown): void => {
    this.#broken ??= { error };
    for (const end of this.#pending.values()) end(error);
  };

  /** Finishes what is being done, then lets go of the folder. */
  async close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#pending.keys());
      await original(this.#store.db).close.call(this.#store.db);
    })();
    return this.#closing;
  }

  async #perform(operation: string, { run, validation }: Operation, input: object): Promise<Answer> {
    const { validations } = this.#dynalite;
    return await new Promise<unknown>((resolve, reject) => {
      const done: Done = (error, result) => (error ? reject(error) : resolve(result));
      const data = validations.checkTypes({ ...input }, validation.types);
      validations.checkValidations(data, validation.types, validation.custom, this.#store);
      run(this.#store, data, done);
    }).then(
      (output) => {
        if (NOTED.includes(operation)) this.#stateRows.note(input);
        return { status: 200, output };
      },
      (error: { statusCode?: number; body?: unknown }) => {
        // dynalite's way to say that DynamoDB would refuse the request: no error of the database.
        if (error.statusCode) return { status: error.statusCode, output: error.body };
        throw error;
      },
    );
  }

  /**
   * dynalite's own wrappers call back in a way that turns every exception into the end of the process. Ours also
   * write through to the disk, so that a decision that was published is not forgotten in a power cut. And its streams
   * end an iterator by `return`, which Level's have not: left open, each query's would keep its rows in memory and
   * their old versions on the disk.
   */
  #guardDatabase(db: Level): void {
    const level = original(db);
    const settle = (work: Promise<unknown>, done: Done): void => {
      work.then((value) => done(null, value), done).catch(this.#break);
    };
    db.values = (options) => {
      const iterator = level.values.call(db, options);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
    db.get = this.#getTogether(db, settle);
    const writes = new GroupWrites((group) => {
      // What a power cut takes from an index is found again by the next process, which reads every row once.
      return level.batch.call(db, group, { sync: group.some(({ key }) => !key.startsWith('index-')) });
    });
    db.put = async (key, value, done) => settle(writes.write({ type: 'put', key, value }), done as Done);
    db.del = async (key, done) => settle(writes.write({ type: 'del', key }), done as Done);
  }

  /** Reads that are asked for at once, as those of one BatchGetItem are, are one read of the database's. */
  #getTogether(db: Level, settle: (work: Promise<unknown>, done: Done) => void): Level['get'] {
    let waiting: { key: string; done: Done }[] = [];
    const readAll = (): void => {
      const asked = waiting;
      waiting = [];
      const found = original(db).getMany.call(
        db,
        asked.map(({ key }) => key),
      );
      for (const [index, { done }] of asked.entries()) {
        settle(
          found.then((values) => values[index]),
          done,
        );
      }
    };
    return (async (key: string, done: Done) => {
      waiting.push({ key, done });
      if (waiting.length === 1) queueMicrotask(readAll);
    }) as Level['get'];
  }

  /**
   * The tables are always there. As dynalite keeps them, in the database, a process that dies while it creates one
   * leaves it in CREATING for good.
   */
  #fixTables(names: TableNames): void {
    const tables = new Map(
      tableDefinitions(names).map((table) => [table.TableName, { ...table, TableStatus: 'ACTIVE' }]),
    );
    this.#store.getTable = (name, checkStatus, done) => {
      const call = (done ?? checkStatus) as Done;
      const table = tables.get(name);
      if (table) return call(null, table);
      const type = 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException';
      const body = { __type: type, message: `Requested resource not found: Table: ${name} not found` };
      call(Object.assign(new Error(body.message), { statusCode: 400, body }));
    };
  }
}

/** Level's own methods, beneath those that dynalite puts over them. */
function original(db: Level): Level {
  return Object.getPrototypeOf(db) as Level;
}

/** Level would take a folder whose CURRENT is lost for a new one, and delete the tables that it finds there. */
async function refuseWithoutCurrent(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[];
    throw embeddedFailure(error, folder);
  });
  if (names.includes('CURRENT') || !names.some((name) => /\.(ldb|sst|log)$/.test(name))) return;
  throw new StateStoreUnavailable(damaged(folder, 'its file CURRENT is missing'));
}

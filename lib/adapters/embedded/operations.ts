import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import getItem from 'dynalite/actions/getItem.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import database, { type Action, type Store, type Validation } from 'dynalite/db/index.js';
import batchGetItemTypes from 'dynalite/validations/batchGetItem.js';
import batchWriteItemTypes from 'dynalite/validations/batchWriteItem.js';
import deleteItemTypes from 'dynalite/validations/deleteItem.js';
import getItemTypes from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import putItemTypes from 'dynalite/validations/putItem.js';
import queryTypes from 'dynalite/validations/query.js';
import scanTypes from 'dynalite/validations/scan.js';
import updateItemTypes from 'dynalite/validations/updateItem.js';

/** One of DynamoDB's operations as dynalite has it: what its input must hold, and what carries it out. */
export interface Operation {
  readonly run: Action;
  readonly validation: Validation;
}

/** What the engine needs of dynalite. */
export interface Dynalite {
  /** The operations that the adapters ask for, by name. */
  readonly actions: ReadonlyMap<string, Operation>;
  readonly validations: typeof validations;
  /** A database in a folder, which is opened after. */
  createStore(folder: string): Store;
}

export const DYNALITE: Dynalite = {
  actions: new Map(
    Object.entries({
      BatchGetItem: { run: batchGetItem, validation: batchGetItemTypes },
      BatchWriteItem: { run: batchWriteItem, validation: batchWriteItemTypes },
      DeleteItem: { run: deleteItem, validation: deleteItemTypes },
      GetItem: { run: getItem, validation: getItemTypes },
      PutItem: { run: putItem, validation: putItemTypes },
      Query: { run: query, validation: queryTypes },
      Scan: { run: scan, validation: scanTypes },
      UpdateItem: { run: updateItem, validation: updateItemTypes },
    }),
  ),
  validations,
  createStore: (folder) => database.create({ path: folder }),
};

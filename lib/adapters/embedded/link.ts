import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { StateFolderReplaced, StateStoreUnavailable } from '../../ports/state-store.ts';
import type { TableNames } from '../dynamodb/tables.ts';
import { type Answer, EmbeddedEngine } from './engine.ts';
import { embeddedFailure, HolderGone } from './failure.ts';
import {
  chooseSocket,
  databaseIdentity,
  type Holder,
  readHolder,
  removeHolder,
  type StoreFolder,
  writeHolder,
} from './folder.ts';
import { FAILURE_STATUS, OPERATION_HEADER, serveEngine } from './server.ts';

/** One process's way to the store: it has the database open itself, or it asks the one that has. */
export interface Link {
  readonly role: 'holder' | 'guest';
  /** Throws StateFolderReplaced when the folder's path no longer leads to the database that this process has open. */
  verifyFolder(): Promise<void>;
  /** One operation of DynamoDB's. Throws HolderGone when it should be asked again over a new link. */
  send(operation: string, input: object): Promise<Answer>;
  close(): Promise<void>;
}

const ANSWER_LIMIT_MS = 10_000;
const GONE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ENOTSOCK', 'ECONNABORTED']);

/**
 * Opens the database and serves it to others. `onFailure`: see EmbeddedEngine.open.
 * Throws DatabaseLocked when another process has it, else StateStoreUnavailable.
 */
export async function becomeHolder(folder: StoreFolder, tables: TableNames, onFailure: () => void): Promise<Link> {
  const engine = await EmbeddedEngine.open(folder.database, tables, onFailure);
  let stopServing = async (): Promise<void> => {};
  let holder: Holder;
  const identity = await databaseIdentity(folder);
  try {
    const served = identity === null ? {} : { database: identity };
    holder = { pid: process.pid, socket: await chooseSocket(folder), token: randomUUID(), ...served };
    stopServing = await serveEngine(engine, holder.socket);
    await writeHolder(folder, holder);
  } catch (error) {
    await stopServing();
    await engine.close();
    throw embeddedFailure(error, folder.path);
  }
  return {
    role: 'holder',
    verifyFolder: async () => {
      const isOurs = (await readHolder(folder))?.token === holder.token;
      if (!isOurs || (await databaseIdentity(folder)) !== identity) throw new StateFolderReplaced(folder.path);
    },
    send: (operation, input) => engine.answer(operation, input),
    // The socket goes before the database does: the process that opens it next finds no socket that is still in use.
    close: async () => {
      await stopServing();
      await removeHolder(folder, holder);
      await engine.close();
    },
  };
}

/** Joins the process that serves the store. Throws HolderGone when no one listens at its socket. */
export async function becomeGuest(holder: Holder): Promise<Link> {
  await knock(holder.socket);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    role: 'guest',
    // The process that has the database open looks after its folder.
    verifyFolder: async () => {},
    send: (operation, input) => ask(agent, holder, operation, JSON.stringify(input)),
    close: async () => agent.destroy(),
  };
}

/** The system answers for a process that is busy, so this says only that the process is there. */
function knock(socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket);
    connection.once('error', (error) => reject(new HolderGone(error)));
    connection.once('connect', () => {
      connection.destroy();
      resolve();
    });
  });
}

function ask(agent: Agent, holder: Holder, operation: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const lost = (error: NodeJS.ErrnoException): void =>
      reject(GONE_CODES.has(error.code ?? '') ? new HolderGone(error) : embeddedFailure(error, holder.socket));
    const headers = { [OPERATION_HEADER]: operation, 'content-length': Buffer.byteLength(body) };
    const request = httpRequest({ agent, socketPath: holder.socket, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', lost);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === FAILURE_STATUS) return reject(new StateStoreUnavailable(text));
        try {
          resolve({ status: response.statusCode ?? 0, output: JSON.parse(text) });
        } catch (error) {
          reject(embeddedFailure(error, holder.socket));
        }
      });
    });
    request.setTimeout(ANSWER_LIMIT_MS, () => {
      const seconds = ANSWER_LIMIT_MS / 1000;
      const message = `process ${holder.pid} has the state store open and has not answered for ${seconds} seconds; end it and run again`;
      reject(new StateStoreUnavailable(message));
      request.destroy();
    });
    request.once('error', lost);
    request.end(body);
  });
}

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoStores } from '../../../lib/adapters/dynamodb/create-stores.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { StateStoreUnavailable } from '../../../lib/ports/state-store.ts';
import type { SentinelStores } from '../../../lib/ports/stores.ts';

type Reply = (response: ServerResponse, operation: string, input: Record<string, unknown>) => void;

let server: Server;
let endpoint: string;
let requests: string[];
let reply: Reply;
let stores: SentinelStores;

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
};

const refuse =
  (type: string, message: string, status = 400): Reply =>
  (response) =>
    send(response, status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      requests.push(operation);
      reply(response, operation, JSON.parse(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stores = storesAt(endpoint);
});

afterEach(async () => {
  await stores.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function storesAt(address: string, credentials = { accessKeyId: 'a', secretAccessKey: 'b' }): SentinelStores {
  const requestHandler = { connectionTimeout: 200, requestTimeout: 200, throwOnRequestTimeout: true };
  const client = new DynamoDBClient({
    endpoint: address,
    region: 'eu-west-1',
    credentials,
    maxAttempts: 2,
    requestHandler,
  });
  return createDynamoStores({ prefix: 'bk', endpoint: address, client });
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  const failure = await work.then(
    () => new Error('it worked'),
    (error: unknown) => error as Error,
  );
  expect(failure).toBeInstanceOf(StateStoreUnavailable);
  expect(failure.message).not.toContain('\n');
  return failure.message;
}

describe('what DynamoDB refuses becomes our own error, which names the table, the place and what to do', () => {
  const cases: [string, Reply, RegExp][] = [
    ['a missing table', refuse('ResourceNotFoundException', 'not found'), /no table bk-state at http.*deploy/],
    ['no permission', refuse('AccessDeniedException', 'not authorized'), /grant dynamodb:BatchGetItem/],
    ['throttling', refuse('ProvisionedThroughputExceededException', 'slow'), /throttled, also after retries/],
    ['expired credentials', refuse('ExpiredTokenException', 'expired'), /credentials .* renew/],
    ['a refused request', refuse('ValidationException', 'The provided\nkey'), /refused the BatchGetItem.*provided key/],
    ['an inner fault', refuse('InternalServerError', 'oops', 500), /failed; try again later/],
    ['no answer', () => {}, /cannot be reached at http/],
    ['a broken connection', (response) => response.destroy(), /cannot be reached at http.*ECONNRESET/],
    ['an answer that is no JSON', (response) => response.writeHead(502).end('<html>'), /failed; try again later/],
  ];
  it.each(cases)('%s', async (_, refusal, message) => {
    reply = refusal;
    expect(await failureOf(stores.state.read(['a']))).toMatch(message);
  });

  it('nobody listening', async () => {
    const nobody = storesAt('http://127.0.0.1:1');
    expect(await failureOf(nobody.audit.history('a', 1))).toMatch(/bk-audit cannot be reached at .*ECONNREFUSED/);
    await nobody.close();
  });

  it('every operation of every store', async () => {
    reply = refuse('ResourceNotFoundException', 'not found');
    const row = { ...newRow('a'), version: 1 };
    const counts = { configured: 0, due: 0, judged: 0, unknown: 0 };
    const covered = { coveredUntil: null, resumeFrom: null, days: [] };
    const pass = {
      id: '',
      at: 0,
      durationMs: 0,
      ...counts,
      rulesVersion: '',
      ...covered,
      clock: null,
      bootedAt: null,
      comparedAt: null,
    };
    const beat = { jobId: 'a', at: 0, signal: 'log', rid: null, exitStatus: null, sizeBytes: null } as const;
    const all: [string, Promise<unknown>][] = [
      ['bk-state', stores.state.readAll()],
      ['bk-state', stores.state.write(newRow('a'), row, null)],
      ['bk-state', stores.state.write(row, row, null)],
      ['bk-state', stores.state.removeFromOutbox('a', 1)],
      ['bk-state', stores.state.readLastPass()],
      ['bk-state', stores.state.writeLastPass(pass)],
      ['bk-audit', stores.audit.put([{ jobId: 'a', atId: 't#', at: 0, content: {} }])],
      ['bk-audit', stores.audit.prune(0)],
      ['bk-evidence', stores.heartbeats.record({ ...beat, files: null, location: null, status: null, body: null })],
      ['bk-evidence', stores.heartbeats.newest('a', 1)],
      ['bk-evidence', stores.heartbeats.prune(0)],
    ];
    for (const [table, work] of all) expect(await failureOf(work)).toContain(`no table ${table} at`);
  });
});

describe('what DynamoDB leaves unprocessed is asked again', () => {
  interface BatchGet extends Record<string, unknown> {
    RequestItems: { 'bk-state': { Keys: { job_id: { S: string } }[]; ConsistentRead: boolean } };
  }

  it('until everything has come', async () => {
    reply = (response, _, input) => {
      const { Keys } = (input as BatchGet).RequestItems['bk-state'];
      const items = Keys.slice(0, 40).map(({ job_id }) => ({
        job_id,
        ...{ schema: { N: '1' }, version: { N: '1' }, state: { S: 'green' }, outbox: { M: {} } },
      }));
      const rest = Keys.slice(40);
      const open = rest.length > 0 ? { 'bk-state': { Keys: rest, ConsistentRead: true } } : {};
      send(response, 200, { Responses: { 'bk-state': items }, UnprocessedKeys: open });
    };
    const ids = Array.from({ length: 250 }, (_, index) => `job-${index}`);
    const { rows } = await stores.state.read(ids);
    expect([...rows.keys()].sort()).toEqual([...ids].sort());
    // 100 + 100 + 50 keys, forty at a time.
    expect(requests).toHaveLength(3 + 3 + 2);
  });

  it('but not for ever', async () => {
    reply = (response, _, input) =>
      send(response, 200, { Responses: {}, UnprocessedKeys: (input as BatchGet).RequestItems });
    expect(await failureOf(stores.state.read(['a']))).toMatch(/throttled, also after retries/);
    expect(requests.length).toBeGreaterThan(3);
  });
});

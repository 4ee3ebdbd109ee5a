import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { outputOf } from '../processes.ts';
import { type PingServer, pingServer } from './ping-setting.ts';

let server: PingServer;

beforeEach(async () => {
  server = await pingServer();
});

afterEach(async () => {
  await server.close();
});

/** Runs a line of a shell, as scripts have it, with the job's address in $URL. */
async function shell(line: string): Promise<string> {
  const env = {
    ...process.env,
    URL: `${server.url}/ping/${server.jobKey('orders-db')}`,
    ALL: `${server.url}/ping/${server.key}`,
  };
  return outputOf('sh', ['-c', line], { env, timeout: 20_000 });
}

describe('curl, by the lines that people have in their scripts', () => {
  const RID = '8a2e6a4c-6b8e-4b0f-9d5c-0f1f5e2b7c11';

  const lines: readonly { name: string; line: string; prints?: string; want: readonly Partial<Heartbeat>[] }[] = [
    { name: 'a success', line: 'curl -fsS -m 10 --retry 5 "$URL"', prints: 'OK', want: [{ signal: 'success' }] },
    {
      name: 'silently',
      line: 'curl -fsS -m 10 --retry 5 -o /dev/null "$URL"',
      prints: '',
      want: [{ signal: 'success' }],
    },
    {
      name: 'a start and an end',
      line: 'curl -m 10 --retry 5 "$URL/start" && sleep 0.01 && curl -m 10 --retry 5 "$URL"',
      prints: 'OKOK',
      want: [{ signal: 'start' }, { signal: 'success' }],
    },
    {
      name: 'the exit status of what ran before',
      line: '(exit 3); curl -m 10 --retry 5 "$URL/$?"',
      want: [{ signal: 'fail', exitStatus: 3 }],
    },
    {
      name: 'failure when it fails',
      line: 'false || curl -m 10 --retry 5 "$URL/fail"',
      want: [{ signal: 'fail' }],
    },
    {
      name: 'what it printed',
      line: 'M=$(echo "Backup: 3 files"); curl -fsS -m 10 --retry 5 --data-raw "$M" "$URL/$?"',
      want: [{ signal: 'success', exitStatus: 0, body: 'Backup: 3 files' }],
    },
    {
      name: 'what it prints, as it prints it',
      line: 'echo progress | curl -fsS -m 10 -T - -X POST "$URL/log"',
      want: [{ signal: 'log', body: 'progress\n' }],
    },
    { name: 'a HEAD', line: 'curl -fsS -I "$URL" >/dev/null', want: [{ signal: 'success' }] },
    {
      name: 'a run id',
      line: `curl -m 10 "$URL/start?rid=${RID}" && curl -m 10 "$URL?rid=${RID}"`,
      want: [
        { signal: 'start', rid: RID },
        { signal: 'success', rid: RID },
      ],
    },
    {
      name: 'JSON',
      line: `curl -fsS --json '{"size_bytes": 412000000, "status": "completed"}' "$URL"`,
      want: [{ sizeBytes: 412_000_000, status: 'completed' }],
    },
    {
      name: "the job's name after a key for all",
      line: 'curl -m 10 "$ALL/orders-db/start?create=1"',
      want: [{ signal: 'start' }],
    },
  ];

  it.each(lines)('$name', async ({ line, prints, want }) => {
    const printed = await shell(line);
    expect(printed).toBe(prints ?? printed);
    const heartbeats = await server.heartbeats('orders-db');
    expect(heartbeats).toHaveLength(want.length);
    expect(heartbeats).toMatchObject(want);
  });

  it.each([
    ['a failure with a log of 200 kB counts', 200_000],
    ['and one with a log of 5 MB', 5_000_000],
  ])('%s', async (_, bytes) => {
    const file = join(tmpdir(), `sentinel-ping-${process.pid}-${bytes}`);
    await writeFile(file, 'x'.repeat(bytes));
    const status = await shell(
      `curl -s -m 10 -o /dev/null -w '%{http_code}' --data-binary @${file} "$URL/fail"; rm ${file}`,
    );
    expect(status).toBe('200');
    expect(await server.heartbeats('orders-db')).toMatchObject([{ signal: 'fail' }]);
    expect(await shell('curl -s "$URL/log"')).toBe('OK');
  });
});

it('a client that goes away in the middle of its body leaves nothing, and the next one is served', async () => {
  const { port, hostname } = new URL(server.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      const head = `POST /ping/${server.jobKey('orders-db')} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf`;
      socket.write(head, () => setTimeout(() => socket.destroy(), 50));
    });
    socket.on('close', () => resolve());
  });
  expect((await server.ping(server.jobKey('other'))).status).toBe(200);
  expect(await server.heartbeats('orders-db')).toEqual([]);
  expect(server.failures).toEqual([]);
});

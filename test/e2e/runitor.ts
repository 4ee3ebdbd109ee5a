import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { runProcess } from '../processes.ts';

/** Whether the real one is here: https://bdd.fi/x/runitor. */
const IS_HERE = spawnSync('runitor', ['-version'], { stdio: 'ignore' }).status === 0;

/**
 * Runs a command under runitor, which pings before and after it. Where it is not installed (Debian has no package of
 * it), its requests are made as its source makes them (internal/api.go and cmd/runitor/main.go of bdd/runitor, v1): a
 * POST of text/plain to `/start`, without a body; then one of what the command printed to `/EXIT-STATUS`, its length
 * announced. Resolves to the statuses that were answered, as far as they can be known.
 */
export async function underRunitor(pingUrl: string, command: string): Promise<readonly number[]> {
  const [apiUrl = '', uuid = ''] = pingUrl.split(/\/(?=[^/]+$)/);
  if (IS_HERE) {
    await runProcess('runitor', ['-api-url', apiUrl, '-uuid', uuid, '--', 'sh', '-c', command]);
    return [];
  }
  const started = await ping(`${apiUrl}/${uuid}/start`, null);
  const { status, stdout } = await runProcess('sh', ['-c', command]);
  return [started, await ping(`${apiUrl}/${uuid}/${status}`, Buffer.from(stdout))];
}

async function ping(url: string, body: Buffer | null): Promise<number> {
  const headers = {
    'User-Agent': 'runitor/v1.4.1 (+https://bdd.fi/x/runitor)',
    'Content-Length': String(body?.length ?? 0),
    'Content-Type': 'text/plain',
    'Accept-Encoding': 'gzip',
  };
  const sent = request(url, { method: 'POST', headers });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

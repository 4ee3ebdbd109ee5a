import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSentinel } from '../run-sentinel.ts';
import { inSandbox, type Sandbox } from './sandbox.ts';

const HOUR_MS = 3_600_000;

const RULES = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  cassandra:
    backup: ./medusa/{node}/{run}/
    finished: report ./medusa/{node}/.sentinel/cassandra/{node}/*.json
    nodes: [n1, n2, n3]
    rule: every 24 hours, allow 26
`;

/** As a cluster's backup tool does on one node: a folder for the run, with this node's part. */
function backUp(sandbox: Sandbox, node: string, run: string, command: readonly string[]) {
  const options = ['--node', node, '--state', join(sandbox.folder, `runner-${node}`), '--quiet'];
  const place = join(sandbox.folder, 'medusa/{node}/{run}/');
  const folder = join(sandbox.folder, 'medusa', node, run);
  const words = command.map((word) => word.replaceAll('FOLDER', folder));
  return runSentinel(['run', 'cassandra', ...options, '--verify', place, '--', ...words]);
}
const MAKE = ['sh', '-c', 'mkdir -p FOLDER && seq 1 90 > FOLDER/data.txt'];

/** What the sentinel says of the cluster, five minutes on: what was just written counts as being written until then. */
async function states(sandbox: Sandbox): Promise<Record<string, string>> {
  const now = new Date(Date.now() + 5 * 60_000).toISOString();
  const { stdout } = await sandbox.sentinel('check', '--json', '--now', now);
  const jobs: { job_id: string; state: string }[] = JSON.parse(stdout).jobs;
  return Object.fromEntries(jobs.map(({ job_id, state }) => [job_id, state]));
}

test('each node answers for itself alone, and the sentinel for the whole cluster', () =>
  inSandbox(RULES, async (sandbox) => {
    // A run of two days ago that all three made, and no report says so: a tool of before.
    for (const node of ['n1', 'n2', 'n3']) {
      const folder = join(sandbox.folder, 'medusa', node, 'monday');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'data.txt'), 'rows\n'.repeat(50));
      const then = new Date(Date.now() - 48 * HOUR_MS);
      await utimes(join(folder, 'data.txt'), then, then);
    }

    // The first node is done; its peers lag behind, which is none of its business.
    expect(await backUp(sandbox, 'n1', 'wednesday', MAKE)).toMatchObject({ status: 0, stderr: '' });
    expect(await states(sandbox)).toEqual({
      'cassandra/n1': 'green',
      'cassandra/n2': 'alert',
      'cassandra/n3': 'alert',
    });

    // The second one's tool says that all is well, and made nothing: that node says so where it runs.
    const idle = await backUp(sandbox, 'n2', 'wednesday', ['true']);
    expect(idle.status).toBe(65);
    expect(idle.stderr).toContain('cassandra/n2');
    expect(await states(sandbox)).toMatchObject({
      'cassandra/n1': 'green',
      'cassandra/n2': 'alert',
      'cassandra/n3': 'alert',
    });

    // The others come after, and only then is the cluster's backup whole.
    expect(await backUp(sandbox, 'n2', 'wednesday', MAKE)).toMatchObject({ status: 0 });
    expect(await states(sandbox)).toMatchObject({ 'cassandra/n2': 'green', 'cassandra/n3': 'alert' });
    expect(await backUp(sandbox, 'n3', 'wednesday', MAKE)).toMatchObject({ status: 0 });
    expect(await states(sandbox)).toEqual({
      'cassandra/n1': 'green',
      'cassandra/n2': 'green',
      'cassandra/n3': 'green',
    });
  }));

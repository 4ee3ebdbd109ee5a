import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endProcesses, outlivesFile, runProcess, startProcess } from './processes.ts';

/** Whether there is no such process any more; one that is dead and not buried is none. */
async function isGone(pid: number): Promise<boolean> {
  const { stdout } = await runProcess('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.trim() === '' || stdout.startsWith('Z');
}

async function expectGone(pids: readonly number[]): Promise<void> {
  expect(pids).toHaveLength(2);
  for (const pid of pids) await expect.poll(() => isGone(pid), { timeout: 10_000, interval: 20 }).toBe(true);
}

const idsIn = (text: string): number[] => text.trim().split(' ').map(Number);

test.each([
  ['is killed', 'SIGKILL'],
  ['is interrupted', 'SIGINT'],
  ['is told to stop', 'SIGTERM'],
  ['exits', null],
  ['throws', null],
] as const)('what the tests have started ends when their process %s', async (how, signal) => {
  const child = startProcess(process.execPath, ['--import', 'tsx', 'test/processes-child.ts', how], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [ids] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  if (signal !== null) child.kill(signal);
  await once(child, 'exit');
  await expectGone(idsIn(String(ids)));
});

test('what a test has started ends with its file, and what that has started, though they take no notice of signals', async () => {
  const child = startProcess('sh', ['-c', 'trap "" TERM; sleep 600 & echo $$ $!; wait']);
  const [ids] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  endProcesses();
  await expectGone(idsIn(String(ids)));
});

test('a program that serves the next file as well lives on, until it has something to do when its file ends', async () => {
  const child = startProcess('sh', ['-c', 'sleep 600 & echo $$ $!; wait']);
  const [ids] = await once(child.stdout as NodeJS.ReadableStream, 'data');
  outlivesFile(child, true);
  endProcesses();
  for (const pid of idsIn(String(ids))) expect(await isGone(pid)).toBe(false);
  outlivesFile(child, false);
  endProcesses();
  await expectGone(idsIn(String(ids)));
});

test('a program that takes too long is killed, with what it has started', async () => {
  const { status, stdout } = await runProcess('sh', ['-c', 'sleep 600 & echo $$ $!; wait'], { timeout: 200 });
  expect(status).toBe(-1);
  await expectGone(idsIn(stdout));
});

test('a program that is run to its end says how it ended, and what it printed', async () => {
  const finished = await runProcess('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  expect(finished).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' });
});

test('a program that is not there fails as such', async () => {
  await expect(runProcess('/no/such/program', [])).rejects.toThrow('ENOENT');
});

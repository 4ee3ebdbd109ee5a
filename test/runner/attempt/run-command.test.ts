import { readFile } from 'node:fs/promises';
import { PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type CommandOptions, runCommand } from '../../../lib/runner/attempt/run-command.ts';
import type { CommandWords } from '../../../lib/runner/settings/run-settings.ts';
import { Stop } from '../../../lib/runner/stop.ts';

function setting(more: Partial<CommandOptions> = {}) {
  const written = { stdout: '', stderr: '' };
  const options: CommandOptions = {
    env: {},
    stdin: 'ignore',
    stdout: new PassThrough().resume(),
    stderr: new PassThrough().resume(),
    timeoutMs: null,
    stop: new Stop(),
    seen: (stream, lines) => {
      written[stream] += lines.toString();
    },
    ...more,
  };
  return { written, run: (...words: CommandWords) => runCommand(words, options) };
}

const shell = (text: string): CommandWords => ['/bin/sh', '-c', text];

describe('a command', () => {
  test('that exits says with what, and what it wrote where', async () => {
    const { run, written } = setting({ env: { WHO: 'orders' } });
    expect(await run(...shell('echo "$WHO"; echo no >&2; exit 7'))).toMatchObject({
      exitCode: 7,
      signal: null,
      timedOut: false,
      stopped: false,
      notStarted: null,
    });
    expect(written).toEqual({ stdout: 'orders\n', stderr: 'no\n' });
  });

  test('that dies of a signal says of which', async () => {
    expect(await setting().run(...shell('kill -USR1 $$'))).toMatchObject({ exitCode: null, signal: 'SIGUSR1' });
  });

  const unstartable: readonly (readonly [string, CommandWords, string])[] = [
    ['that is not there', ['/no/such/tool'], 'ENOENT'],
    ['that is no program', ['/etc'], 'EACCES'],
    ['with a NUL in a word', ['/bin/echo', 'a\u0000b'], 'ERR_INVALID_ARG_VALUE'],
  ];
  test.each(unstartable)('%s is not started', async (_name, words, code) => {
    expect(await setting().run(...words)).toMatchObject({ notStarted: code, exitCode: null });
  });

  test('that fails is ended with what it started in a session of its own', async () => {
    const { run, written } = setting();
    const daemon = "setsid sh -c 'echo $$; exec sleep 1000' >&1 & sleep 0.3";
    expect(await run(...shell(`${daemon}; exit 3`))).toMatchObject({ exitCode: 3 });
    const pid = Number(written.stdout);
    expect(pid).toBeGreaterThan(1);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    expect(stat === null || /\) [ZX] /.test(stat)).toBe(true);
  });

  test('that succeeds may leave such a session behind', async () => {
    const { run, written } = setting();
    await run(...shell("setsid sh -c 'echo $$; exec sleep 1000' >&1 & sleep 0.3"));
    const pid = Number(written.stdout);
    expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) [SR] /);
    process.kill(pid, 'SIGKILL');
  });

  test('that takes no notice of being asked to end is ended after a while, with its children', async () => {
    const { run, written } = setting({ timeoutMs: 100, killAfterMs: 300 });
    const end = await run(...shell("trap '' TERM; (while :; do sleep 0.02; done) & echo $!; wait; sleep 1000"));
    expect(end).toMatchObject({ timedOut: true, signal: 'SIGKILL', leftBehind: false });
    const stat = await readFile(`/proc/${Number(written.stdout)}/stat`, 'utf8').catch(() => null);
    expect(stat === null || /\) [ZX] /.test(stat)).toBe(true);
  });

  test('is not waited for after a second signal', async () => {
    const stop = new Stop();
    const { run } = setting({ stop, killAfterMs: 60_000, seen: () => stop.request('SIGINT') });
    const ended = run(...shell("trap '' INT TERM; echo begun; while :; do sleep 0.02; done"));
    stop.signal.addEventListener('abort', () => stop.request('SIGINT'));
    expect(await ended).toMatchObject({ stopped: true, signal: 'SIGKILL' });
  });

  test('whose children take no notice of SIGINT is ended all the same', async () => {
    const stop = new Stop();
    const { run } = setting({ stop, killAfterMs: 60_000, seen: () => stop.request('SIGINT') });
    // A shell without job control lets what it starts with & ignore SIGINT.
    expect(await run(...shell('sleep 1000 & echo begun; wait'))).toMatchObject({ stopped: true, leftBehind: false });
  });

  test('that failed leaves nothing behind; one that went well may', async () => {
    const { run, written } = setting();
    const failed = await run(...shell('sleep 1000 >&- 2>&- & exit 3'));
    expect(failed).toMatchObject({ exitCode: 3, leftBehind: false });
    const good = await run(...shell('sleep 1000 >&- 2>&- & echo $!; exit 0'));
    expect(good).toMatchObject({ exitCode: 0, leftBehind: true });
    process.kill(Number(written.stdout), 'SIGKILL');
  });

  test('whose output is read slowly has all of it read, also after its end', async () => {
    const slow = new PassThrough({ highWaterMark: 1 });
    const { run } = setting({ stdout: slow });
    const ended = run(...shell('seq 1 5000'));
    let text = '';
    // Reads on only when the command has long ended.
    await new Promise((resolve) => setTimeout(resolve, 200));
    for await (const chunk of Readable.from(slow.iterator({ destroyOnReturn: false }))) {
      text += chunk;
      if (text.endsWith('\n5000\n')) break;
    }
    expect(await ended).toMatchObject({ exitCode: 0 });
    expect(text.split('\n')).toHaveLength(5001);
  });

  test('is not waited for when something in the background holds its output open', async () => {
    const { run, written } = setting();
    const end = await run(...shell('setsid sleep 1000 & echo $!; exit 0'));
    expect(end.exitCode).toBe(0);
    process.kill(Number(written.stdout), 'SIGKILL');
  });
});

describe('a reader that stops reading', () => {
  const stuck = () => new Writable({ highWaterMark: 1, write: () => {} });
  const talkative = shell('head -c 100000 /dev/zero | tr "\\0" "\\n"');

  test('is waited for no longer than the try may take, and the command ended well all the same', async () => {
    const { run } = setting({ stdout: stuck(), timeoutMs: 300 });
    expect(await run(...talkative)).toMatchObject({ exitCode: 0, timedOut: false, stopped: false });
  }, 15_000);

  test('does not keep the runner from being stopped', async () => {
    const stop = new Stop();
    const { run } = setting({ stdout: stuck(), stop });
    const ended = run(...talkative);
    setTimeout(() => stop.request('SIGTERM'), 300);
    expect(await ended).toMatchObject({ exitCode: 0 });
  }, 15_000);
});

import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DrivenSentinel } from '../faults/driven-clock.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { dailyRules, inSandbox, type Sandbox } from '../program/sandbox.ts';
import { STACK_TRACE } from '../program/stack-trace.ts';
import { runCommand } from '../run-commands.ts';

interface Event {
  readonly event_id: string;
  readonly job_id: string;
}

/** Starts `watch` with a sandbox's rules and state, and ends it whatever happens. */
async function watching(sandbox: Sandbox, work: (watch: SentinelProcess) => Promise<void>, env = {}): Promise<void> {
  const place = ['--rules', sandbox.rules, '--state', sandbox.state];
  // The usual port may be another test's.
  const watch = new SentinelProcess(['watch', ...place, '--port', '0', '--json'], env);
  try {
    await work(watch);
  } finally {
    watch.signal('SIGKILL');
    await watch.ended;
  }
}

const events = (lines: string): Event[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    // The others tell of deliveries.
    .filter((line) => 'event_id' in line);

describe('watch', () => {
  test.each([
    [
      'moved away and made again',
      async (state: string) => {
        await rename(state, `${state}.old`);
        await mkdir(join(state, 'store', 'level'), { recursive: true, mode: 0o700 });
      },
    ],
    ['removed', async (state: string) => rm(state, { recursive: true })],
    [
      'replaced by a copy of itself',
      async (state: string) => {
        await cp(state, `${state}.copy`, { recursive: true, filter: (path) => !path.endsWith('socket') });
        await rename(state, `${state}.old`);
        await rename(`${state}.copy`, state);
      },
    ],
  ])('ends with status 74 when its state folder is %s', async (_name, replace) => {
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      await sandbox.write('orders/readme.part', '');
      await watching(sandbox, async (watch) => {
        await until('it has checked', () => watch.stdout.includes('orders#1'));
        await replace(sandbox.state);
        expect(await watch.ended).toMatchObject({ status: 74, signal: null });
        expect(watch.stderr).toMatch(/store was replaced or removed while it was open/);
        expect(watch.stderr).not.toMatch(STACK_TRACE);
      });
    });
  });

  test.each([0, 30, 120])(
    'that is told to stop %i ms into its first check ends in order, and the next check goes on from there',
    async (delayMs) => {
      const jobs = Array.from({ length: 60 }, (_, index) => `job-${index}`);
      await inSandbox(dailyRules(...jobs), async (sandbox) => {
        for (const job of jobs) await sandbox.write(`${job}/readme.part`, '');
        await watching(sandbox, async (watch) => {
          await until('it has begun', () => watch.stderr.includes('watching'));
          await new Promise((resolve) => setTimeout(resolve, delayMs));
          watch.signal('SIGTERM');
          expect(await watch.ended).toMatchObject({ status: 0, signal: null });
          expect(watch.stderr).toMatch(/sentinel: stopped\n$/);
          const { status, stdout, stderr } = await sandbox.sentinel('check', '--json');
          expect([status, stderr]).toEqual([2, '']);
          const next = JSON.parse(stdout);
          const told = [...events(watch.stdout), ...next.republished, ...next.events].map(({ job_id }) => job_id);
          expect(told.sort()).toEqual([...jobs].sort());
          expect(next.counts).toEqual({ green: 0, warn: 0, alert: 60, escalate: 0, unknown: 0 });
        });
      });
    },
  );

  test('that is told to stop while a bucket does not answer ends in order, without its answer', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    };
    try {
      await inSandbox(dailyRules('slow', 'lost').replace('./slow/', 's3://acme-backups/'), async (sandbox) => {
        await sandbox.write('lost/readme.part', '');
        await watching(
          sandbox,
          async (watch) => {
            await until('it asks', () => sockets.length > 0);
            watch.signal('SIGTERM');
            expect(await watch.ended).toMatchObject({ status: 0, signal: null });
            expect(watch.stderr).not.toMatch(STACK_TRACE);
            const { stdout } = await sandbox.sentinel('status', '--json');
            expect(JSON.parse(stdout)).toMatchObject({
              counts: { alert: 1, unknown: 1 },
              jobs: [{ unknown: 'not checked yet' }, { state: 'alert' }],
            });
          },
          env,
        );
      });
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  });

  test('lets other commands in while it holds the store, also where the folder’s path is too long for a socket', async () => {
    await inSandbox(dailyRules('a', 'b'), async (short) => {
      const sandbox = { ...short, state: join(short.folder, 'x'.repeat(60), 'y'.repeat(60)) };
      for (const job of ['a', 'b']) await short.write(`${job}/readme.part`, '');
      await watching(sandbox, async (watch) => {
        await until('it has told of both jobs', () => watch.stdout.split('\n').length > 2);
        const holder = JSON.parse(await readFile(join(sandbox.state, 'store/holder'), 'utf8'));
        expect(holder.pid).toBe(watch.child.pid);
        const place = ['--rules', sandbox.rules, '--state', sandbox.state];
        const snooze = await runCommand(['snooze', 'a', '--by', 'dana', '--for', '4h', ...place]);
        expect(snooze).toMatchObject({ status: 0, stderr: '' });
        const status = JSON.parse((await runCommand(['status', '--json', ...place])).stdout);
        expect(status.jobs).toMatchObject([
          { state: 'green', quieted: 'snoozed' },
          { state: 'alert', quieted: null },
        ]);
        watch.signal('SIGTERM');
        expect(await watch.ended).toMatchObject({ status: 0 });
        const next = JSON.parse((await runCommand(['check', '--json', ...place])).stdout);
        expect(next).toMatchObject({
          events: [],
          republished: [{ job_id: 'a', to: 'green', reason: 'snoozed', by: 'dana' }],
        });
      });
    });
  });

  test('goes by a document that only drops a job within a minute, although nothing is due', async () => {
    await inSandbox(dailyRules('a', 'b'), async (sandbox) => {
      for (const job of ['a', 'b']) await sandbox.write(`${job}/readme.part`, '');
      const place = ['--rules', sandbox.rules, '--state', sandbox.state];
      const from = Date.parse('2026-11-20T10:20:30Z');
      const watch = new DrivenSentinel(['watch', '--port', '0', '--json', ...place], {}, from);
      try {
        for (let tick = 1; tick <= 4; tick += 1) watch.goOn(await watch.paused());
        const at = await watch.paused();
        expect(events(watch.stdout)).toHaveLength(2);
        await sandbox.write('rules.yaml', `${dailyRules('a')}removes: 1\n`);
        watch.goOn(at);
        watch.goOn(await watch.paused());
        await watch.paused();
        expect(events(watch.stdout).slice(2)).toMatchObject([{ job_id: 'b', reason: 'retired' }]);
      } finally {
        watch.signal('SIGKILL');
        await watch.ended;
      }
    });
  });

  // A fault that nobody thought of, put into each of what a watch does side by side once it has said that it watches.
  test.each([
    { place: 'watch-web|sayWhereServed', what: 'URL' },
    { place: 'followDrills', what: 'Date.now' },
    { place: 'tick', what: 'Date.now' },
    { place: 'RowDispatch', what: 'Array.prototype.filter' },
  ])('ends with a status that says so when an unexpected fault comes up within $place', async ({ place, what }) => {
    const fault = `let isWatching = false;
const write = process.stderr.write;
process.stderr.write = function (text, ...more) {
  isWatching ||= String(text).includes('watching');
  return write.call(this, text, ...more);
};
const working = ${what};
${what} = function (...given) {
  if (isWatching && /${place}/.test(new Error().stack)) throw new Error('the clock broke');
  return new.target ? Reflect.construct(working, given) : working.apply(this, given);
};
Object.assign(${what}, { canParse: working.canParse });
`;
    await inSandbox(dailyRules('orders'), async (sandbox) => {
      const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` };
      await watching(
        sandbox,
        async (watch) => {
          expect(await watch.ended).toMatchObject({ status: 70, signal: null });
          expect(watch.stderr).toContain('internal error: the clock broke');
          expect(watch.stderr).not.toMatch(STACK_TRACE);
        },
        env,
      );
    });
  });
});

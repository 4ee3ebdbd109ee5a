import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { newKey } from '../../lib/app/ping/ping-key.ts';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import type { Finished } from '../processes.ts';
import { runSentinel } from '../run-sentinel.ts';
import { Deployment, RULES_BUCKET } from './deployment.ts';
import { FunctionAddress } from './function-address.ts';
import { freePort } from './server-process.ts';

/** A sentinel that jobs can ping. */
export class PingPlace {
  readonly #base: string;
  readonly #stores: SentinelStores;
  readonly #sentinel: (...args: string[]) => Promise<Finished>;
  readonly #check: () => Promise<void>;
  readonly #close: () => Promise<void>;

  private constructor(
    base: string,
    stores: SentinelStores,
    sentinel: PingPlace['sentinel'],
    check: PingPlace['check'],
    close: PingPlace['close'],
  ) {
    this.#base = base;
    this.#stores = stores;
    this.#sentinel = sentinel;
    this.#check = check;
    this.#close = close;
  }

  /** `sentinel watch --port`, as built, over a folder of its own. */
  static async onThisBox(rules: string): Promise<PingPlace> {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-e2e-'));
    await writeFile(join(folder, 'rules.yaml'), rules);
    const place = ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state')];
    const watch = new SentinelProcess(['watch', '--port', String(await freePort()), ...place]);
    const base = await untilServing(watch);
    const stores = await openEmbeddedStore(join(folder, 'state'));
    const sentinel = (...args: string[]) => runSentinel([...args, ...place]);
    const check = async () => void (await sentinel('check', '--quiet'));
    return new PingPlace(base, stores, sentinel, check, async () => {
      await stores.close();
      watch.signal('SIGTERM');
      await watch.ended;
      await rm(folder, { recursive: true, force: true });
    });
  }

  /** The stacks, deployed to an emulated account, with heartbeats switched on as the operator's page says. */
  static async onAws(rules: string): Promise<PingPlace> {
    const deployment = await Deployment.start({ heartbeats: true, tick: 'rate(1 hour)' });
    try {
      const key = { Name: '/bk/ping-master-key', Type: 'SecureString', Value: newKey() };
      await deployment.call('AmazonSSM.PutParameter', key);
      await deployment.deploy();
      const address = await FunctionAddress.open(deployment, 'bk-ping');
      const place = ['--rules', `s3://${RULES_BUCKET}/rules.yaml`, '--state', 'dynamodb://bk'];
      const sentinel = (...args: string[]) => runSentinel([...args, ...place], deployment.env);
      const file = join(deployment.folder, 'rules.yaml');
      await writeFile(file, rules);
      const pushed = await runSentinel(['rules', 'push', file, ...place.slice(0, 2)], deployment.env);
      if (pushed.status !== 0) throw new Error(pushed.stderr);
      const client = new DynamoDBClient(deployment.client);
      const stores = createDynamoStores({ prefix: 'bk', client });
      let ticks = 0;
      // A minute on each time, so that every job is due again.
      const scheduledAt = () => new Date(Date.now() + ticks++ * MINUTE_MS).toISOString();
      const check = () => deployment.invoke('bk-checker', { kind: 'tick', scheduledAt: scheduledAt() });
      return new PingPlace(address.url, stores, sentinel, check, async () => {
        client.destroy();
        await address.close();
        await deployment.stop();
      });
    } catch (error) {
      await deployment.stop();
      throw error;
    }
  }

  /** The job's own address, as `sentinel key show` prints it, on a host that can be reached from here. */
  async addressOf(jobId: string): Promise<string> {
    const { stdout } = await this.sentinel('key', 'show', jobId, '--json');
    return `${this.#base}${new URL(JSON.parse(stdout)[0].address).pathname}`;
  }

  /** Makes a key for all jobs: an address that takes the name of a job behind it. */
  async addressForAll(): Promise<string> {
    const { stdout } = await this.sentinel('key', 'create', '--json');
    return `${this.#base}${new URL(JSON.parse(stdout).address).pathname}`.replace(/\/JOB$/, '');
  }

  /** A command of the built program, with this sentinel's rules and state. */
  sentinel(...args: string[]): Promise<Finished> {
    return this.#sentinel(...args);
  }

  /** Checks all jobs that are due, now. */
  check(): Promise<void> {
    return this.#check();
  }

  /** The job's heartbeats, oldest first; log lines last. */
  async heartbeats(jobId: string): Promise<readonly Heartbeat[]> {
    const { heartbeats } = this.#stores;
    const [signals, log] = [await heartbeats.newest(jobId, 1000), await heartbeats.newest(jobId, 1000, 'log')];
    return [...signals.toReversed(), ...log.toReversed()];
  }

  async stateOf(jobId: string): Promise<string | undefined> {
    return (await this.#stores.state.read([jobId])).rows.get(jobId)?.state;
  }

  close(): Promise<void> {
    return this.#close();
  }
}

/** Resolves to where it serves, without a slash at the end. Throws, with what it said, when it ends. */
async function untilServing(watch: SentinelProcess): Promise<string> {
  while (watch.child.exitCode === null) {
    const [, base] = /serving .* at (http:\S+?)\/?\n/.exec(watch.stderr) ?? [];
    if (base) return base;
    await sleep(20);
  }
  throw new Error(`watch ended:\n${watch.stderr}`);
}

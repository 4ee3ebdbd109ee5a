// A process of its own for the embedded store's fault tests: node --import tsx embedded-store-child.ts <role> ...
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { type JobRow, newRow } from '../../lib/core/model/job-row.ts';

/** One line per fact, so that the parent can read along. */
function say(...words: readonly (string | number)[]): void {
  process.stdout.write(`${words.join(' ')}\n`);
}

/** Writes one row again and again, and says each version that was acknowledged, until it is killed or told to end. */
async function write(folder: string, jobId: string): Promise<void> {
  const store = await openEmbeddedStore(folder);
  let isNotified = false;
  process.stdin.once('data', () => {
    isNotified = true;
  });
  say('open', store.role());
  let row: JobRow = newRow(jobId);
  while (!isNotified) {
    const applied = await store.state.write(row, { ...row, seq: row.version + 1 }, null);
    row = (await store.state.read([jobId])).rows.get(jobId) ?? newRow(jobId);
    say('stored', row.version, row.seq, applied ? 'applied' : 'lost-answer');
    // Leaves the processor to the others for a moment.
    await sleep(2);
  }
  await store.close();
  say('closed');
  process.stdin.unref();
}

/** Opens at an agreed instant, writes a row, stays a moment, and leaves in order. */
async function meet(folder: string, jobId: string, atMs: string): Promise<void> {
  await sleep(Number(atMs) - Date.now());
  const store = await openEmbeddedStore(folder);
  const applied = await store.state.write(newRow(jobId), newRow(jobId), null);
  say('met', store.role(), String(applied));
  await sleep(200);
  await store.close();
}

/** Opens and closes, and says the message if that fails. */
async function attempt(folder: string): Promise<void> {
  try {
    const store = await openEmbeddedStore(folder);
    await store.state.write(newRow('attempt'), newRow('attempt'), null);
    await store.close();
    say('opened');
  } catch (error) {
    say('refused', (error as Error).name, (error as Error).message);
  }
}

/** Writes until the disk refuses, as a limit on the size of files makes it do; then says what was said. */
async function fill(folder: string): Promise<void> {
  const store = await openEmbeddedStore(folder);
  const unreadable = { count: 1, since: 0, error: 'x'.repeat(50_000), isRefused: false };
  for (let index = 0; index < 1000; index += 1) {
    const jobId = `job-${index}`;
    try {
      await store.state.write(newRow(jobId), { ...newRow(jobId), unreadable }, null);
      say('stored', index);
    } catch (error) {
      say('refused', (error as Error).name, (error as Error).message);
      break;
    }
  }
  await store.close();
  say('closed');
}

const roles: Record<string, (...words: string[]) => Promise<void>> = { write, meet, attempt, fill };
const [role = '', ...words] = process.argv.slice(2);
await roles[role]?.(...words);

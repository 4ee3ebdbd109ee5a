import type { Assertion, ProofEnding } from '../core/model/proof.ts';
import { formatBytes, formatDuration } from '../core/quantity.ts';
import type { SpoolRoom } from '../runner/preflight/spool-room.ts';
import type { ProofPhase } from '../runner/run-result.ts';
import { inTime } from '../time/in-time.ts';
import { ask } from './ask/ask.ts';
import { chooseCopy } from './copy/choose-copy.ts';
import { fetchCopy } from './copy/fetch-copy.ts';
import type { ListedCopy } from './copy/found-copy.ts';
import type { CurrentProof } from './current-proof.ts';
import { checkSize } from './preflight/check-size.ts';
import { type Prepared, prepare } from './preflight/preflight-proof.ts';
import { ProofEnd } from './proof-end.ts';
import { readMirror } from './recipes/files.ts';
import { loadRecipe } from './recipes/registry.ts';
import { type Restored, Restoring } from './restoring.ts';

/** How a proof went. */
export interface ProofOutcome {
  readonly ending: ProofEnding;
  /** What decided it, as the end of a sentence. */
  readonly message: string;
  readonly outputTail: string;
}

/** All phases between the lock and the notification; scratch is empty when this returns (docs/design/prove.md#phases). */
export async function provePhases(current: CurrentProof, room: SpoolRoom): Promise<ProofOutcome> {
  const { stop } = current.ports;
  try {
    const done = await inTime(phases(current, room), { signal: stop.signal, leftMs: current.leftMs });
    if (done.kind === 'done' && !stop.isRequested) return done.value;
    const isLate = done.kind === 'late';
    const message = isLate
      ? `timed out during ${current.phase}; find out what it waits for, or raise --timeout`
      : `${stop.signalName} stopped the proof during ${current.phase}`;
    current.step(current.phase, false, message);
    return { ending: isLate ? 'timed-out' : 'stopped', message, outputTail: '' };
  } catch (error) {
    if (!(error instanceof ProofEnd)) throw error;
    current.step(current.phase, false, error.message);
    return error;
  } finally {
    current.end();
    await cleanUp(current);
  }
}

async function phases(current: CurrentProof, room: SpoolRoom): Promise<ProofOutcome> {
  const { recipe } = current.settings;
  begin(current, 'preflight');
  await room.keep().catch((error: unknown) => {
    throw new ProofEnd('preflight', current.stateError(error));
  });
  const entry = recipe === 'files' ? null : await loadRecipe(recipe);
  const prepared = await prepare(current, entry);
  // What a repository holds is known by its tool alone.
  const readsRepository = recipe === 'restic' || recipe === 'borg';
  const chosen = readsRepository ? null : await chooseCopy(current);
  if (chosen !== null) await noteCopy(current, chosen);
  current.step('preflight', true, preflightWords(prepared, chosen));

  begin(current, 'fetch');
  const fetched = chosen === null || current.settings.isInPlace ? null : await fetchInto(current, chosen, prepared);
  if (fetched === null) current.step('fetch', true, 'nothing to fetch: it is read where it lies');

  begin(current, 'restore');
  const r = new Restoring(current, prepared.sandbox, prepared.scratch, fetched, prepared.tools);
  const restored = chosen !== null && entry === null ? await readMirror(r, chosen) : await entry?.restore(r);
  if (restored === undefined) throw new TypeError(`the recipe ${recipe} restores nothing`);
  current.step('restore', true, `${current.copy?.location} was restored${tookWords(current.tookMs.restore)}`);

  begin(current, 'ask');
  return judged(current, r, restored);
}

function begin(current: CurrentProof, phase: ProofPhase): void {
  current.phase = phase;
}

async function noteCopy(current: CurrentProof, chosen: ListedCopy): Promise<void> {
  const { location, ts, sizeBytes, files } = chosen;
  if (!current.settings.isInPlace) await checkSize(current, sizeBytes);
  current.copy = { location, ts, sizeBytes, files, etag: null };
}

async function fetchInto(current: CurrentProof, chosen: ListedCopy, { scratch, user }: Prepared) {
  const fetched = await current.timed('fetch', () => fetchCopy(current, chosen, scratch, user));
  if (current.copy !== null) current.copy = { ...current.copy, etag: fetched.etag };
  current.step(
    'fetch',
    true,
    `${fetched.location}, ${formatBytes(fetched.sizeBytes)}${tookWords(current.tookMs.fetch)}`,
  );
  return fetched;
}

async function judged(current: CurrentProof, r: Restoring, restored: Restored): Promise<ProofOutcome> {
  const assertions = await current.timed('ask', () => ask(r, restored));
  current.assertions.push(...assertions);
  const failed = assertions.filter(({ holds }) => !holds);
  if (failed.length > 0) {
    const hint = restored.hint === undefined ? [] : [restored.hint];
    throw new ProofEnd('refuted', [...failed.map(failureWords), ...hint].join('; '));
  }
  const count = assertions.length;
  const answers = count === 1 ? '1 question was answered as wanted' : `${count} questions were answered as wanted`;
  current.step('ask', true, count === 0 ? 'nothing was asked; add --expect and the like' : answers);
  const message = `${current.copy?.location} was restored${tookWords(current.tookMs.restore)}; ${count === 0 ? 'nothing was asked of it' : answers}`;
  return { ending: 'proven', message, outputTail: '' };
}

/** `SELECT count(*) FROM orders: 12, expected >= 100000`. */
function failureWords({ asked, wanted, found }: Assertion): string {
  return `${asked}: ${found}, expected ${wanted}`;
}

function preflightWords({ looked }: Prepared, chosen: ListedCopy | null): string {
  const copy = chosen === null ? [] : [`the copy is ${chosen.location}, ${formatBytes(chosen.sizeBytes)}`];
  return ['passed', ...copy, ...looked].join('; ');
}

function tookWords(ms: number | null): string {
  if (ms === null) return '';
  return ` in ${ms < 1000 ? `${ms} ms` : formatDuration(Math.round(ms / 1000))}`;
}

async function cleanUp(current: CurrentProof): Promise<void> {
  if (current.scratch === null) return;
  const error = await current.scratch.remove();
  current.step('clean-up', error === null, error ?? 'scratch is empty, and nothing of it runs');
}

import { formatInstant, type Instant, parseInstant, SECOND_MS } from '../instant.ts';
import {
  type Assertion,
  ISOLATIONS,
  PROOF_ENDINGS,
  type Proof,
  type ProofEnding,
  type ProofVerdict,
  type ProvenCopy,
  RECIPES,
  type Recipe,
  verdictOf,
} from '../model/proof.ts';
import { bytesOf, isJsonObject, type JsonObject, objectsIn, parseJson } from './reports/report-json.ts';

/** The `kind` of a report that is one of a proof, and of no run. */
export const PROOF_KIND = 'proof';

/**
 * A proof as it is written, sent and kept (docs/design/prove.md#report). Instants are ISO-8601 in UTC, times seconds,
 * sizes bytes.
 */
export interface ProofFields {
  readonly version: 1;
  readonly kind: typeof PROOF_KIND;
  readonly job: string;
  readonly node: string | null;
  readonly host: string;
  readonly run_id: string;
  readonly verdict: ProofVerdict;
  readonly ending: ProofEnding;
  readonly started_at: string;
  readonly finished_at: string;
  readonly recipe: Recipe;
  readonly isolation: Proof['isolation'];
  readonly copy: {
    readonly location: string;
    readonly ts: string;
    readonly size_bytes: number;
    readonly files: number;
    readonly etag: string | null;
  } | null;
  readonly assertions: readonly Assertion[];
  readonly fetch_seconds: number | null;
  readonly restore_seconds: number | null;
  readonly ask_seconds: number | null;
  readonly summary: string;
}

/** The fields of a proof. */
export function proofFields(proof: Proof): ProofFields {
  const { copy } = proof;
  return {
    version: 1,
    kind: PROOF_KIND,
    job: proof.jobId,
    node: proof.node,
    host: proof.host,
    run_id: proof.runId,
    verdict: verdictOf(proof.ending),
    ending: proof.ending,
    started_at: formatInstant(proof.startedAt),
    finished_at: formatInstant(proof.finishedAt),
    recipe: proof.recipe,
    isolation: proof.isolation,
    copy: copy && {
      location: copy.location,
      ts: formatInstant(copy.ts),
      size_bytes: copy.sizeBytes,
      files: copy.files,
      etag: copy.etag,
    },
    assertions: proof.assertions,
    fetch_seconds: secondsOf(proof.fetchMs),
    restore_seconds: secondsOf(proof.restoreMs),
    ask_seconds: secondsOf(proof.askMs),
    summary: proof.summary,
  };
}

/**
 * Reads a report, or the body of a ping: null when it is not one of a proof. A proof that cannot be understood says so
 * in words that follow "the proof cannot be read:". Never throws: a report comes from outside and may hold anything.
 */
export function parseProof(text: string): Proof | { readonly unreadable: string } | null {
  const json = parseJson(text);
  if (!isProofReport(json)) return null;
  const ending = PROOF_ENDINGS.find((known) => known === json.ending);
  if (ending === undefined) return { unreadable: `ending is not one of ${PROOF_ENDINGS.join(', ')}` };
  const recipe = RECIPES.find((known) => known === json.recipe);
  if (recipe === undefined) return { unreadable: `recipe is not one of ${RECIPES.join(', ')}` };
  const startedAt = instantOf(json.started_at);
  const finishedAt = instantOf(json.finished_at);
  if (startedAt === null || finishedAt === null) return { unreadable: 'started_at or finished_at is not a time' };
  const copy = copyOf(json.copy);
  if (copy === null && verdictOf(ending) !== 'inconclusive') return { unreadable: 'it does not name its copy' };
  return {
    jobId: textOf(json.job) ?? '',
    node: textOf(json.node),
    host: textOf(json.host) ?? '',
    runId: textOf(json.run_id) ?? '',
    ending,
    startedAt,
    finishedAt,
    copy,
    recipe,
    isolation: ISOLATIONS.find((known) => known === json.isolation) ?? null,
    assertions: objectsIn(json.assertions).flatMap((item) => assertionOf(item) ?? []),
    fetchMs: millisecondsOf(json.fetch_seconds),
    restoreMs: millisecondsOf(json.restore_seconds),
    askMs: millisecondsOf(json.ask_seconds),
    summary: textOf(json.summary) ?? '',
  };
}

/** Whether a report is one of a proof: it says nothing of whether the job ran. */
export function isProofReport(json: unknown): json is JsonObject {
  return isJsonObject(json) && json.kind === PROOF_KIND;
}

function copyOf(json: unknown): ProvenCopy | null {
  if (!isJsonObject(json)) return null;
  const location = textOf(json.location);
  const ts = instantOf(json.ts);
  const sizeBytes = bytesOf(json.size_bytes);
  if (location === null || ts === null || sizeBytes === null) return null;
  return { location, ts, sizeBytes, files: bytesOf(json.files) ?? 1, etag: textOf(json.etag) };
}

function assertionOf({ asked, wanted, found, holds }: JsonObject): Assertion | null {
  if (typeof asked !== 'string' || typeof holds !== 'boolean') return null;
  return { asked, wanted: textOf(wanted) ?? '', found: textOf(found) ?? '', holds };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function instantOf(value: unknown): Instant | null {
  return typeof value === 'string' ? parseInstant(value) : null;
}

function millisecondsOf(value: unknown): number | null {
  const isTime = typeof value === 'number' && Number.isFinite(value) && value >= 0;
  return isTime ? Math.round(value * SECOND_MS) : null;
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms) / SECOND_MS;
}

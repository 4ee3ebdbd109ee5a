import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { S3Rules, versionOf } from '../../lib/adapters/s3/rules.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { RulesMissing, RulesUnavailable } from '../../lib/ports/rules-source.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { type ReadRules, readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { compareDocuments } from '../../lib/rules-doc/rules-change.ts';
import { changeLines } from '../../lib/rules-doc/rules-change-text.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import { LARGEST_DOCUMENT_BYTES } from '../../lib/rules-doc/yaml/largest-document.ts';
import { complain } from '../print/complain.ts';
import { lineDiff } from '../print/line-diff.ts';
import { printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { PulledCopy } from '../wiring/pulled-copy.ts';
import { whoRunsThis } from '../wiring/who-runs-this.ts';

const EXIT_DONE = 0;
const EXIT_REFUSED = 1;
const EXIT_ERRORS = 2;

/** The options of `sentinel rules pull`, `push` and `diff`. */
export interface RulesCommandOptions {
  /** `s3://bucket/key` */
  readonly rules: string;
  readonly quiet?: boolean;
  /** Pull: also over changes that were not pushed. */
  readonly force?: boolean;
}

interface RemoteDocument {
  readonly bytes: Uint8Array;
  readonly version: string;
  readonly etag: string | null;
}

/** `sentinel rules pull`: 0 done, 1 when that would lose changes that were not pushed. */
export async function pullCommand(file: string | undefined, options: RulesCommandOptions): Promise<number> {
  const { remote, copy } = open(file, options);
  const mine = await copy.read();
  const known = await copy.pulled();
  const isChanged = mine !== null && versionOf(mine) !== known?.version;
  const document = await readRemote(remote);
  if (document === null)
    throw new RulesUnavailable(`there is no rules doc at ${remote.name} yet; upload one with rules push`);
  if (isChanged && versionOf(mine) !== document.version && !options.force) {
    complain(
      `${copy.path} has changes that were not pushed; push them, save them elsewhere, or discard them with --force`,
    );
    return EXIT_REFUSED;
  }
  await copy.write(document.bytes, { source: remote.name, version: document.version, etag: document.etag });
  say(options, `${remote.name} -> ${copy.path}`);
  return EXIT_DONE;
}

/** `sentinel rules push`: 0 done, 1 when it was changed since it was pulled, 2 for a document that is bad. */
export async function pushCommand(file: string | undefined, options: RulesCommandOptions): Promise<number> {
  const { remote, copy } = open(file, options);
  const bytes = await readFile(copy.path).catch(() => null);
  if (bytes === null) throw new UsageError(`no file ${copy.path}; pull it first, or name another`);
  const read = await lint(bytes, copy.path, remote);
  for (const problem of read.problems) complain(formatProblem(basename(copy.path), problem));
  if (read.document === null) {
    complain(`${copy.path} was not pushed: fix its errors first`);
    return EXIT_ERRORS;
  }
  if (!options.quiet) await sayReplay(read.document, remote);
  const known = await copy.pulled();
  const etag = known?.source === remote.name ? known.etag : null;
  const written = await remote.write(bytes, etag, whoRunsThis());
  if (written === null) {
    complain(
      etag === null
        ? `${remote.name} already exists, and ${copy.path} was not pulled from it; pull it, make your changes, and push again`
        : `${remote.name} was changed since you pulled it, so nothing was written; compare with \`sentinel rules diff\`, save your changes elsewhere, pull --force, make them again, and push`,
    );
    return EXIT_REFUSED;
  }
  await copy.note({ source: remote.name, version: versionOf(bytes), etag: written });
  say(options, `${copy.path} -> ${remote.name}: ${count(read.document.jobs.length, 'job')}`);
  return EXIT_DONE;
}

/** What the edited document would have done, beside the one that it replaces. */
async function sayReplay(edited: RulesDocument, remote: S3Rules): Promise<void> {
  const bytes = (await readRemote(remote))?.bytes;
  const current = bytes === undefined ? null : documentOf(bytes, remote);
  if (current === null) return;
  const { shortReplay } = await import('../wiring/short-replay.ts');
  for (const line of await shortReplay(edited, current, Date.now())) complain(line);
}

/** `sentinel rules diff`: 0 when nothing differs, 1 when something does, 2 for a file that is bad. */
export async function diffCommand(file: string | undefined, options: RulesCommandOptions): Promise<number> {
  const { remote, copy } = open(file, options);
  const mine = await copy.read();
  if (mine === null) throw new UsageError(`no file ${copy.path}; pull it first, or name another`);
  const theirs = (await readRemote(remote))?.bytes ?? new Uint8Array();
  if (Buffer.from(theirs).equals(mine)) {
    say(options, `${copy.path} is the same as ${remote.name}`);
    return EXIT_DONE;
  }
  const read = await lint(mine, copy.path, remote);
  for (const problem of read.problems) complain(formatProblem(basename(copy.path), problem));
  if (read.document !== null) {
    for (const line of changeLines(compareDocuments(documentOf(theirs, remote), read.document))) print(line);
    print('');
  }
  print(`--- ${remote.name}`);
  print(`+++ ${copy.path}`);
  for (const line of lineDiff(textOf(theirs), textOf(mine))) print(line);
  return read.document === null ? EXIT_ERRORS : EXIT_REFUSED;
}

function open(file: string | undefined, { rules }: RulesCommandOptions): { remote: S3Rules; copy: PulledCopy } {
  const match = /^s3:\/\/([^/]+)\/(.+)$/.exec(rules);
  if (!match?.[1] || !match[2]) throw new UsageError(`--rules ${rules}: write s3://bucket/path/rules.yaml`);
  const remote = new S3Rules(createS3Client(), match[1], match[2]);
  return { remote, copy: new PulledCopy(file ?? basename(match[2])) };
}

/** Null when there is none yet. Throws RulesUnavailable. */
async function readRemote(remote: S3Rules): Promise<RemoteDocument | null> {
  try {
    return await remote.read(LARGEST_DOCUMENT_BYTES);
  } catch (error) {
    if (error instanceof RulesMissing) return null;
    throw error;
  }
}

/** As the rules-gate will read it: also against what was accepted last. */
async function lint(bytes: Uint8Array, path: string, remote: S3Rules): Promise<ReadRules> {
  const lastGood = await remote.readLastGood().catch((error: unknown) => {
    if (error instanceof RulesUnavailable) return null;
    throw error;
  });
  const previous = versionOf(bytes) === lastGood?.version ? null : lastGood;
  const source = remote.name;
  return readRulesDocument(bytes, { name: basename(path), folder: null, now: Date.now(), previous, source });
}

function documentOf(bytes: Uint8Array, remote: S3Rules): RulesDocument | null {
  return readRulesDocument(bytes, { name: basename(remote.name), folder: null, now: Date.now() }).document;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function print(line: string): void {
  printText(`${printable(line)}\n`);
}

function say(options: RulesCommandOptions, text: string): void {
  if (!options.quiet) complain(text);
}

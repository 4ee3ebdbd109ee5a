import type { Assertion } from '../core/model/proof.ts';
import { endError } from '../runner/attempt/captured-command.ts';
import { OutputTail } from '../runner/attempt/output-tail.ts';
import type { CommandEnd } from '../runner/attempt/run-command.ts';
import type { CommandWords } from '../runner/settings/run-settings.ts';
import type { FetchedCopy } from './copy/fetch-copy.ts';
import type { CurrentProof } from './current-proof.ts';
import { ProofEnd } from './proof-end.ts';
import type { Sandbox, SandboxedOptions } from './sandbox/sandbox.ts';
import type { Scratch } from './scratch/scratch.ts';
import { scratchFull } from './scratch/scratch-full.ts';

/** How a tool ended in the sandbox, with the end of what it wrote. */
export interface ToolRun {
  readonly end: CommandEnd;
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it exited with 0. */
  readonly error: string | null;
}

/** The one value that a query gave. */
export type Answer =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'null' }
  /** No row, more than one, or an error of the query. */
  | { readonly kind: 'none'; readonly message: string };

/** Files that were restored. Links are not followed. */
export interface RestoredFiles {
  readonly count: () => Promise<number>;
  /** Its size in bytes; null when no such file is there. */
  readonly sizeOf: (path: string) => Promise<number | null>;
}

/** What was restored, and how it is asked. */
export interface Restored {
  /** What the recipe asks by itself. */
  readonly ownQuestions: () => Promise<readonly Assertion[]>;
  /** Null where there is no database. */
  readonly query: ((query: string) => Promise<Answer>) | null;
  /** Null where there are none. */
  readonly files: RestoredFiles | null;
  /** What may explain an answer that is not as wanted. */
  readonly hint?: string;
  /** For the commands that ask: how to reach the server. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a recipe works with. */
export class Restoring {
  readonly current: CurrentProof;
  readonly sandbox: Sandbox;
  readonly scratch: Scratch;
  readonly #copy: FetchedCopy | null;
  readonly #tools: ReadonlyMap<string, string>;

  constructor(
    current: CurrentProof,
    sandbox: Sandbox,
    scratch: Scratch,
    copy: FetchedCopy | null,
    tools: ReadonlyMap<string, string>,
  ) {
    this.current = current;
    this.sandbox = sandbox;
    this.scratch = scratch;
    this.#copy = copy;
    this.#tools = tools;
  }

  /** The copy in scratch; only for recipes that do not read in place. */
  get copy(): FetchedCopy {
    if (this.#copy === null) throw new TypeError('this recipe reads in place');
    return this.#copy;
  }

  /** The path of a program that preflight found. */
  tool(name: string): string {
    return this.#tools.get(name) ?? name;
  }

  /** The program among these that was found. */
  toolOf(names: readonly string[]): string {
    return this.tool(names.find((name) => this.#tools.has(name)) ?? names[0] ?? '');
  }

  /** Runs a tool and keeps the end of what it writes. Throws ProofEnd where the reason is that scratch is full. */
  async run(command: CommandWords, options: Partial<SandboxedOptions> = {}): Promise<ToolRun> {
    const tails = { stdout: new OutputTail(), stderr: new OutputTail() };
    const end = await this.sandbox.run(command, {
      ...options,
      seen: (stream, lines) => {
        tails[stream].add(lines);
        options.seen?.(stream, lines);
      },
    });
    const [stdout, stderr] = [tails.stdout.text(), tails.stderr.text()];
    const error = endError(end, stderr.trim() === '' ? stdout : stderr);
    if (error !== null) this.throwIfFull(stderr);
    return { end, stdout, stderr, error };
  }

  throwIfFull(said: string): void {
    const full = scratchFull(said, this.current.settings.scratch, said);
    if (full !== null) throw full;
  }

  /** As `run`, for a step that must succeed and says nothing of the copy. Throws ProofEnd. */
  async must(command: CommandWords, options: Partial<SandboxedOptions> = {}): Promise<ToolRun> {
    const run = await this.run(command, options);
    if (run.error === null) return run;
    const name = command[0].slice(command[0].lastIndexOf('/') + 1);
    throw new ProofEnd('host-failed', `${name} failed on this host: ${run.error}`, run.stderr || run.stdout);
  }

  refuted(message: string, outputTail = ''): ProofEnd {
    return new ProofEnd('refuted', message, outputTail);
  }
}

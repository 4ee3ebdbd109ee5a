import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Finished, runProcess, startProcess } from '../processes.ts';
import { shell } from './shell.ts';

/** What a report of a proof says, as far as tests ask. */
export interface ReportedProof {
  readonly verdict: string;
  readonly ending: string;
  readonly error: string | null;
  readonly isolation: string;
  readonly restore_seconds: number;
  readonly copy: { readonly location: string; readonly etag: string | null };
  readonly assertions: readonly { readonly asked: string; readonly found: string; readonly holds: boolean }[];
}

/** How a proof ended, and its report. */
export interface Proved extends Finished {
  readonly report: ReportedProof;
}

/** A folder with copies, a scratch folder and a state folder, and proofs over them. */
export class ProofSetting {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<ProofSetting> {
    const setting = new ProofSetting(await mkdtemp(join(tmpdir(), 'proof-')));
    for (const name of ['copies', 'scratch', 'state']) await mkdir(setting.at(name));
    return setting;
  }

  at(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs commands in the folder. */
  sh(commands: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    return shell(commands, { cwd: this.folder, env });
  }

  /** The words of a proof of a job with its own name, so that several can run at once. */
  words(name: string, words: readonly string[]): readonly string[] {
    const folders = ['--state', this.at('state'), '--scratch', this.at('scratch')];
    return [resolve('dist/sentinel.js'), 'prove', name, ...folders, '--report-to', this.at(`${name}.json`), ...words];
  }

  async prove(name: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Proved> {
    const ended = await runProcess(process.execPath, this.words(name, words), {
      cwd: this.folder,
      env: { ...process.env, SECRET_TOKEN: 'do-not-show-me', ...env },
    });
    return { ...ended, report: JSON.parse(await readFile(this.at(`${name}.json`), 'utf8')) };
  }

  /** Starts a proof and waits until it prints a text. */
  async startUntil(name: string, words: readonly string[], text: string) {
    const child = startProcess(process.execPath, this.words(name, words), {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    await new Promise<void>((done, failed) => {
      child.stderr?.setEncoding('utf8').on('data', (part: string) => {
        said += part;
        if (said.includes(text)) done();
      });
      child.once('exit', (status) => failed(new Error(`it ended with ${status} before it said ${text}: ${said}`)));
    });
    return child;
  }

  /** What is left of proofs: entries of scratch, and processes that know its folder. */
  async leftovers(): Promise<readonly string[]> {
    return [...(await readdir(this.at('scratch'))), ...this.#processes()];
  }

  /** Waits until nothing is left of proofs, 10 seconds at most. Resolves to what is. */
  async leftoversInTime(): Promise<readonly string[]> {
    for (let left = 100; left > 0; left -= 1) {
      if ((await this.leftovers()).length === 0) return [];
      await setTimeout(100);
    }
    return this.leftovers();
  }

  /** Command lines and marks of processes, but for those of the tests themselves. */
  #processes(): readonly string[] {
    const scratch = this.at('scratch');
    const texts = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
      .map((name) => `${contentOf(`/proc/${name}/cmdline`)} ${contentOf(`/proc/${name}/environ`)}`);
    return texts.filter((text) => text.includes(`${scratch}/sentinel-prove-`));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

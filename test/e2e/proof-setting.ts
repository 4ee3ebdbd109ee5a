import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
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

/** Who makes proofs, and copies; null for the user of the tests. */
export type ProofUser = { readonly uid: number; readonly gid: number } | null;

/** A folder with copies, a scratch folder and a state folder, and proofs over them. */
export class ProofSetting {
  readonly folder: string;
  readonly #user: ProofUser;

  private constructor(folder: string, user: ProofUser) {
    this.folder = folder;
    this.#user = user;
  }

  static async make(user: ProofUser = null): Promise<ProofSetting> {
    const setting = new ProofSetting(await mkdtemp(join(tmpdir(), 'proof-')), user);
    for (const name of ['copies', 'scratch', 'state']) await mkdir(setting.at(name));
    for (const name of user === null ? [] : ['', 'copies', 'scratch', 'state']) {
      await chown(setting.at(name), user?.uid ?? 0, user?.gid ?? 0);
    }
    return setting;
  }

  at(...names: readonly string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs commands in the folder. */
  sh(commands: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    return shell(commands, { cwd: this.folder, env, ...this.#user });
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
      ...this.#user,
    });
    return { ...ended, report: JSON.parse(await readFile(this.at(`${name}.json`), 'utf8')) };
  }

  /** Starts a proof and waits until it prints a text. */
  async startUntil(name: string, words: readonly string[], text: string) {
    const child = startProcess(process.execPath, this.words(name, words), {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...this.#user,
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

  /** The programs that run for proofs, by their names. */
  programs(): readonly string[] {
    return this.#pids().map((pid) => contentOf(`/proc/${pid}/comm`).trim());
  }

  /** Ports that processes of proofs listen on, each with the program. */
  listening(): readonly string[] {
    return this.#pids().flatMap((pid) => listeningOf(pid));
  }

  /** Command lines and marks of processes, but for those of the tests themselves. */
  #processes(): readonly string[] {
    return this.#pids().map(textOf);
  }

  #pids(): readonly string[] {
    const mark = `${this.at('scratch')}/sentinel-prove-`;
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
    return pids.filter((pid) => textOf(pid).includes(mark));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function textOf(pid: string): string {
  return `${contentOf(`/proc/${pid}/cmdline`)} ${contentOf(`/proc/${pid}/environ`)}`;
}

/** Ports of TCP, and of UDP, that a process has open to others, in the namespace that it is in. */
export function listeningOf(pid: string): readonly string[] {
  const own = new Set(socketsOf(pid));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) => {
    const rows = contentOf(`/proc/${pid}/net/${kind}`).trim().split('\n').slice(1);
    const open = rows.map((row) => row.trim().split(/\s+/)).filter(([, , , state]) => state === '0A' || state === '07');
    return open
      .filter((row) => own.has(row[9] ?? ''))
      .map((row) => `${contentOf(`/proc/${pid}/comm`).trim()} ${kind} ${row[1]}`);
  });
}

/** Inodes of the sockets that a process holds. */
function socketsOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${name}`)) ?? [];
      return inode ?? [];
    });
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Isolation } from '../../core/model/proof.ts';
import { type CommandEnd, runCommand } from '../../runner/attempt/run-command.ts';
import type { CommandWords } from '../../runner/settings/run-settings.ts';
import type { Stop } from '../../runner/stop.ts';
import type { RestoringUser, Scratch } from '../scratch/scratch.ts';
import { SANDBOX_SCRIPT } from './sandbox-script.ts';

/** Where the data lies for what is isolated. */
const SCRATCH = '/scratch';
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Nothing is lost with what is killed: it is all scratch. */
const KILL_AFTER_MS = 300;

/** How a command is run in the sandbox. */
export interface SandboxedOptions {
  /** Added to an environment that is empty but for PATH and the like. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Readable | null;
  readonly stdout?: Writable;
  /** Whole lines, as they are written. */
  readonly seen: (stream: 'stdout' | 'stderr', lines: Buffer) => void;
  /** Paths of the host that it can read. */
  readonly readable?: readonly string[];
  /** For a tool that reads the copies themselves: it may read what belongs to others. */
  readonly readsAll?: boolean;
  /** For a tool that reads the copies from another host. */
  readonly hasNetwork?: boolean;
  /** What stops it; that of the proof unless given. */
  readonly stop?: Stop;
}

export interface SandboxSetting {
  readonly isolation: Isolation;
  readonly user: RestoringUser;
  readonly isRoot: boolean;
  readonly scratch: Scratch;
  /** Absolute paths that everything in it may read. */
  readonly readable: readonly string[];
  readonly stop: Stop;
}

/**
 * Where everything runs that comes out of a copy, or reads it: another user, no capability, no network, no process and
 * no file of the host but the system's programs (docs/design/prove.md#isolation). With `trusted`, only the user and the
 * environment are apart.
 */
export class Sandbox {
  readonly #setting: SandboxSetting;
  /** Where the data lies for what runs in it. */
  readonly data: string;

  constructor(setting: SandboxSetting) {
    this.#setting = setting;
    this.data = setting.isolation === 'isolated' ? SCRATCH : setting.scratch.data;
  }

  /** Where a file of the data is for what runs in it. */
  at(...names: readonly string[]): string {
    return join(this.data, ...names);
  }

  /** Runs a command to its end. Never throws. */
  run(command: CommandWords, options: SandboxedOptions): Promise<CommandEnd> {
    const { stop, scratch } = this.#setting;
    return runCommand(this.#words(command, options), {
      env: {
        PATH,
        HOME: this.at('tmp'),
        TMPDIR: this.at('tmp'),
        LC_ALL: 'C.UTF-8',
        TZ: 'UTC',
        SENTINEL_PROOF: scratch.folder,
        ...options.env,
      },
      isEnvWhole: true,
      stdin: options.stdin ?? 'ignore',
      stdout: options.stdout ?? null,
      stderr: null,
      seen: options.seen,
      timeoutMs: null,
      killAfterMs: KILL_AFTER_MS,
      stop: options.stop ?? stop,
      started: async (pid) => {
        scratch.guard.note(pid);
      },
    });
  }

  #words(command: CommandWords, options: SandboxedOptions): CommandWords {
    const { isolation, isRoot, user, scratch } = this.#setting;
    if (isolation === 'trusted') return isRoot ? [...asUser(user, options), ...command] : command;
    const readable = [...this.#setting.readable, ...(options.readable ?? [])];
    const net = options.hasNetwork === true;
    const inner = isRoot ? asUser(user, options) : asNested(user);
    return [
      // Ends with this process, and everything in its namespace with it.
      'setpriv',
      '--pdeathsig=KILL',
      'unshare',
      ...(isRoot ? [] : ['--user', '--map-root-user']),
      '--mount',
      '--pid',
      '--ipc',
      '--uts',
      ...(net ? [] : ['--net']),
      '--fork',
      '--kill-child',
      '--',
      '/bin/sh',
      '-c',
      SANDBOX_SCRIPT,
      'sentinel-sandbox',
      scratch.folder,
      String(user.uid),
      String(user.gid),
      net ? 'net' : '-',
      String(readable.length),
      ...readable,
      ...inner,
      ...command,
    ];
  }
}

function asUser({ uid, gid }: RestoringUser, { readsAll }: SandboxedOptions): CommandWords {
  const kept = readsAll === true ? '-all,+dac_read_search' : '-all';
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--no-new-privs',
    `--inh-caps=${kept}`,
    ...(readsAll === true ? [`--ambient-caps=${kept}`] : []),
    `--bounding-set=${kept}`,
    '--',
  ];
}

/** In a namespace of users where this one is root, a second one in which it is not: some servers refuse root. */
function asNested({ uid, gid }: RestoringUser): CommandWords {
  return [
    'unshare',
    '--user',
    `--map-user=${uid}`,
    `--map-group=${gid}`,
    '--',
    'setpriv',
    '--no-new-privs',
    '--inh-caps=-all',
    '--',
  ];
}

import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finished } from '../processes.ts';
import { runCommand } from '../run-commands.ts';

/** A folder of a test's own, with a rules doc, backups and a state folder in it. */
export interface Sandbox {
  readonly folder: string;
  readonly rules: string;
  readonly state: string;
  /** Writes a sparse backup of that size, last changed at that instant. */
  backup(path: string, sizeBytes: number, at: string): Promise<void>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Runs a command with the sandbox's rules and state. */
  sentinel(command: string, ...args: string[]): Promise<Finished>;
}

/** Runs the test in a sandbox and removes it afterwards. */
export async function inSandbox(rules: string | Uint8Array, run: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-test-'));
  const at = (path: string) => join(folder, path);
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  try {
    await write('rules.yaml', rules);
    await run({
      folder,
      rules: at('rules.yaml'),
      state: at('state'),
      write,
      async backup(path, sizeBytes, instant) {
        await write(path, '');
        await truncate(at(path), sizeBytes);
        await utimes(at(path), new Date(instant), new Date(instant));
      },
      sentinel: (command, ...args) =>
        runCommand([command, ...args, '--rules', at('rules.yaml'), '--state', at('state')]),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A rules doc whose jobs watch a folder of their own name each, once a day. */
export function dailyRules(...jobs: string[]): string {
  const people = 'settings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\n';
  return `version: 1\n${people}jobs:\n${jobs.map((id) => `  ${id}: { backup: ./${id}/, rule: "every 24 hours, allow 26" }\n`).join('')}`;
}

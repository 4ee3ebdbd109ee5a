import { resolve } from 'node:path';
import { runProcess } from '../processes.ts';

const PROGRAM = resolve('node_modules/aws-cdk/bin/cdk');
/** It takes ten seconds, most of them for the synthesis, which is slower on a busy machine. */
const LIMIT_MS = 150_000;

export interface CdkOptions {
  /** The emulator's address and keys. */
  readonly env: Readonly<Record<string, string>>;
  /** Stands in for the home of whoever runs the tests. */
  readonly folder: string;
  readonly cwd?: string;
  /** Ends it, and the app that it may have started. */
  readonly signal: AbortSignal;
}

/** Runs the CDK's command line. Rejects, with what it said, when it fails. */
export async function cdk(args: readonly string[], { env, folder, cwd, signal }: CdkOptions): Promise<string> {
  // Nothing of the account that the tester may be signed in to: this deploys, and deletes.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:AWS_|CDK_|FORCE_COLOR$)/.test(name));
  const own = {
    HOME: folder,
    CI: '1',
    NO_COLOR: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
  const options = { ...(cwd && { cwd }), env: { ...Object.fromEntries(inherited), ...own, ...env }, signal };
  const { status, stdout, stderr } = await runProcess(process.execPath, [PROGRAM, ...args], {
    ...options,
    timeout: LIMIT_MS,
  });
  if (status !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

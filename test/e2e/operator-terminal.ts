import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killGroup, startProcess } from '../processes.ts';
import { AWS_CLI } from './tools.ts';

/** What the commands of a block did. */
export interface Typed {
  readonly output: string;
  /** Those that failed, as `2 node dist/sentinel.js status ...`. */
  readonly failed: readonly string[];
}

export interface TerminalOptions {
  /** Stands in for the home of the person. */
  readonly home: string;
  /** Where the commands are typed. */
  readonly folder: string;
  /** Of the emulator. */
  readonly endpoint: string;
  /** The number of the account that each profile is signed in to. */
  readonly profiles: Readonly<Record<string, string>>;
}

const LIMIT_MS = 600_000;

/** A terminal in which a person types commands, block by block, and says yes to what is asked. */
export class OperatorTerminal {
  readonly #options: TerminalOptions;
  readonly #env: Record<string, string>;

  constructor(options: TerminalOptions) {
    this.#options = options;
    const { home, endpoint } = options;
    const programs = join(home, 'bin');
    mkdirSync(programs, { recursive: true });
    // The version that Debian has takes no address from the environment.
    writeFileSync(join(programs, 'aws'), `#!/bin/sh\nexec ${AWS_CLI} --endpoint-url ${endpoint} --no-cli-pager "$@"\n`);
    chmodSync(join(programs, 'aws'), 0o755);
    const profiles = Object.entries(options.profiles).map(
      ([name, account]) => `[${name}]\naws_access_key_id = ${account}\naws_secret_access_key = test\n`,
    );
    writeFileSync(join(home, 'credentials'), profiles.join('\n'));
    writeFileSync(join(home, 'config'), '');
    // Nothing of the account that the tester may be signed in to: this deploys, and deletes.
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(?:AWS_|CDK_|CI$|FORCE_COLOR$|npm_)/.test(name),
    );
    this.#env = {
      ...(Object.fromEntries(inherited) as Record<string, string>),
      HOME: home,
      PATH: `${programs}:${process.env.PATH}`,
      NO_COLOR: '1',
      TERM: 'dumb',
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_CA_BUNDLE: '',
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: '1',
      npm_config_prefer_offline: 'true',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_cache: join(process.env.HOME ?? home, '.npm'),
      NO_PROXY: '127.0.0.1',
    };
  }

  /** Types the lines of a block; what one exports, later ones have. */
  async type(commands: string): Promise<Typed> {
    const { home, folder } = this.#options;
    const [exported, failed, script] = ['exported', 'failed', 'block.sh'].map((name) => join(home, name));
    writeFileSync(failed as string, '');
    const before = existsSync(exported as string) ? `. ${exported}\n` : '';
    const trap = `trap 'printf "%s %s\\n" "$?" "$BASH_COMMAND" >> ${failed}' ERR\n`;
    writeFileSync(script as string, `${before}${trap}${commands}\ntrap - ERR\nexport -p > ${exported}\n`);
    const output = await this.#run(['-qefc', `bash ${script}`, '/dev/null'], folder);
    return {
      output,
      failed: readFileSync(failed as string, 'utf8')
        .split('\n')
        .filter(Boolean),
    };
  }

  async #run(args: readonly string[], cwd: string): Promise<string> {
    const child = startProcess('script', args, { cwd, env: this.#env, stdio: ['pipe', 'pipe', 'pipe'] });
    const limit = setTimeout(() => killGroup(child.pid), LIMIT_MS);
    let output = '';
    let answered = 0;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const asked = /\(y\/n\)[?: ]*$|\[y\/N\][?: ]*$/.exec(output.slice(answered));
        if (asked === null) return;
        answered = output.length;
        child.stdin?.write('y\n');
      });
    child.stdin?.on('error', () => {});
    await once(child, 'close');
    clearTimeout(limit);
    return output;
  }
}

/**
 * The program's entry. It imports nothing by itself, so that it can say in one line what keeps the program's own files
 * from being loaded, and what no command has caught.
 */
const EXIT_INTERNAL = 70;
const EXIT_OS = 71;

process.on('uncaughtException', end);
await import('./sentinel.ts').then(({ runCommand }) => runCommand()).catch(end);

function end(error: Error & { readonly code?: string }): never {
  const { code, message, stack } = error;
  if (process.env.SENTINEL_DEBUG) process.stderr.write(`${stack}\n`);
  const isLimit = code === 'EMFILE' || code === 'ENFILE';
  const text = isLimit
    ? `too many open files: this process may open too few (ulimit -n says how many); allow it 256 or more, such as with ulimit -n 1024 or LimitNOFILE=1024 (${code})`
    : `internal error: ${message.replace(/[^\P{Cc}\n]/gu, ' ')} (SENTINEL_DEBUG=1 prints the stack trace)`;
  process.stderr.write(`sentinel: ${text}\n`);
  process.exit(isLimit ? EXIT_OS : EXIT_INTERNAL);
}

export {};

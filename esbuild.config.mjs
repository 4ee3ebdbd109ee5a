import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { rulesReaderName } from './lib/stacks/rules-reader.mjs';
import { pageAssets } from './lib/web/page/build-assets.mjs';
import { compileAhead } from './scripts/compile-ahead.mjs';
import { BANNER, mergeChunks } from './scripts/merge-chunks.mjs';

/** The embedded store's native code finds itself beside its own package. */
const nativeCode = {
  name: 'native-code',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/binding$/ }, ({ importer }) =>
      /[/\\]classic-level[/\\]/.test(importer) ? { path: 'classic-level/binding.js', external: true } : null,
    );
  },
};

/** commander loads it for commands that are programs of their own; the sentinel has none. */
const noOtherPrograms = {
  name: 'no-other-programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[/\\]commander[/\\]/.test(importer) ? { path: 'none', namespace: 'no-other-programs' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'no-other-programs' }, () => ({ contents: 'module.exports = {};' }));
  },
};

// The command line as ES modules, split where it is loaded on demand: a command loads what it needs and no more.
await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { sentinel: 'bin/start-sentinel.ts', demo: 'bin/demo.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  plugins: [pageAssets, nativeCode, noOtherPrograms],
  define: { RULES_READER: JSON.stringify(await rulesReaderName(import.meta.dirname)) },
  metafile: true,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: `#!/usr/bin/env node\n${BANNER}` },
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: false,
  logLevel: 'warning',
});

// By itself: it shares nothing with what it loads.
await build({
  entryPoints: ['bin/load-script.ts'],
  outfile: 'dist/chunks/load-script.js',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
});
const GROUPS = {
  start: ['bin/sentinel.ts'],
  run: [
    'bin/commands/run.ts',
    'lib/runner/verify/verify.ts',
    'lib/sources/file/destination.ts',
    'lib/sources/file/list.ts',
    'node_modules/p-retry/index.js',
  ],
  'local-check': ['bin/commands/check.ts', 'lib/sources/file/list.ts'],
  'state-folder': ['lib/adapters/embedded/store.ts', 'lib/adapters/embedded/operations.ts'],
  'rules-reader': ['lib/rules-doc/read-rules-document.ts'],
  watch: [
    'bin/commands/watch.ts',
    'bin/wiring/local-dispatch.ts',
    'lib/web/web-app.ts',
    'lib/web/ping-app.ts',
    'node_modules/hono/dist/index.js',
    'node_modules/@hono/node-server/dist/index.mjs',
  ],
};
await mergeChunks(metafile, GROUPS, ['run']);
await compileAhead('dist');

import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { pageAssets } from './lib/web/page/build-assets.mjs';

// The command line as ES modules, split where it is loaded on demand: a command loads what it needs and no more.
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { sentinel: 'bin/start-sentinel.ts', demo: 'bin/demo.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // The embedded store is native code behind CommonJS, and only one of the two stores is ever needed.
  external: ['dynalite'],
  plugins: [pageAssets],
  chunkNames: 'chunks/[name]-[hash]',
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
  legalComments: 'none',
  minifySyntax: true,
  sourcemap: false,
  logLevel: 'warning',
});

import { createHash } from 'node:crypto';
import { build } from 'esbuild';

/** See rules-reader.d.mts. */
export async function rulesReaderName(project) {
  const { outputFiles } = await build({
    absWorkingDir: project,
    stdin: {
      contents: ENTRY,
      resolveDir: `${project}/lib/rules-doc`,
    },
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  const digest = createHash('sha256');
  for (const { contents } of outputFiles) digest.update(contents);
  return digest.digest('hex').slice(0, 32);
}

const ENTRY = `
export { readRulesDocument } from './read-rules-document.ts';
export { formatReading } from './format-reading.ts';
export { parseReading } from './parse-reading.ts';
`;

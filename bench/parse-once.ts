import { readFileSync } from 'node:fs';
import { readRulesDocument } from '../lib/rules-doc/read-rules-document.ts';

/** Reads the rules doc named on the command line once, as a command does that has just begun, and prints the ms. */
const bytes = readFileSync(process.argv[2] ?? '');
const begun = performance.now();
const { document } = readRulesDocument(bytes, {
  name: 'rules.yaml',
  folder: null,
  now: Date.parse('2026-11-20T09:00:00Z'),
});
const tookMs = performance.now() - begun;
if (document === null) throw new Error('the invented rules doc is bad');
process.stdout.write(`${tookMs} ${document.jobs.length}\n`);

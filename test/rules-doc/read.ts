import { type ReadingOptions, type ReadRules, readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';

export const NOW = Date.parse('2026-11-21T08:00:00Z');

/** Reads a document as the tests do: from the folder /srv/rules, on 21 November 2026. */
export function read(text: Uint8Array | string, options: Partial<ReadingOptions> = {}): ReadRules {
  return readRulesDocument(text, { name: 'rules.yaml', folder: '/srv/rules', now: NOW, ...options });
}

/** A good document of one job, with lines of the job (indented by four) and of the top level. */
export function withJob(jobLines: string, topLines = ''): string {
  return `version: 1
settings: { admin: dana }
people:
  dana: { email: dana@acme.example }
  sam: { email: sam@acme.example }
${topLines === '' ? '' : `${topLines}\n`}jobs:
  orders-db:
    ${jobLines.split('\n').join('\n    ')}
`;
}

/** A good document of one job with this rule, as a single-quoted sentence. */
export function withRule(sentence: string, settings = ''): string {
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const settingsRule = settings === '' ? '' : `, rule: ${quote(settings)}`;
  return withJob(`backup: ./orders/\nrule: ${quote(sentence)}`).replace(
    'admin: dana }',
    `admin: dana${settingsRule} }`,
  );
}

/** `line:column CODE` of every problem. */
export function places(result: ReadRules): string[] {
  return result.problems.map((problem) => `${problem.line}:${problem.column} ${problem.code}`);
}

export function codes(result: ReadRules): string[] {
  return result.problems.map((problem) => problem.code);
}

import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Whether the rules doc can be used as it stands, and whether it names an admin. */
export function rulesFindings(loaded: LoadedRules): readonly Finding[] {
  const { source, document, used, unavailable, lastGoodError, problems } = loaded;
  const lint = `\`sentinel lint ${source}\` shows what to fix`;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const what = unavailable ?? `${source} has ${count(errors, 'error')}`;
  const unusable =
    used === 'current'
      ? []
      : used === 'last-good'
        ? [fail('rules', `${what}; the last good one is used instead`, loaded.isSettling ? 'wait two minutes' : lint)]
        : [fail('rules', `${what}; nothing can be checked`, lint)];
  return [
    ...unusable,
    ...(lastGoodError === null ? [] : [warn('rules', lastGoodError, 'the next good document replaces it')]),
    ...(used === 'current' && warnings > 0 ? [warn('rules', `${source} has ${count(warnings, 'warning')}`, lint)] : []),
    ...(document !== null && document.admin === null
      ? [
          warn(
            'rules',
            'settings.admin names no one: what only an admin can fix reaches no one',
            'add settings: { admin: NAME }',
          ),
        ]
      : []),
    ...(used === 'current' && warnings === 0 && document !== null
      ? [ok('rules', `${source}: ${count(document.jobs.length, 'job')}`)]
      : []),
  ];
}

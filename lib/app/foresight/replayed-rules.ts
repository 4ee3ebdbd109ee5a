import type { RulesDocument } from '../../rules-doc/document.ts';
import type { LoadedRules } from '../rules/load-rules.ts';

/** The document as a pass is given it. Its text is not looked at. */
export function rulesOf(document: RulesDocument): LoadedRules {
  return {
    source: 'the replayed rules doc',
    fileName: 'rules.yaml',
    folder: null,
    version: 'replayed',
    used: 'current',
    document,
    problems: [],
    unavailable: null,
    lastGoodError: null,
    isLastGoodDamaged: false,
    lastGood: null,
    text: '',
    understood: null,
    maxJobs: null,
  };
}

import { PROVE_COMMAND } from '../../lib/prove/settings/prove-option.ts';
import { BETWEEN_WORDS } from '../../lib/runner/settings/read-option.ts';

/**
 * A command line in which the two words of an option such as `--expect QUERY WANTED` are one, since commander reads one
 * word an option. What is behind `--` stays.
 */
export function withJoinedPairs(argv: readonly string[]): string[] {
  if (argv[2] !== PROVE_COMMAND.verb) return [...argv];
  const joined: string[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') return [...joined, ...argv.slice(index)];
    joined.push(word);
    const kind = word.startsWith('--') ? PROVE_COMMAND.options.get(word.slice(2))?.kind : undefined;
    const [first, second] = argv.slice(index + 1);
    if (first === undefined) continue;
    const hasTwo = kind === 'pairs' || (kind === 'texts-or-pairs' && second !== undefined && !second.startsWith('--'));
    if (!hasTwo) continue;
    joined.push(second === undefined ? first : `${first}${BETWEEN_WORDS}${second}`);
    index += second === undefined ? 1 : 2;
  }
  return joined;
}

/** The words of a joined one. */
export function separated(word: string): readonly string[] {
  return word.split(BETWEEN_WORDS);
}

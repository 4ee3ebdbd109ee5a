import type { Problem } from '../document.ts';
import { problemAnchor } from './problem-code.ts';

/**
 * A problem as one line for people:
 * `rules.yaml:14:11 WINDOW_SHORTER_THAN_PERIOD jobs.orders-db.rule: what is wrong; what to do. See docs/rules.md#...`.
 * `name` is the document's file name.
 */
export function formatProblem(name: string, problem: Problem): string {
  const place = problem.line > 0 ? `${name}:${problem.line}:${problem.column}` : name;
  const path = problem.path === '' ? '' : ` ${problem.path}`;
  const severity = problem.severity === 'warning' ? ' (warning)' : '';
  return `${place} ${problem.code}${severity}${path}: ${problem.message}. See docs/rules.md#${problemAnchor(problem.code)}`;
}

import { publishable } from '../../lib/core/event/publishable.ts';
import { formatSecond } from '../../lib/core/instant.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { eachTest } from '../../lib/core/model/verdict.ts';
import { printable } from './printable.ts';

/** A transition as one line: for people, or as one JSON object. */
export function changeLine(transition: Transition, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(publishable(transition))}\n`;
  const { at, jobId, from, to, reason, by, verdict } = transition;
  const failing = verdict === null ? [] : eachTest(verdict.tests).filter(({ test }) => test.result !== 'pass');
  const words = [
    `${formatSecond(at)}  ${jobId}  ${from} -> ${to} (${reason}${by ? `, ${by}` : ''})`,
    ...failing.map(({ test }) => test.reason),
  ];
  return `${printable(words.join('  '))}\n`;
}

import { localTime, type Reading } from '../../core/message/local-time.ts';
import type { Transition } from '../../core/model/transition.ts';

const SIGNS = { added: '+', removed: '-', same: ' ' } as const;

/** One transition of a replay: `+ alert     Sat 3 Oct 10:00`. */
export function changeText(kind: keyof typeof SIGNS, { to, at }: Transition, reading: Reading): string {
  return `${SIGNS[kind]} ${to.padEnd(8)}  ${localTime(at, reading)}`;
}

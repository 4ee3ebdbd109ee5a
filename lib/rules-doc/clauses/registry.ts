import { alertAfterClause } from './alert-after.ts';
import { alertBelowClause } from './alert-below.ts';
import { allowClause } from './allow.ts';
import { atClause } from './at.ts';
import { atLeastClause } from './at-least.ts';
import { atLeastFilesClause } from './at-least-files.ts';
import { atMostClause } from './at-most.ts';
import { byClause } from './by.ts';
import { checkClause } from './check.ts';
import type { AnyClause, Clause } from './clause.ts';
import { cronClause } from './cron.ts';
import { earlyClause } from './early.ts';
import { emptyClause } from './empty.ts';
import { escalateClause } from './escalate.ts';
import { everyClause } from './every.ts';
import { finishWithinClause } from './finish-within.ts';
import { growClause } from './grow.ts';
import { lateClause } from './late.ts';
import { marginClause } from './margin.ts';
import { mustChangeClause } from './must-change.ts';
import { provenClause } from './proven.ts';
import { restoreWithinClause } from './restore-within.ts';
import { shrinkClause } from './shrink.ts';
import { unchangedClause } from './unchanged.ts';
import { warnShrinkClause } from './warn-shrink.ts';

/** Every clause of a rule, in the order in which canonical sentences and docs have them. A new one is a file and a line. */
export const CLAUSES = [
  everyClause,
  atClause,
  byClause,
  cronClause,
  allowClause,
  lateClause,
  alertAfterClause,
  earlyClause,
  atLeastClause,
  alertBelowClause,
  atMostClause,
  atLeastFilesClause,
  shrinkClause,
  warnShrinkClause,
  growClause,
  finishWithinClause,
  escalateClause,
  checkClause,
  unchangedClause,
  emptyClause,
  mustChangeClause,
  provenClause,
  restoreWithinClause,
  marginClause,
] as const satisfies readonly AnyClause[];

type ValueOf<C> = C extends Clause<string, infer Value> ? Value : never;

/** What each clause says, once read. */
export type ClauseValues = { readonly [C in (typeof CLAUSES)[number] as C['name']]: ValueOf<C> };
export type ClauseName = keyof ClauseValues;

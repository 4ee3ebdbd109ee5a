import { HOUR_S } from '../../core/instant.ts';
import type { Clause as JudgedClause, ProofClock, Rule, SizeFloor, VerifyDepth } from '../../core/model/rule.ts';
import { formatBytes } from '../../core/quantity.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { type ClauseSet, offsetOfClause, type PlacedClause } from './clause-set.ts';
import { resolveSchedule } from './resolve-schedule.ts';
import { runsDaily } from './runs-daily.ts';
import { DEFAULT_SHRINK_PERCENT } from './shrink.ts';

const DEFAULT_MARGIN_PERCENT = 25;

/** What a rule takes from the job rather than from its clauses. */
export interface JobTraits {
  readonly timezone: string;
  readonly starts: string | null;
  readonly verify: VerifyDepth | null;
  readonly urgent: boolean;
  /** Local dates on which no run is expected. */
  readonly skips: readonly string[];
}

/** The job a rule is resolved for, for the problems it may have. */
export interface RuleOwner {
  readonly path: string;
  readonly keyOffset: number;
  /** Where the job stands, `rules.yaml:21`: defaults point there. */
  readonly at: string;
  /** False when a clause was not understood; then a missing one is not complained of. */
  readonly isWhole: boolean;
}

export interface ResolvedRule {
  readonly rule: Rule;
  /** Whole seconds between checks. */
  readonly checkEveryS: number;
  /** Whether the rule itself says so. */
  readonly isCheckSaid: boolean;
}

/** Turns merged clauses into thresholds; problems between clauses go to the log. */
class RuleResolver {
  readonly #clauses: ClauseSet;
  readonly #owner: RuleOwner;
  readonly #context: ReadingContext;

  constructor(clauses: ClauseSet, owner: RuleOwner, context: ReadingContext) {
    this.#clauses = clauses;
    this.#owner = owner;
    this.#context = context;
  }

  resolve(traits: JobTraits): ResolvedRule | null {
    const { shrink, warn_shrink, at_most, check } = this.#clauses;
    const logProblem = this.#logProblem;
    const schedule = resolveSchedule(this.#clauses, this.#marginPercent, traits.skips, logProblem);
    const floor = this.#floor();
    if (at_most !== undefined && floor !== null && at_most.value < floor.bytes) {
      const message = `at most ${formatBytes(at_most.value, floor.bytes)} is less than at least ${formatBytes(floor.bytes, at_most.value)}, so that no size is right; raise one or lower the other`;
      logProblem('FLOOR_ABOVE_CEILING', at_most, message);
    }
    const shrinkPercent = shrink?.value ?? DEFAULT_SHRINK_PERCENT;
    if (warn_shrink !== undefined && warn_shrink.value > shrinkPercent) {
      const message = `warn at ${warn_shrink.value}% can never come before the alert at ${shrinkPercent}%; write ${shrinkPercent}% or less`;
      logProblem('WARN_BEYOND_SHRINK', warn_shrink, message);
    }
    if (schedule === null) {
      this.#complainOfNoSchedule();
      return null;
    }
    const rule = {
      ...this.#limits(),
      timezone: traits.timezone,
      schedule,
      floor,
      proven: this.#proven(),
      warnShrinkPercent: warn_shrink?.value ?? shrinkPercent / 2,
      starts: traits.starts,
      verify: traits.verify,
      urgent: traits.urgent,
      at: this.#placeOf(),
    } as Rule;
    const usualS = runsDaily(schedule) ? HOUR_S : 6 * HOUR_S;
    return { rule, checkEveryS: check?.value ?? usualS, isCheckSaid: check !== undefined };
  }

  /** What each clause gives on its own. */
  #limits(): Partial<Rule> {
    const said: Partial<Record<string, PlacedClause<unknown>>> = this.#clauses;
    const limits: Partial<Rule> = {};
    for (const clause of this.#context.sentences.grammar.clauses) {
      if (clause.limits !== null) Object.assign(limits, clause.limits(said[clause.name]?.value));
    }
    return limits;
  }

  #complainOfNoSchedule(): void {
    if (!this.#owner.isWhole) return;
    const message = 'nothing says how often this job runs; add to its rule, for example, every 24 hours, or at 02:00';
    this.#context.log.error('NO_SCHEDULE', this.#owner.keyOffset, this.#owner.path, message);
  }

  #floor(): SizeFloor | null {
    const { at_least, alert_below } = this.#clauses;
    if (at_least === undefined) {
      // Without a floor of its own, the line below which it is an alert is the floor.
      return alert_below === undefined ? null : { bytes: alert_below.value, hardBelowBytes: alert_below.value };
    }
    if (alert_below !== undefined && alert_below.value > at_least.value) {
      const least = formatBytes(at_least.value, alert_below.value);
      const message = `alert below ${formatBytes(alert_below.value, at_least.value)} is more than at least ${least}; use ${least} or less`;
      this.#logProblem('ALERT_ABOVE_FLOOR', alert_below, message);
    }
    return {
      bytes: at_least.value,
      hardBelowBytes: alert_below?.value ?? Math.round(at_least.value * (1 - this.#marginPercent / 100)),
    };
  }

  #proven(): ProofClock | null {
    const { proven } = this.#clauses;
    if (proven === undefined) return null;
    return { everyS: proven.value, hardAfterS: Math.round(proven.value * (1 + this.#marginPercent / 100)) };
  }

  get #marginPercent(): number {
    return this.#clauses.margin?.value ?? DEFAULT_MARGIN_PERCENT;
  }

  /** Says where a clause stands; for one that was left to its default, the clause that it follows from, or the job. */
  #placeOf(): (clause: JudgedClause) => string {
    const clauses: Partial<Record<string, PlacedClause<unknown>>> = this.#clauses;
    const { name, source, text, sentences } = this.#context;
    const jobAt = this.#owner.at;
    const lines = new Map<string, string>();
    return (clause) => {
      let line = lines.get(clause);
      if (line === undefined) {
        const place = [clause, ...(sentences.grammar.clause(clause)?.follows ?? [])]
          .map((each) => clauses[each]?.place)
          .find((each) => each !== undefined);
        line = place === undefined ? jobAt : `${name}:${source.positionAt(offsetOfClause(text, place)).line}`;
        lines.set(clause, line);
      }
      return line;
    };
  }

  readonly #logProblem = (
    code: Parameters<ReadingContext['log']['error']>[0],
    { place }: PlacedClause<unknown>,
    message: string,
  ): void => {
    const inherited = place.path.startsWith(this.#owner.path) ? '' : ` (in ${this.#owner.path})`;
    this.#context.log.error(code, offsetOfClause(this.#context.text, place), place.path, `${message}${inherited}`);
  };
}

/**
 * The rule of a job with thresholds as whole seconds and whole bytes, from clauses that are already merged; null when
 * it has no schedule. Problems between clauses (`allow` shorter than `every` ...) go to the log. Source of the formulas:
 * docs/design/decision.md#tests.
 */
export function resolveRule(
  clauses: ClauseSet,
  traits: JobTraits,
  owner: RuleOwner,
  context: ReadingContext,
): ResolvedRule | null {
  return new RuleResolver(clauses, owner, context).resolve(traits);
}

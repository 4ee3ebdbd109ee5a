import type { Place } from '../../core/evidence/place.ts';
import type { MemberRule } from '../../core/model/each.ts';
import type { EndSignal } from '../../core/model/end-signal.ts';
import type { Job } from '../../core/model/job.ts';
import type { Person } from '../../core/model/person.ts';
import { type ClausePlace, type ClauseSet, mergeClauses, offsetOfClause } from '../clauses/clause-set.ts';
import { keptClauses } from '../clauses/kept-clauses.ts';
import { readClauses } from '../clauses/read-clauses.ts';
import { type JobTraits, type ResolvedRule, type RuleOwner, resolveRule } from '../clauses/resolve-rule.ts';
import { readDate } from '../clauses/times.ts';
import { describeRule } from '../clauses/understood.ts';
import { type UnderstoodRule, understoodRule } from '../clauses/understood-rule.ts';
import { meant } from '../yaml/near.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeEntry, type TreeMap, type TreeNode } from '../yaml/tree.ts';
import { adviseJob } from './advise-job.ts';
import { checkMirror } from './check-mirror.ts';
import { checkPerson } from './check-person.ts';
import { makeJob } from './make-job.ts';
import { parsePlace } from './place-text.ts';
import { readEach } from './read-each.ts';
import { type EndSignalText, readEndSignal, readReport } from './read-end-signal.ts';
import { nodeIdProblem } from './read-ids.ts';
import { readMap, readSection } from './read-section.ts';
import { type Group, namesOf, type Settings } from './read-settings.ts';
import { checkHolidayNames, checkSkips } from './read-skips.ts';
import { checkWebAddress, readZone } from './read-values.ts';

const NODE = '{node}';

/** What jobs inherit from, or name. */
export interface RoutingContext {
  readonly settings: Settings;
  readonly groups: ReadonlyMap<string, Group>;
  readonly groupIds: ReadonlySet<string>;
  readonly people: ReadonlyMap<string, Person>;
  readonly personIds: ReadonlySet<string>;
  readonly calendars: ReadonlyMap<string, readonly string[]>;
}

/** A job with what its rule was understood as. */
export interface UnderstoodJob extends UnderstoodRule {
  /** The job's key in the document. */
  readonly jobId: string;
}

/** Reads one job, its nodes included, with everything it inherits. */
export class JobReader {
  readonly #around: RoutingContext;
  readonly #context: ReadingContext;
  /** What each job's rule was understood as. */
  readonly understood: UnderstoodJob[] = [];

  constructor(around: RoutingContext, context: ReadingContext) {
    this.#around = around;
    this.#context = context;
  }

  /** The job, or one job for each of its nodes; none when it has a problem that leaves nothing to check. */
  read({ key: id, keyOffset, value }: TreeEntry): Job[] {
    const { log, folder } = this.#context;
    const path = `jobs.${id}`;
    const map = readMap(value, path, log, '{ backup: ..., rule: ... }');
    if (map === null) return [];
    const values = readSection(map, 'job', path, log);
    const group = this.#group(map, values.group, path);
    const heartbeat = values.heartbeat ?? false;
    const hasBackup = child(map, 'backup') !== undefined;
    if (!hasBackup && child(map, 'heartbeat') === undefined) {
      const message = `${id} has neither backup: nor heartbeat: true, so that there is nothing to watch; add one of them`;
      log.error('NOTHING_TO_WATCH', keyOffset, path, message);
    } else if (!hasBackup && values.heartbeat === false) {
      log.error(
        'NOTHING_TO_WATCH',
        keyOffset,
        path,
        `${id} has no backup: and says heartbeat: false; add backup:, or write heartbeat: true`,
      );
    }
    const nodes = this.#nodes(map, path);
    const place = this.#place(map, values.backup, nodes !== null, path);
    if (values.mirror) checkMirror(map, values.backup, path, this.#context);
    const finished = readEndSignal(map, values.finished, { backup: hasBackup, heartbeat }, path, this.#context);
    const each = readEach(
      map,
      {
        backup: values.backup,
        report: finished.kind === 'report' ? finished.text : null,
        hasNodes: nodes !== null,
        isPinged: heartbeat || finished.kind === 'heartbeat',
      },
      path,
      this.#context,
    );
    if (finished.kind === 'report' && finished.text.includes(NODE) && nodes === null) {
      this.#error(
        'NODE_PLACEHOLDER',
        map,
        'finished',
        path,
        "{node} stands in the report's place, and the job has no nodes:; add nodes: [a, b], or take {node} out",
      );
    }
    if (values.verify !== undefined && !hasBackup) {
      this.#error(
        'NOTHING_TO_WATCH',
        map,
        'verify',
        path,
        `verify: ${values.verify} looks at files, and this job has no backup:; add it, or take verify out`,
      );
    }
    const report = readReport(map, path, this.#context);
    checkWebAddress(map, 'runbook', values.runbook, path, log);
    const name = values.name ?? id;
    const ruleNode = child(map, 'rule');
    const inherited = [this.#around.settings.rule, group?.rule];
    const usualTimes = mergeClauses(inherited.map((rule) => rule?.clauses ?? {})).at?.value;
    const rules = [...inherited, readClauses(ruleNode, `${path}.rule`, name, this.#context, usualTimes)];
    const at = `${this.#context.name}:${this.#context.source.positionAt(keyOffset).line}`;
    const owner = {
      path,
      keyOffset,
      at,
      isWhole: rules.every((rule) => rule?.isWhole !== false) && (values.group === undefined || group !== null),
    };
    const { calendars, settings } = this.#around;
    const ownSkips = namesOf(values.skips);
    if (ownSkips !== null) checkHolidayNames(map, 'skips', ownSkips, path, calendars, log);
    const skips = ownSkips ?? group?.skips ?? settings.skips ?? [];
    const traits = {
      timezone: readZone(map, values.timezone, path, log) ?? group?.timezone ?? this.#around.settings.timezone,
      starts: this.#starts(map, values.starts, path),
      verify: values.verify ?? null,
      urgent: values.urgent ?? group?.urgent ?? false,
      skips: skips.flatMap((name) => calendars.get(name) ?? []),
    };
    const keptRule = this.#context.kept?.rules?.[id];
    const clauses =
      keptRule === undefined
        ? mergeClauses(rules.map((rule) => rule?.clauses ?? {}))
        : keptClauses(this.#context.sentences.grammar, keptRule, keptPlace(keyOffset, path));
    const before = log.count;
    const resolved = resolveRule(clauses, traits, owner, this.#context);
    const isGood = log.count === before;
    if (resolved !== null && this.#context.isAdvised) {
      const backupNode = child(map, 'backup');
      const backup =
        values.backup === undefined || backupNode === undefined
          ? null
          : { text: values.backup, offset: backupNode.offset };
      const seen = this.#context.seen?.get(id) ?? null;
      adviseJob({ path, keyOffset, clauses, backup, seen, ...resolved }, this.#context);
    }
    const people = this.#people(map, values.owner, values.escalate_to, group, path);
    if (people.owner === null && values.owner === undefined) {
      log.warning(
        'NOBODY_NAMED',
        keyOffset,
        path,
        `no person is notified about ${id}; add an owner to the job, its group or settings, or an admin to settings`,
      );
    }
    if (resolved === null) return [];
    this.#checkClauses(clauses, finished.kind, path);
    checkSkips(map, resolved.rule, path, log);
    if (owner.isWhole && isGood)
      this.understood.push({ jobId: id, ...understoodRule(this.#context.sentences.grammar, clauses) });
    const memberRules = this.#memberRules(each?.rules ?? [], map, { clauses, traits, owner, finished }, id);
    const shared = {
      parentId: id,
      name,
      group: values.group ?? null,
      ...people,
      report,
      heartbeat,
      skips,
      ...(values.mirror ? ({ isMirror: true } as const) : {}),
      namesIn: readZone(map, values.names_in, path, log, 'names_in') ?? resolved.rule.timezone,
      rule: resolved.rule,
      // One look serves all members, so it is made as often as the one that needs it most.
      checkEveryS: Math.min(resolved.checkEveryS, ...memberRules.map(({ checkEveryS }) => checkEveryS)),
      ...([resolved, ...memberRules].some(({ isCheckSaid }) => isCheckSaid) ? ({ isCheckSaid: true } as const) : {}),
      ...(each && { each: { ...each, rules: memberRules.map(({ checkEveryS, isCheckSaid, ...own }) => own) } }),
      isPublic: values.public ?? false,
      runbook: values.runbook ?? null,
      note: values.note ?? null,
      at,
      understood: describeRule(this.#context.sentences.grammar.clauses, resolved.rule, resolved.checkEveryS),
    };
    if (nodes === null) return [makeJob(shared, id, null, place, endSignal(finished, null, folder))];
    return nodes.map((node) => {
      const ownPlace = place === null ? null : { ...place, template: place.template.replaceAll(NODE, node) };
      return makeJob(shared, `${id}/${node}`, node, ownPlace, endSignal(finished, node, folder));
    });
  }

  /** The rules of members whose names match: the job's clauses, overridden by what is said of them. */
  #memberRules(
    entries: readonly TreeEntry[],
    map: TreeMap,
    job: { clauses: ClauseSet; traits: JobTraits; owner: RuleOwner; finished: EndSignalText },
    id: string,
  ): (MemberRule & Pick<ResolvedRule, 'checkEveryS' | 'isCheckSaid'>)[] {
    const { log, sentences, kept } = this.#context;
    const { grammar } = sentences;
    return entries.flatMap(({ key: pattern, keyOffset, value }) => {
      const path = `${job.owner.path}.each.rules.${pattern}`;
      const said = readClauses(value, path, pattern, this.#context);
      const keptRule = kept?.rules?.[`${id}/${pattern}`];
      const clauses =
        keptRule === undefined
          ? mergeClauses([job.clauses, said.clauses])
          : keptClauses(grammar, keptRule, keptPlace(keyOffset, path));
      const before = log.count;
      const owner = { ...job.owner, path, keyOffset, isWhole: job.owner.isWhole && said.isWhole };
      const resolved = resolveRule(clauses, job.traits, owner, this.#context);
      if (resolved === null) return [];
      this.#checkClauses(clauses, job.finished.kind, path);
      checkSkips(map, resolved.rule, job.owner.path, log);
      if (owner.isWhole && log.count === before)
        this.understood.push({ jobId: `${id}/${pattern}`, ...understoodRule(grammar, clauses) });
      const { rule, checkEveryS, isCheckSaid } = resolved;
      return [
        { pattern, rule, checkEveryS, isCheckSaid, understood: describeRule(grammar.clauses, rule, checkEveryS) },
      ];
    });
  }

  /** What a clause needs of the job. */
  #checkClauses({ unchanged }: ClauseSet, finished: EndSignal['kind'], path: string): void {
    const { log, text } = this.#context;
    if (unchanged !== undefined && finished === 'landed') {
      log.error(
        'BAD_END_SIGNAL',
        offsetOfClause(text, unchanged.place),
        unchanged.place.path,
        `unchanged is fine, but nothing says that a run of ${path} succeeded, and a script that died makes nothing new either; add finished: marker NAME, report PATH or heartbeat, or take the clause out`,
      );
    }
  }

  #error(code: ProblemCode, map: TreeMap, key: string, path: string, message: string): void {
    this.#context.log.error(code, child(map, key)?.offset ?? map.offset, `${path}.${key}`, message);
  }

  #group(map: TreeMap, id: string | undefined, path: string): Group | null {
    if (id === undefined) return null;
    const group = this.#around.groups.get(id);
    if (group !== undefined) return group;
    if (!this.#around.groupIds.has(id)) {
      const remedy = meant(id, this.#around.groupIds, 'add it under groups, or take the line out');
      this.#error('UNKNOWN_GROUP', map, 'group', path, `${quoted(id)} is no group; ${remedy}`);
    }
    return null;
  }

  #nodes(map: TreeMap, path: string): readonly string[] | null {
    const node: TreeNode | undefined = child(map, 'nodes');
    if (node?.kind !== 'list') return null;
    const { log } = this.#context;
    const nodes = new Set<string>();
    for (const item of node.items) {
      const text = item.kind === 'scalar' ? item.text : '';
      const problem = nodeIdProblem(item.kind === 'scalar' ? item.value : null, text);
      if (problem !== null) log.error('BAD_ID', item.offset, `${path}.nodes`, problem);
      else if (nodes.has(text))
        log.error(
          'DUPLICATE_KEY',
          item.offset,
          `${path}.nodes`,
          `the node ${text} stands in the list a second time; keep one`,
        );
      else nodes.add(String(item.kind === 'scalar' ? item.value : text));
    }
    if (node.items.length === 0)
      log.error(
        'WRONG_TYPE',
        node.offset,
        `${path}.nodes`,
        'nodes is an empty list; write [a, b, c], or take the line out',
      );
    return [...nodes];
  }

  #place(map: TreeMap, written: string | undefined, hasNodes: boolean, path: string): Place | null {
    if (written === undefined) return null;
    const { place, problem } = parsePlace(written, this.#context.folder);
    if (problem !== null) this.#error(problem.code, map, 'backup', path, problem.message);
    if (hasNodes && !written.includes(NODE)) {
      this.#error(
        'NODE_PLACEHOLDER',
        map,
        'backup',
        path,
        "the job has nodes:, and the place has no {node}; write {node} where the nodes' folders differ",
      );
    }
    if (!hasNodes && written.includes(NODE)) {
      this.#error(
        'NODE_PLACEHOLDER',
        map,
        'backup',
        path,
        '{node} stands in the place, and the job has no nodes:; add nodes: [a, b], or take {node} out',
      );
    }
    return place;
  }

  #starts(map: TreeMap, written: string | undefined, path: string): string | null {
    if (written === undefined) return null;
    const date = readDate(written);
    if (date.ok) return date.value;
    this.#error(date.code, map, 'starts', path, `starts: ${date.message}`);
    return null;
  }

  /** Owner and escalation target, as routing resolves them: the job's, else its group's, else the settings'. */
  #people(
    map: TreeMap,
    owner: string | undefined,
    escalateTo: string | undefined,
    group: Group | null,
    path: string,
  ): Pick<Job, 'owner' | 'ownerFrom' | 'groupOwner' | 'escalateTo'> {
    const { settings, people } = this.#around;
    checkPerson(map, 'owner', owner, path, this.#around.personIds, this.#context);
    checkPerson(map, 'escalate_to', escalateTo, path, this.#around.personIds, this.#context);
    const [owned, ownerFrom]: [string | null, Job['ownerFrom']] =
      owner !== undefined
        ? [owner, 'job']
        : group !== null && group.owner !== null
          ? [group.owner, 'group']
          : settings.owner !== null
            ? [settings.owner, 'settings']
            : [settings.admin, settings.admin === null ? null : 'admin'];
    const manager = owned === null ? null : (people.get(owned)?.manager ?? null);
    const target = escalateTo ?? group?.escalateTo ?? settings.escalateTo ?? manager ?? settings.admin;
    return { owner: owned, ownerFrom, groupOwner: group?.owner ?? null, escalateTo: target };
  }
}

function endSignal(signal: EndSignalText, node: string | null, folder: string | null): EndSignal {
  if (signal.kind !== 'report') return signal;
  const { place } = parsePlace(signal.text, folder);
  // It was read before; the default only stands in where a problem is already in the log.
  if (place === null) return { kind: 'landed' };
  return {
    kind: 'report',
    place: node === null ? place : { ...place, template: place.template.replaceAll(NODE, node) },
  };
}

/** A rule that was kept stands where its job does. */
function keptPlace(offset: number, path: string): ClausePlace {
  return { scalar: { kind: 'scalar', offset, end: offset, value: null, text: '' }, index: 0, path: `${path}.rule` };
}

import { SECOND_MS } from '../../core/instant.ts';
import { memberId } from '../../core/members/member-id.ts';
import type { Each } from '../../core/model/each.ts';
import { readDuration } from '../clauses/units.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeEntry, type TreeMap } from '../yaml/tree.ts';
import { readMap, readSection } from './read-section.ts';

const EACH = '{each}';

/** What a job with `{each}` says of its members; their rules are still to be read. */
export type EachText = Omit<Each, 'rules'> & { readonly rules: readonly TreeEntry[] };

/** What of a job has to do with its members. */
export interface EachOwner {
  readonly backup: string | undefined;
  readonly report: string | null;
  readonly hasNodes: boolean;
  readonly isPinged: boolean;
}

/** Reads `each:` of a job; null for a job without `{each}` in its place. Problems go to the log. */
export function readEach(
  map: TreeMap,
  { backup = '', report, hasNodes, isPinged }: EachOwner,
  path: string,
  context: ReadingContext,
): EachText | null {
  const { log } = context;
  const node = child(map, 'each');
  const count = countOf(backup);
  const complain = (key: string, message: string) =>
    log.error('EACH_PLACEHOLDER', child(map, key)?.offset ?? map.offset, `${path}.${key}`, message);
  const inReport = countOf(report ?? '');
  if (count === 0) {
    if (node !== undefined)
      complain(
        'each',
        'the job has each:, and its place has no {each}; write {each} where the names differ, or take each out',
      );
    if (inReport > 0)
      complain('finished', '{each} stands in the place of the reports, and not in backup:; write it in both');
    return null;
  }
  if (hasNodes)
    complain('nodes', 'nodes are listed and {each} finds its members, so a job has one or the other; take nodes: out');
  if (isPinged)
    complain(
      child(map, 'heartbeat') === undefined ? 'finished' : 'heartbeat',
      'members are found by their files and are never pinged; take the heartbeat out, or write a job for each',
    );
  if (inReport > 0 && inReport !== count)
    complain(
      'finished',
      `{each} stands ${count} times in backup: and ${inReport} times in the place of the reports; write it as often in both, or once in none of the reports`,
    );
  const section = readMap(node, `${path}.each`, log, '{ except: [scratch_*], forget_after: 30 days }');
  const values = section === null ? {} : readSection(section, 'each', `${path}.each`, log);
  const expect = listOf(values.expect);
  for (const name of expect) {
    const parts = name.split('/').length;
    const problem =
      parts !== count
        ? `it has ${parts === 1 ? 'one part' : `${parts} parts`} between slashes, and the place has {each} ${count === 1 ? 'once' : `${count} times`}`
        : memberId(name) === null
          ? 'it is too long'
          : null;
    if (problem !== null && section !== null)
      log.error(
        'BAD_ID',
        child(section, 'expect')?.offset ?? section.offset,
        `${path}.each.expect`,
        `${quoted(name)} cannot be the name of a member: ${problem}; write the part of the path that stands at {each}`,
      );
  }
  const rules = section === null ? undefined : child(section, 'rules');
  const ruleMap = readMap(rules, `${path}.each.rules`, log, '{ FULL: every 7 days, LOG: every 1 hour }');
  return {
    except: listOf(values.except),
    forgetAfterMs:
      values.forget_after === undefined || section === null
        ? null
        : readForgetting(section, values.forget_after, path, context),
    expect,
    atLeast: values.at_least ?? 1,
    rules: [...(ruleMap?.entries.values() ?? [])],
  };
}

function readForgetting(section: TreeMap, written: string, path: string, { log }: ReadingContext): number | null {
  const duration = readDuration(written);
  if (duration.ok) return duration.value.seconds * SECOND_MS;
  log.error(
    duration.code,
    child(section, 'forget_after')?.offset ?? section.offset,
    `${path}.each.forget_after`,
    `forget_after: ${duration.message}`,
  );
  return null;
}

function countOf(text: string): number {
  return text.split(EACH).length - 1;
}

function listOf(values: string | number | readonly (string | number)[] | undefined): string[] {
  return values === undefined ? [] : [values].flat().map(String);
}

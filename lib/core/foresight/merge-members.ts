import { addTo } from '../add-to.ts';
import { namesOfBackup } from '../evidence/companions.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import { type LearnedLine, type LearnedSeries, newestOf } from './learned-series.ts';
import { type Piece, type Series, templateOf } from './series.ts';

/** The fewest names beside each other in one folder that are members of one place, and the fewest folders. */
const MIN_NAMES = 3;
const MIN_FOLDERS = 3;

interface Position {
  /** In the name: at its front, or behind its date. */
  readonly isBehind?: boolean;
  readonly member: string;
  /** The segments with `{each}` where the member stands. */
  readonly segments: Series['segments'];
}

/**
 * Series whose paths differ in one name, and that run alike, as one with `{each}` (docs/design/foresight.md#members);
 * again for what still differs in another. `root` is what their keys begin with.
 */
export function mergeMembers(all: readonly LearnedSeries[], root: string): readonly LearnedSeries[] {
  let series = all;
  for (;;) {
    const merged = mergeOnce(series, root);
    if (merged === null) return series;
    series = merged;
  }
}

function mergeOnce(all: readonly LearnedSeries[], root: string): readonly LearnedSeries[] | null {
  const groups = new Map<string, { of: LearnedSeries; at: Position }[]>();
  for (const of of all) {
    if (of.series.tool !== null) continue;
    for (const { key, at } of positions(of)) {
      addTo(groups, key, { of, at });
    }
  }
  const largestFirst = [...groups].sort(([, a], [, b]) => b.length - a.length);
  for (const [key, group] of largestFirst) {
    if (group.length < (key.startsWith('name') ? MIN_NAMES : MIN_FOLDERS)) continue;
    const merged = mergedOf(group, root, key.startsWith('name'));
    if (merged === null) continue;
    const gone = new Set(group.map(({ of }) => of));
    return [...all.filter((of) => !gone.has(of)), merged];
  }
  return null;
}

/** Where a name could be a member's, each with what is the same for all of them. */
function positions(of: LearnedSeries): readonly { key: string; at: Position }[] {
  const { series, lines } = of;
  const { segments } = series;
  const kind = `${series.kind} ${series.marker ?? ''} ${scheduleClass(lines[0])}`;
  const found: { key: string; at: Position }[] = [];
  const name = withEnding(segments);
  const [first, ...rest] = name;
  const hasEach = (pieces: readonly Piece[]) => pieces.some((piece) => piece.kind === 'each');
  if (first?.kind === 'literal' && rest.length > 0 && !hasEach(name) && /[a-zA-Z0-9]/.test(first.text)) {
    const template = templateOf([...segments.slice(0, -1), rest]);
    found.push({ key: `name ${kind} ${template}`, at: { member: first.text, segments } });
  }
  const end = memberBehind(name);
  if (end !== null && !hasEach(name)) {
    const template = templateOf([
      ...segments.slice(0, -1),
      [...name.slice(0, -1), { kind: 'literal', text: end.ending }],
    ]);
    found.push({ key: `name behind ${kind} ${template}`, at: { member: end.member, segments, isBehind: true } });
  }
  for (let index = 0; index < segments.length - 1; index += 1) {
    const [only, ...more] = segments[index] ?? [];
    if (only?.kind !== 'literal' || more.length > 0) continue;
    const replaced = segments.map((pieces, at) =>
      at === index ? [{ kind: 'each' } as const] : withoutName(pieces, only.text),
    );
    found.push({
      key: `folder ${index} ${kind} ${templateOf(replaced)}`,
      at: { member: only.text, segments: replaced },
    });
  }
  return found;
}

/** What a name has behind its last date or star, without the ending: `_shop` of `dump-2026-11-20_shop.tar.gz`. */
function memberBehind(name: readonly Piece[]): { readonly member: string; readonly ending: string } | null {
  const [before, last] = name.slice(-2);
  if (before === undefined || before.kind === 'literal' || last?.kind !== 'literal') return null;
  const [, member = ''] = namesOfBackup(last.text);
  return /^[-_.]+[a-zA-Z0-9]*[a-zA-Z]/.test(member) ? { member, ending: last.text.slice(member.length) } : null;
}

/** The pieces of the name; one that is the same in each folder of a date, without its ending. */
function withEnding(segments: Series['segments']): readonly Piece[] {
  const name = segments.at(-1) ?? [];
  const [only, ...more] = name;
  if (only?.kind !== 'literal' || more.length > 0) return name;
  const [, base = only.text] = namesOfBackup(only.text);
  return base === only.text
    ? name
    : [
        { kind: 'literal', text: base },
        { kind: 'literal', text: only.text.slice(base.length) },
      ];
}

/** A name in which the member's stands again has anything there. */
function withoutName(pieces: readonly Piece[], member: string): readonly Piece[] {
  const escaped = member.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const own = new RegExp(`(?<![a-zA-Z0-9])${escaped}(?![a-zA-Z0-9])`);
  // Whatever a folder of a run is called, `{run}` stands for it.
  if (
    pieces.some(({ kind }) => kind === 'run') &&
    pieces.some((piece) => piece.kind === 'literal' && own.test(piece.text))
  )
    return [{ kind: 'run' }];
  return pieces.flatMap((piece): readonly Piece[] => {
    if (piece.kind !== 'literal' || !own.test(piece.text)) return [piece];
    const [before = '', ...after] = piece.text.split(own);
    const literal = (text: string): Piece[] => (text === '' ? [] : [{ kind: 'literal', text }]);
    return [...literal(before), ...after.flatMap((text): Piece[] => [{ kind: 'star' }, ...literal(text)])];
  });
}

/** Members run alike: as often, on the same days, if not at the same time of day. */
function scheduleClass(line: LearnedLine | undefined): string {
  if (line === undefined) return '';
  const { times, isRegular } = line.schedule;
  if (!isRegular) return 'irregular';
  switch (times.kind) {
    case 'interval':
      return `${times.everyMs}`;
    case 'months':
      return `${times.months} months`;
    case 'calendar':
      return JSON.stringify(times.groups.map(({ minutesOfDay, days }) => [minutesOfDay.length, days]));
    default:
      return times satisfies never;
  }
}

function mergedOf(
  group: readonly { of: LearnedSeries; at: Position }[],
  root: string,
  isInName: boolean,
): LearnedSeries | null {
  const [first] = group;
  if (first === undefined) return null;
  const names = group.map(({ at }) => at.member);
  const [front, back] = isInName ? commonEnds(names) : ['', ''];
  const members = names.map((name) => name.slice(front.length, name.length - back.length));
  if (members.some((member) => member === '') || new Set(members).size < members.length) return null;
  const segments = isInName ? withEach(first.of.series.segments, front, back, first.at) : first.at.segments;
  const matcher = new PlaceMatcher(root + templateOf(segments));
  const lines: LearnedLine[] = [];
  for (const [index, { of }] of group.entries()) {
    for (const line of of.lines) {
      const [short, long] = [matcher.match(newestOf(line).key), matcher.match(newestOf(line).key, 'longest')];
      const member = short?.each?.join('/');
      // A place that reads a name in two ways is no place for it.
      if (member === undefined || member !== long?.each?.join('/')) return null;
      if (line.member === null && member !== members[index]) return null;
      lines.push({ ...line, member });
    }
  }
  return {
    series: { ...first.of.series, segments },
    keys: group.flatMap(({ of }) => of.keys),
    lines,
    except: [],
  };
}

function withEach(segments: Series['segments'], front: string, back: string, at: Position): Series['segments'] {
  const literal = (text: string): Piece[] => (text === '' ? [] : [{ kind: 'literal', text }]);
  const name = segments.at(-1) ?? [];
  const end = at.isBehind ? memberBehind(name) : null;
  if (end !== null) {
    const behind = [...literal(front), { kind: 'each' } as const, ...literal(back + end.ending)];
    return [...segments.slice(0, -1), [...name.slice(0, -1), ...behind]];
  }
  const [, ...rest] = withEnding(segments);
  return [...segments.slice(0, -1), [...literal(front), { kind: 'each' }, ...literal(back), ...rest]];
}

/** What all names begin and end with, up to a separator. */
function commonEnds(names: readonly string[]): readonly [string, string] {
  const front = commonFront(names).replace(/[^-_.]*$/, '');
  const reversed = names.map((name) => [...name.slice(front.length)].reverse().join(''));
  const back = [...commonFront(reversed)]
    .reverse()
    .join('')
    .replace(/^[^-_.]*/, '');
  return [front, back];
}

function commonFront(names: readonly string[]): string {
  const [first = ''] = names;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

import { namesOfBackup } from '../evidence/companions.ts';
import { type FoundSeries, type Piece, templateOf } from './series.ts';

/**
 * Series of names that get a number when the next backup comes, such as `etc.tar.gz.1`, with the newest, which has none yet:
 * `etc.tar.gz`. Their place takes both.
 */
export function withUnnumbered(found: readonly FoundSeries[]): readonly FoundSeries[] {
  const alone = new Map(
    found.filter(({ keys }) => keys.length === 1).map((of) => [templateOf(of.series.segments), of] as const),
  );
  const taken = new Set<FoundSeries>();
  const joined = found.map((of) => {
    const [base = '', ...names] = basesOf(of);
    const newest = [base, ...names].flatMap((name) => alone.get(name) ?? []);
    if (newest.length === 0) return of;
    for (const one of newest) taken.add(one);
    return join(of, newest, base);
  });
  return joined.filter((of) => !taken.has(of));
}

/** What the newest may be called: the name without its number and, where it is compressed later, without that ending. */
function basesOf({ series: { kind, segments }, keys }: FoundSeries): readonly string[] {
  const [front, star, back, ...more] = segments.at(-1) ?? [];
  if (kind !== 'files' || keys.length < 2 || more.length > 0 || front?.kind !== 'literal' || star?.kind !== 'star')
    return [];
  if (!front.text.endsWith('.') || (back !== undefined && back.kind !== 'literal')) return [];
  const base = front.text.slice(0, -1);
  const folder = segments.slice(0, -1);
  const others = back === undefined ? [] : [base + back.text, `${base}.0`, `${base}.1`];
  return [base, ...others].map((text) => templateOf([...folder, [{ kind: 'literal', text }]]));
}

function join(of: FoundSeries, newest: readonly FoundSeries[], base: string): FoundSeries {
  const { segments, runs } = of.series;
  const name = base.slice(base.lastIndexOf('/') + 1);
  return {
    ...of,
    series: {
      ...of.series,
      segments: [...segments.slice(0, -1), [{ kind: 'literal', text: name }, { kind: 'star' }]],
      runs: [...runs, ...newest.flatMap(({ series }) => series.runs)].sort((a, b) => a.ts - b.ts),
    },
    keys: [...of.keys, ...newest.flatMap(({ keys }) => keys)],
  };
}

/**
 * Places that end in a number, such as `full-{yyyy}.7z.*`, without the ending before it: they would take logs and checksums
 * for backups (docs/rules.md#where-the-backup-lands). Not where another series begins in the same way.
 */
export function withoutOpenEndings(found: readonly FoundSeries[]): readonly FoundSeries[] {
  return found.map((of) => {
    const { kind, segments } = of.series;
    const name = segments.at(-1) ?? [];
    const [before, star] = name.slice(-2);
    if (kind !== 'files' || before?.kind !== 'literal' || star?.kind !== 'star' || !before.text.includes('.'))
      return of;
    const [, stem = ''] = namesOfBackup(before.text.replace(/\.$/, ''));
    const front: Piece[] = [...name.slice(0, -2), ...(stem === '' ? [] : [{ kind: 'literal', text: stem } as const])];
    const open = [...segments.slice(0, -1), front];
    const begins = templateOf(open);
    const isShared = found.some((other) => other !== of && templateOf(other.series.segments).startsWith(begins));
    if (front.length === 0 || isShared) return of;
    return { ...of, series: { ...of.series, segments: [...segments.slice(0, -1), [...front, star]] } };
  });
}

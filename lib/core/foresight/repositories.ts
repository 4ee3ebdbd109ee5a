import type { PartedFile } from './parted-file.ts';
import type { Series, SeriesRun } from './series.ts';

/** A repository of a tool, which is no series of files. */
export interface FoundRepository {
  readonly series: Series;
  readonly files: readonly PartedFile[];
}

interface Layout {
  readonly tool: NonNullable<Series['tool']>;
  /** What lies directly in it. */
  readonly has: readonly RegExp[];
  /** Paths below it that say when it was written. */
  readonly written: RegExp;
  /** The files that are watched, and the last segments of the place. */
  readonly watched: RegExp;
  readonly place: Series['segments'];
}

const KOPIA_REPOSITORY = /^kopia\.repository(?:\.f)?$/;

const LAYOUTS: readonly Layout[] = [
  {
    tool: 'restic',
    has: [/^config$/, /^snapshots\//, /^keys\//, /^data\//],
    written: /^snapshots\//,
    watched: /^snapshots\//,
    place: [[{ kind: 'literal', text: 'snapshots' }], []],
  },
  {
    tool: 'borg',
    has: [/^config$/, /^data\//, /^index\.\d+$/],
    written: /^data\//,
    watched: /^index\.\d+$/,
    place: [[{ kind: 'literal', text: 'index' }, { kind: 'star' }]],
  },
  {
    // Its snapshots are in the blobs whose names begin with q; on a disk these lie in folders of their first digits.
    tool: 'kopia',
    has: [KOPIA_REPOSITORY, /^q[0-9a-f]{32}-/],
    written: /^q[0-9a-f]{32}-/,
    watched: /^q[0-9a-f]{32}-/,
    place: [[{ kind: 'literal', text: 'q' }, { kind: 'star' }]],
  },
  {
    tool: 'kopia',
    has: [KOPIA_REPOSITORY, /^q[0-9a-f]{0,3}\/[0-9a-f]{3}\/[0-9a-f]+-.*\.f$/],
    written: /^q[0-9a-f]{0,3}\//,
    watched: /^q[0-9a-f]{0,3}\//,
    place: [[{ kind: 'literal', text: 'q' }, { kind: 'star' }], [{ kind: 'star' }], [{ kind: 'star' }]],
  },
  {
    tool: 'rdiff-backup',
    has: [/^rdiff-backup-data\/current_mirror\./, /^rdiff-backup-data\/session_statistics\./],
    written: /^rdiff-backup-data\/session_statistics\./,
    watched: /^rdiff-backup-data\/session_statistics\./,
    place: [
      [{ kind: 'literal', text: 'rdiff-backup-data' }],
      [{ kind: 'literal', text: 'session_statistics' }, { kind: 'star' }],
    ],
  },
];

const RDIFF_BACKUP_DATA = 'rdiff-backup-data';

/** Repositories of restic, borg, Kopia and rdiff-backup, by what lies in them (docs/layouts.md), and the files that lie in none. */
export function findRepositories(files: readonly PartedFile[]): {
  found: readonly FoundRepository[];
  rest: readonly PartedFile[];
} {
  const roots = files.flatMap(({ name, folder: { segments } }) => {
    if (name === 'config' || KOPIA_REPOSITORY.test(name)) return segments.join('/');
    const isOfMirror = name.startsWith('current_mirror.') && segments.at(-1) === RDIFF_BACKUP_DATA;
    return isOfMirror ? segments.slice(0, -1).join('/') : [];
  });
  if (roots.length === 0) return { found: [], rest: files };
  const below = new Map(roots.map((root) => [root, [] as PartedFile[]]));
  const rest: PartedFile[] = [];
  for (const file of files) {
    const root = rootOf(file.segments, below);
    if (root === null) rest.push(file);
    else below.get(root)?.push(file);
  }
  const found: FoundRepository[] = [];
  for (const [root, inside] of below) {
    const path = ({ segments }: PartedFile) => segments.slice(root === '' ? 0 : root.split('/').length).join('/');
    const layout = LAYOUTS.find(({ has }) => has.every((pattern) => inside.some((file) => pattern.test(path(file)))));
    if (layout === undefined) {
      rest.push(...inside);
      continue;
    }
    const timesOf = (pattern: RegExp) =>
      inside
        .filter((file) => pattern.test(path(file)))
        .map(({ object }) => object.lastModified)
        .sort((a, b) => a - b);
    const runs = inside
      .filter((file) => layout.watched.test(path(file)))
      .map(
        ({ object }): SeriesRun => ({
          key: object.key,
          ts: object.lastModified,
          sizeBytes: object.sizeBytes,
          fileCount: null,
          content: null,
        }),
      )
      .sort((a, b) => a.ts - b.ts);
    const folders = root === '' ? [] : root.split('/').map((text) => [{ kind: 'literal', text } as const]);
    const { tool, place, written, watched } = layout;
    const series: Series = {
      kind: 'files',
      segments: [...folders, ...place],
      runs,
      marker: null,
      writtenAt: written === watched ? null : timesOf(written),
      tool,
    };
    found.push({ series, files: inside });
  }
  return { found, rest };
}

function rootOf(segments: readonly string[], roots: ReadonlyMap<string, unknown>): string | null {
  for (let length = segments.length - 1; length >= 0; length -= 1) {
    const root = segments.slice(0, length).join('/');
    if (roots.has(root)) return root;
  }
  return null;
}

import type { ArchiveTool } from './archive.ts';
import type { Member } from './archive-index.ts';

/** By the first letter of the mode, as ls writes it. */
const KINDS: Readonly<Record<string, Member['kind']>> = { '-': 'file', d: 'folder', l: 'symlink', h: 'hardlink' };

export const TAR_TOOLS = [['tar']] as const;
export const ZIP_TOOLS = [['unzip'], ['zipinfo']] as const;
export const SEVENZIP_TOOLS = [['7z', '7zz', '7za']] as const;

/** GNU tar. Names are escaped, so that each member is one line. */
export const TAR: ArchiveTool = {
  list: (r) => {
    const words = [
      '--list',
      '--verbose',
      '--numeric-owner',
      '--full-time',
      '--quoting-style=escape',
      '--absolute-names',
    ];
    return [r.tool('tar'), ...words, '--file', r.sandbox.at(r.copy.path)];
  },
  reader: () => (line) => {
    const [, mode = '', size = '', rest = ''] = /^(\S{10})\S* +\S+ +(\d+|\d+,\d+) +\S+ \S+ (.*)$/.exec(line) ?? [];
    if (mode === '') return null;
    const kind = KINDS[mode.charAt(0)] ?? 'other';
    const [separator] = kind === 'symlink' ? [' -> '] : [' link to '];
    const at = kind === 'symlink' || kind === 'hardlink' ? rest.lastIndexOf(separator) : -1;
    const name = at < 0 ? rest : rest.slice(0, at);
    const target = at < 0 ? null : rest.slice(at + separator.length);
    return { name, kind, sizeBytes: Number(size.replace(/,.*/, '')), target };
  },
  extract: (r, to, leftOut) => {
    const words = [
      '--extract',
      '--no-same-owner',
      '--no-same-permissions',
      '--delay-directory-restore',
      '--directory',
      to,
    ];
    const exclude =
      leftOut === null ? [] : ['--no-wildcards', '--anchored', '--no-wildcards', `--exclude-from=${leftOut}`];
    return [r.tool('tar'), ...words, ...exclude, '--file', r.sandbox.at(r.copy.path)];
  },
};

/** Info-ZIP. Members with `../` in their names it writes without, and says so by its status. */
export const ZIP: ArchiveTool = {
  list: (r) => [r.tool('zipinfo'), '-l', '--h-t', r.sandbox.at(r.copy.path)],
  reader: () => (line) => {
    // mode, version, system, size, type, compressed, method, date, time, name
    const fields = /^(\S{10})\s+\S+\s+\S+\s+(\d+)\s+\S+\s+\d+\s+\S+\s+\S+\s+\S+\s(.*)$/.exec(line);
    if (fields === null) return null;
    const [, mode = '', size = '', name = ''] = fields;
    const kind = name.endsWith('/') ? 'folder' : (KINDS[mode.charAt(0)] ?? 'file');
    return { name, kind, sizeBytes: Number(size), target: null };
  },
  extract: (r, to, leftOut) => {
    const exclude = leftOut === null ? [] : ['-x', `@${leftOut}`];
    return [r.tool('unzip'), '-q', '-o', r.sandbox.at(r.copy.path), '-d', to, ...exclude];
  },
};

/** 7-Zip: a block of lines for each member. */
export const SEVENZIP: ArchiveTool = {
  list: (r) => [r.toolOf(SEVENZIP_TOOLS[0]), 'l', '-slt', '-ba', '-p-', r.sandbox.at(r.copy.path)],
  reader: () => {
    let fields: Record<string, string> = {};
    return (line) => {
      const [, key, value = ''] = /^([A-Z][A-Za-z ]*) = (.*)$/.exec(line) ?? [];
      if (key !== undefined) {
        fields[key] = value;
        // The last of each block.
        if (key !== 'Block') return null;
      } else if (line.trim() !== '') return null;
      const { Path: name, Size: size = '0', Attributes: attributes = '' } = fields;
      fields = {};
      if (name === undefined) return null;
      const mode = /[dl-][rwxsStT-]{9}/.exec(attributes)?.[0] ?? '';
      const kind = attributes.startsWith('D') ? 'folder' : (KINDS[mode.charAt(0)] ?? 'file');
      return { name, kind, sizeBytes: Number(size), target: null };
    };
  },
  extract: (r, to, leftOut) => {
    const exclude = leftOut === null ? [] : [`-x@${leftOut}`];
    return [
      r.toolOf(SEVENZIP_TOOLS[0]),
      'x',
      '-y',
      '-bso0',
      '-bsp0',
      '-p-',
      `-o${to}`,
      ...exclude,
      r.sandbox.at(r.copy.path),
    ];
  },
};

import { posix } from 'node:path';

/** One member of an archive, as its index names it. */
export interface Member {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  /** Bytes of a file. */
  readonly sizeBytes: number;
  /** Of a link. */
  readonly target: string | null;
}

const MAX_NAMED = 3;

/** Folds the index of an archive: how many files it promises, and what of it is refused. In memory are the names. */
export class ArchiveIndex {
  /** The size of each file by its name: a later member replaces an earlier one. */
  readonly #files = new Map<string, number>();
  /** Names that are left out, as the tool writes them. */
  readonly leftOut: string[] = [];
  readonly #unsafe: string[] = [];
  #linksOut = 0;

  add(member: Member): void {
    const { name, kind, target } = member;
    const reason = reasonToRefuse(member);
    if (reason !== null) {
      this.leftOut.push(name);
      this.#unsafe.push(`${name} (${reason})`);
    } else if (kind === 'symlink' && target !== null && leadsOut(posix.join('/', posix.dirname(name)), target)) {
      // What is installed is full of them; nothing goes through a link that is not made.
      this.leftOut.push(name);
      this.#linksOut += 1;
    } else if (kind === 'file') this.#files.set(normal(name), member.sizeBytes);
    else if (kind === 'hardlink') this.#files.set(normal(name), this.#files.get(normal(target ?? '')) ?? 0);
  }

  get files(): number {
    return this.#files.size;
  }

  get bytes(): number {
    let sum = 0;
    for (const size of this.#files.values()) sum += size;
    return sum;
  }

  /** What is refused, in words; null when nothing is. */
  get unsafe(): string | null {
    if (this.#unsafe.length === 0) return null;
    const others = this.#unsafe.length - MAX_NAMED;
    return `${this.#unsafe.slice(0, MAX_NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
  }

  /** What was left out without being refused, in words; empty where nothing was. */
  get notes(): string {
    if (this.#linksOut === 0) return '';
    const links = this.#linksOut === 1 ? '1 symbolic link that leads' : `${this.#linksOut} symbolic links that lead`;
    return `; ${links} out left out`;
  }
}

function reasonToRefuse({ name, kind, target }: Member): string | null {
  if (name.startsWith('/')) return 'an absolute path';
  if (name.split('/').includes('..')) return 'a path that leads out';
  if (kind === 'other') return 'a device or the like';
  if (kind === 'hardlink' && target !== null && (target.startsWith('/') || target.split('/').includes('..')))
    return `a hard link to ${target}`;
  return null;
}

function leadsOut(folder: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  let depth = folder.split('/').filter((part) => part !== '').length;
  for (const part of target.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function normal(name: string): string {
  return posix.normalize(name).replace(/^\.\//, '');
}

import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A copy of the project's library, for a newcomer to add to. */
export class ProjectCopy {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<ProjectCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'newcomer-'));
    await cp('lib', join(folder, 'lib'), { recursive: true });
    await cp('package.json', join(folder, 'package.json'));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'));
    return new ProjectCopy(folder);
  }

  /** Adds a folder of the newcomer's, which lies in test/newcomer/sample and is compiled there with the project. */
  async add(folder: string): Promise<void> {
    await cp(join('test/newcomer/sample', folder), join(this.folder, folder), { recursive: true });
  }

  /** Adds a registry's line and its import, first or last in the list: the only file of the project that changes. */
  async register(path: string, name: string, from: string, where: 'first' | 'last'): Promise<void> {
    const text = await readFile(join(this.folder, path), 'utf8');
    const list =
      where === 'first' ? text.replace(' = [', ` = [${name}, `) : text.replace('] as const', `, ${name}] as const`);
    if (list === text) throw new Error(`${path} holds no list`);
    await writeFile(join(this.folder, path), `import { ${name} } from '${from}';\n${list}`);
  }

  /** A module of the copy. */
  async load<T>(path: string): Promise<T> {
    return (await import(pathToFileURL(join(this.folder, path)).href)) as T;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

import type { ListedObject } from '../evidence/listed-object.ts';
import { type DateOrder, dateOrderOf, folderParts, type NamePart, nameParts } from './name-parts.ts';

/** A folder that files lie in, known once for all of them. */
interface FilesFolder {
  readonly segments: readonly string[];
  readonly parts: readonly (readonly NamePart[])[];
  /** How dates in it and in the names are meant. */
  readonly order: DateOrder;
}

/** A file with the parts of its path below the place; those of its name are made when they are asked for. */
export class PartedFile {
  readonly object: ListedObject;
  readonly folder: FilesFolder;
  readonly name: string;

  constructor(object: ListedObject, folder: FilesFolder, name: string) {
    this.object = object;
    this.folder = folder;
    this.name = name;
  }

  get segments(): readonly string[] {
    return [...this.folder.segments, this.name];
  }

  get parts(): readonly (readonly NamePart[])[] {
    return [...this.folder.parts, nameParts(this.name, this.folder.order)];
  }
}

/** The files with their parts. `below` is where the place's own folder ends in a key. */
export function partedFiles(files: readonly ListedObject[], below: number): readonly PartedFile[] {
  const order = dateOrderOf(files.map(({ key }) => key.slice(below)));
  const folders = new Map<string, FilesFolder>();
  return files.map((object) => {
    const end = Math.max(below, object.key.lastIndexOf('/') + 1);
    const path = object.key.slice(below, end);
    let folder = folders.get(path);
    if (folder === undefined) {
      const segments = path === '' ? [] : path.slice(0, -1).split('/');
      folder = { segments, parts: folderParts(segments, order), order };
      folders.set(path, folder);
    }
    return new PartedFile(object, folder, object.key.slice(end));
  });
}

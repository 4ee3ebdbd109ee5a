import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { AnnouncedCause } from '../../core/admin/announced-causes.ts';
import type { AdminLog } from '../../ports/admin-log.ts';
import { replaceFile } from './replace-file.ts';

const stored = z.object({
  schema: z.literal(1),
  causes: z.array(
    z.object({
      key: z.string(),
      passes: z.number(),
      announcedAt: z.number().nullable(),
      attempts: z.number(),
      attemptedAt: z.number().nullable(),
    }),
  ),
});

/**
 * A file beside the state store. Where it cannot be written, as on a full or read-only disk, a process that goes on
 * remembers by itself what it announced.
 */
export class FileAdminLog implements AdminLog {
  readonly #path: string;
  #unwritten: readonly AnnouncedCause[] | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<readonly AnnouncedCause[]> {
    if (this.#unwritten !== null) return this.#unwritten;
    try {
      return stored.parse(JSON.parse(await readFile(this.#path, 'utf8'))).causes;
    } catch {
      // Not there, damaged, or of a newer version: then a cause may be announced a second time.
      return [];
    }
  }

  async write(causes: readonly AnnouncedCause[]): Promise<string | null> {
    try {
      await mkdir(dirname(this.#path), { mode: 0o700 }).catch(() => {});
      await replaceFile(this.#path, `${JSON.stringify({ schema: 1, causes }, null, 2)}\n`);
      this.#unwritten = null;
      return null;
    } catch (error) {
      this.#unwritten = causes;
      // The message has the name of a draft, which is another one each time.
      const { code, message } = error as NodeJS.ErrnoException;
      return `cannot write ${this.#path} (${code ?? message})`;
    }
  }
}

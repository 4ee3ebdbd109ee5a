import { randomUUID } from 'node:crypto';
import type { ChangedRows } from '../../ports/row-changes.ts';

/** What of the input of a write names its item. */
interface WriteInput {
  readonly TableName?: string;
  readonly Item?: { readonly job_id?: { readonly S?: string } };
  readonly Key?: { readonly job_id?: { readonly S?: string } };
}

/**
 * Which items of one table this process has written since it opened the database: all writes of all processes go
 * through it. In memory only; the next process that opens the database has another name, and begins again.
 */
export class WriteNotes {
  readonly #table: string;
  readonly #name = randomUUID();
  readonly #writtenAt = new Map<string, number>();
  #writes = 0;

  constructor(table: string) {
    this.#table = table;
  }

  /** Notes a write after it was applied: a reader that learns of it earlier could read the old item, and keep that. */
  note(input: object): void {
    const { TableName, Item, Key } = input as WriteInput;
    const jobId = (Item ?? Key)?.job_id?.S;
    if (TableName !== this.#table || jobId === undefined) return;
    this.#writes += 1;
    this.#writtenAt.set(jobId, this.#writes);
  }

  /** What was written after a point of an earlier answer; null for one of another process, or none. */
  since(point: string | null): ChangedRows {
    const [name, text] = (point ?? '').split(' ');
    const now = `${this.#name} ${this.#writes}`;
    if (name !== this.#name) return { point: now, jobIds: null };
    // Mostly nothing was: then the notes, thousands of them, are not looked through.
    if (point === now) return { point, jobIds: [] };
    const count = Number(text);
    const jobIds: string[] = [];
    for (const [jobId, at] of this.#writtenAt) if (at > count) jobIds.push(jobId);
    return { point: now, jobIds };
  }
}

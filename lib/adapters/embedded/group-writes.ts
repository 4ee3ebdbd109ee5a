import { HolderGone } from './failure.ts';

/** One write of a database's, as Level's `batch` takes it. */
export type Write =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

interface Waiting {
  readonly write: Write;
  readonly done: (error: unknown) => void;
}

/**
 * Writes one group after the other, each of all that came while the one before was under way, and nothing more after one
 * that failed: Level would write on, and lose that when it is opened again, since it stops reading its log at the hole.
 */
export class GroupWrites {
  readonly #writeGroup: (group: readonly Write[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #hasFailed = false;

  /** `writeGroup` writes all of the group, or throws. */
  constructor(writeGroup: (group: readonly Write[]) => Promise<void>) {
    this.#writeGroup = writeGroup;
  }

  /** Resolves once it is written. Throws what `writeGroup` does, and HolderGone for what came after that. */
  write(write: Write): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, done: (error) => (error === null ? resolve() : reject(error)) });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    // Those that are asked for at once are one group from the first on.
    await null;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      const error = this.#hasFailed ? new HolderGone() : await this.#failureOf(group.map(({ write }) => write));
      this.#hasFailed ||= error !== null;
      for (const { done } of group) done(error);
    }
    this.#isWriting = false;
  }

  #failureOf(group: readonly Write[]): Promise<unknown> {
    return this.#writeGroup(group).then(
      () => null,
      (error: unknown) => error,
    );
  }
}

/** More than a large document asks; beyond it everything is found again. */
const MAX_REMEMBERED = 20_000;

/** Answers that take long to find, each found once: the jobs of a large document ask the same few things. */
export class Remembered<T> {
  readonly #answers = new Map<string, T>();

  /** What `find` gives for a question; it gives the same whenever it is asked. */
  of(question: string, find: () => T): T {
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    const found = find();
    if (this.#answers.size >= MAX_REMEMBERED) this.#answers.clear();
    this.#answers.set(question, found);
    return found;
  }
}

import { oneLine } from './outside-text.ts';

const MAX_PERSON = 60;

/** A person's id as a sentence may hold it. */
export function person(id: string): string {
  return oneLine(id, MAX_PERSON);
}

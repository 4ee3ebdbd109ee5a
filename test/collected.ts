import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How many of the objects that `make` gave are still held by something, after all of them were let go here. */
export async function heldAfter(count: number, make: () => Promise<object>): Promise<number> {
  const made: WeakRef<object>[] = [];
  for (let each = 0; each < count; each += 1) made.push(new WeakRef(await make()));
  // A weak reference holds its object until the turn that made it has ended.
  await setImmediate();
  collect();
  return made.filter((reference) => reference.deref() !== undefined).length;
}

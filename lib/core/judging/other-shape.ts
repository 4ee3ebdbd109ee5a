import { shapeOf } from '../evidence/companions.ts';
import type { Run } from '../model/run.ts';
import type { SizeFinding } from './size.ts';

/** The result, with both names where a size fails beside a backup of another shape (docs/design/evidence.md#shapes). */
export function withShapes(size: SizeFinding, run: Run, before: Run | null): SizeFinding {
  if (size.result === 'pass' || before === null || run.source !== 'file' || before.source !== 'file') return size;
  const [name, beforeName] = [nameOf(run), nameOf(before)];
  if (shapeOf(name) === shapeOf(beforeName)) return size;
  return { ...size, reason: { ...size.reason, otherShape: { name, beforeName } } };
}

function nameOf({ key }: Run): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

import * as z from 'zod';
import { formatInstant, type Instant, parseInstant } from '../../core/instant.ts';
import type { Item } from './values.ts';

/** The version of the items' shape that this program writes, in every item's `schema`. */
export const SCHEMA = 1;

const REMEDY = '`sentinel repair` shows such rows and takes them out';
const UPGRADE = 'upgrade this one';

/** Why an item is to be left alone because of its `schema`, and what to do; null when it can be read. */
export function versionProblem(item: Item): string | null {
  const problem = versionMismatch(item);
  return problem && `${problem}; ${isNewer(item) ? UPGRADE : REMEDY}`;
}

/** Whether a newer version of the sentinel wrote an item. */
export function isNewer({ schema }: Item): boolean {
  return typeof schema === 'number' && schema > SCHEMA;
}

/** Reads an item; the answer is the value, or why it cannot be used, naming the attribute, and what to do. */
export function readItem<T>(shape: z.ZodType<T>, item: Item): { value: T } | { message: string } {
  const read = parseItem(shape, item);
  return 'value' in read ? read : { message: versionProblem(item) ?? `${read.problem}; ${REMEDY}` };
}

/** As `readItem`, without what to do. */
export function parseItem<T>(shape: z.ZodType<T>, item: Item): { value: T } | { problem: string } {
  const problem = versionMismatch(item);
  if (problem !== null) return { problem };
  const result = shape.safeParse(item, { jitless: isSeldomUsed(shape) });
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  return { problem: `${issue?.path.join('.') || 'item'}: ${issue?.message ?? 'damaged'}` };
}

/** Zod compiles a shape for its first value, which pays only after many; most processes read a few rows of each kind. */
const COMPILED_AFTER = 20;
const uses = new WeakMap<z.ZodType, number>();

function isSeldomUsed(shape: z.ZodType): boolean {
  const count = (uses.get(shape) ?? 0) + 1;
  uses.set(shape, count);
  return count < COMPILED_AFTER;
}

function versionMismatch(item: Item): string | null {
  if (typeof item.schema !== 'number') return 'schema: no number';
  return isNewer(item) ? `written by a newer version of the sentinel (schema ${item.schema})` : null;
}

/** An instant as it is stored: ISO-8601, so that it can be read in the console; milliseconds are kept. */
export const instant = z.string().transform((text, context): Instant => {
  const value = parseInstant(text);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not an instant` });
  return z.NEVER;
});

/** As `formatInstant`, and null for null. */
export function instantText(value: Instant | null): string | null {
  return value === null ? null : formatInstant(value);
}

/** An attribute that older items do not have. */
export function orNull<T extends z.ZodType>(shape: T): z.ZodDefault<z.ZodNullable<T>> {
  return shape.nullable().default(null as never);
}

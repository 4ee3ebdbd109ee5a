import * as z from 'zod';
import { formatInstant, type Instant, parseInstant } from '../../core/instant.ts';
import type { Item } from './values.ts';

/** The version of the items' shape that this program writes, in every item's `schema`. */
export const SCHEMA = 1;

/** Why an item is to be left alone because of its `schema`; null when it can be read. */
export function versionProblem(item: Item): string | null {
  const { schema } = item;
  if (typeof schema !== 'number') return 'schema: no number; repair the item, or delete it to start again';
  if (schema > SCHEMA) return `written by a newer version of the sentinel (schema ${schema}); upgrade this one`;
  return null;
}

/** Reads an item; the answer is the value, or why it cannot be used, naming the attribute. */
export function readItem<T>(shape: z.ZodType<T>, item: Item): { value: T } | { message: string } {
  const message = versionProblem(item);
  if (message !== null) return { message };
  const result = shape.safeParse(item);
  if (result.success) return { value: result.data };
  const issue = result.error.issues[0];
  const attribute = issue?.path.join('.') || 'item';
  return { message: `${attribute}: ${issue?.message ?? 'damaged'}; repair the item, or delete it to start again` };
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

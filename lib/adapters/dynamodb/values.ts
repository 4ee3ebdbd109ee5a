import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What an item's attribute can hold: plain data, as JSON has it. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** One item of a table, by attribute name. */
export type Item = Readonly<Record<string, Plain>>;

/** An item in DynamoDB's own notation, where every value names its type. */
export function toAttributes(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toAttribute(value)]));
}

/** A value in DynamoDB's own notation. A number that is not finite becomes null, as in JSON. */
export function toAttribute(value: Plain): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return Number.isFinite(value) ? { N: String(value) } : { NULL: true };
  if (isList(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
}

// Array.isArray alone does not distinguish a readonly array from a record.
function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** The item that DynamoDB's notation stands for. */
export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): Item {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));
}

/** The value that DynamoDB's notation stands for; sets and binary values, which we never write, become null. */
function fromAttribute(value: AttributeValue): Plain {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.L !== undefined) return value.L.map(fromAttribute);
  if (value.M !== undefined) return fromAttributes(value.M);
  return null;
}

/**
 * Any plain data as an item can hold it: what is undefined is left out, as JSON does.
 * For content whose shape this side does not know, such as a rendered verdict.
 */
export function plainCopy(value: unknown): Plain {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Plain);
}

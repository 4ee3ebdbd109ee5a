import * as z from 'zod';

/** The schema of a value with a unit: text, or a number where the unit goes without saying. */
export function quantity(means: string, ...examples: readonly string[]): z.ZodType {
  return z
    .union([z.string(), z.number()])
    .meta({ description: `${means}: ${examples.join(', ')}`, examples: [...examples] });
}

/** The schema of a clause that is said or not, perhaps with a value. */
export function whether(means: string, ...examples: readonly string[]): z.ZodType {
  return z
    .union([z.boolean(), z.string()])
    .meta({ description: `${means}: ${['true', ...examples].join(', ')}`, examples: [true, ...examples] });
}

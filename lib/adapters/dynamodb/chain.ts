import * as z from 'zod';
import { formatInstant } from '../../core/instant.ts';
import type { ChainHead, ChainLink } from '../../core/record/chain-link.ts';
import { instant, instantText, orNull } from './schema.ts';
import type { Item } from './values.ts';

/** A link as its attributes in an item of bk-audit, and in an outbox. */
export const storedLink = z
  .object({ no: z.number().int().min(1), prev: orNull(z.string()), prev_at: orNull(instant), hash: z.string() })
  .transform(({ no, prev, prev_at, hash }): ChainLink => ({ no, prev, prevAt: prev_at, hash }));

export function linkAttributes({ no, prev, prevAt, hash }: ChainLink): Item {
  return { no, prev, prev_at: instantText(prevAt), hash };
}

export const storedHead = z.object({ no: z.number().int().min(1), hash: z.string(), at: instant });

export function headAttribute({ no, hash, at }: ChainHead): Item {
  return { no, hash, at: formatInstant(at) };
}

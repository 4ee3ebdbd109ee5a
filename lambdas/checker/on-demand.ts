import type { Secrets } from '../../lib/ports/secrets.ts';
import type { SliceQueue } from '../../lib/ports/slice-queue.ts';

/** The queue of slices, whose client is loaded for the first pass that is large enough. */
export function slicesOnDemand(url: string): SliceQueue {
  let made: Promise<SliceQueue> | null = null;
  const make = async () => new (await import('../../lib/adapters/sqs/slices.ts')).SqsSlices(url);
  return {
    send: async (slices) => {
      made ??= make();
      await (await made).send(slices);
    },
  };
}

/** Secrets, whose client is loaded for the first one that is asked for. */
export function secretsOnDemand(): Secrets {
  let made: Promise<Secrets> | null = null;
  const make = async () => new (await import('../../lib/adapters/ssm/parameters.ts')).SsmParameters();
  return {
    get: async (name, options) => {
      made ??= make();
      return (await made).get(name, options);
    },
  };
}

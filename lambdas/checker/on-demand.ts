import type { Secrets } from '../../lib/ports/secrets.ts';
import type { JobsChecks, SliceQueue } from '../../lib/ports/slice-queue.ts';

/** A queue of the checker's, whose client is loaded for the first message. */
export function slicesOnDemand(url: string): SliceQueue & JobsChecks {
  let made: Promise<SliceQueue & JobsChecks> | null = null;
  const make = async () => new (await import('../../lib/adapters/sqs/slices.ts')).SqsSlices(url);
  return {
    send: async (slices) => {
      made ??= make();
      await (await made).send(slices);
    },
    sendCheck: async (check, delayS) => {
      made ??= make();
      await (await made).sendCheck(check, delayS);
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

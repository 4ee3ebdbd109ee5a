import { DeadLetters, type HeldMessage } from '../../lib/adapters/sqs/dead-letters.ts';
import { type DeadLetter, readDeadLetter } from '../../lib/core/event/dead-letter.ts';
import { formatInstant } from '../../lib/core/instant.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { stateAddressOf } from '../wiring/open-stores.ts';
import type { CommonOptions } from './common-options.ts';

interface DlqOptions extends Pick<CommonOptions, 'state' | 'json'> {
  readonly giveBack?: boolean;
  readonly delete?: boolean;
}

/** How long messages are hidden from others: until all are read, and until all are dealt with. */
const LOOKING_S = 5;
const ACTING_S = 60;

const EXIT_SOME = 1;
const EXIT_UNKNOWN = 3;

/**
 * `sentinel dlq`: what the sentinel on AWS could not deliver or deal with, in words. Status 0 when there is nothing, or
 * nothing is left; 1 when there is something; 3 when a queue cannot be read.
 */
export async function dlqCommand(options: DlqOptions): Promise<number> {
  const address = stateAddressOf(options.state);
  if (address.kind !== 'dynamodb') {
    throw new UsageError('only a sentinel on AWS has dead-letter queues; name it with --state dynamodb://PREFIX');
  }
  if (options.giveBack && options.delete) throw new UsageError('--give-back and --delete exclude each other');
  const { prefix } = address;
  const isActing = options.giveBack === true || options.delete === true;
  const queues = new DeadLetters();
  const letters: (DeadLetter & { readonly held: HeldMessage })[] = [];
  try {
    for (const queue of [`${prefix}-queues-dead`, `${prefix}-dead-letters`]) {
      for (const held of await queues.read(queue, isActing ? ACTING_S : LOOKING_S)) {
        letters.push({ ...readDeadLetter(held.body, held.attributes), held });
      }
    }
    let left = letters.length;
    for (const { held, goesTo, body } of letters) {
      if (options.giveBack && goesTo !== null) await queues.giveBack(held, body, `${prefix}-${goesTo}`);
      else if (options.delete && goesTo === null) await queues.delete(held);
      else continue;
      left -= 1;
    }
    if (options.json) printJson(letters.map(asJson));
    else printText(report(letters));
    if (isActing) complain(`${letters.length - left} of ${letters.length} dealt with`);
    return left > 0 ? EXIT_SOME : 0;
  } catch (error) {
    const { name, message } = error as Error;
    complain(
      `sentinel: a queue of ${prefix} cannot be read or written (${name}: ${message}); check AWS_PROFILE, AWS_REGION and the prefix`,
    );
    return EXIT_UNKNOWN;
  }
}

function asJson({ held, what, error, goesTo, remedy, body }: DeadLetter & { readonly held: HeldMessage }): object {
  return { queue: held.queue, sent_at: formatInstant(held.sentAt), what, error, gives_back_to: goesTo, remedy, body };
}

function report(letters: readonly (DeadLetter & { readonly held: HeldMessage })[]): string {
  if (letters.length === 0) return 'no dead letters\n';
  return letters
    .map(({ held, what, error, remedy }) => {
      const lines = [
        `${formatInstant(held.sentAt)} ${held.queue}: ${what}`,
        error === null ? '' : `  ${error}`,
        `  ${remedy}`,
      ];
      return lines
        .filter((line) => line !== '')
        .map((line) => `${printable(line)}\n`)
        .join('');
    })
    .join('');
}

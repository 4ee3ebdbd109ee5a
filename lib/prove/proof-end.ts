import type { ProofEnding } from '../core/model/proof.ts';

/** Ends a proof before all of it has been done. `message` is what decided it, as the end of a sentence. */
export class ProofEnd extends Error {
  override readonly name = 'ProofEnd';
  readonly ending: Exclude<ProofEnding, 'proven'>;
  /** The end of what the tool wrote that failed. */
  readonly outputTail: string;

  constructor(ending: Exclude<ProofEnding, 'proven'>, message: string, outputTail = '') {
    super(message);
    this.ending = ending;
    this.outputTail = outputTail;
  }
}

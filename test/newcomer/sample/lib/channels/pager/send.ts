import type { Outgoing, Receipt, Sender } from '../../ports/channel.ts';
import { accepted, later } from '../../ports/receipt.ts';

/** Messages by the pagers' gateway. */
export class PagerSender implements Sender<string> {
  readonly #gateway: string;

  constructor(gateway: string) {
    this.#gateway = gateway;
  }

  async send({ to, message }: Outgoing<string>): Promise<Receipt> {
    try {
      const signal = AbortSignal.timeout(5_000);
      const { ok, status } = await fetch(`${this.#gateway}/${to}`, { method: 'POST', body: message, signal });
      return ok ? accepted(null) : later(`the gateway answered ${status}`);
    } catch (error) {
      return later(`the gateway could not be reached (${(error as Error).message})`);
    }
  }
}

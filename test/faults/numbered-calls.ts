import { AdminUnreachable } from '../../lib/ports/admin-notice.ts';
import { DeferralFailed } from '../../lib/ports/deferrals.ts';
import { DestinationUnusable } from '../../lib/ports/destination.ts';
import { EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { badSetup, later, unknown } from '../../lib/ports/receipt.ts';
import { SecretUnavailable } from '../../lib/ports/secrets.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import { IS_NIGHTLY } from '../nightly.ts';

/** What becomes of one call, and of all calls after it where the process is killed. */
export const FATES = [
  ...(['killed before', 'killed after', 'throttled', 'refused', 'timed out'] as const),
  'timed out after it took effect',
] as const;
export type Fate = (typeof FATES)[number];

/** The fates that are tried with a call: at night all, by day one, another with each call. */
export function fatesOf(nth: number): readonly Fate[] {
  return IS_NIGHTLY ? FATES : FATES.slice(nth % FATES.length).slice(0, 1);
}

/** The process has ended: nothing that it would have done after this is done. */
export class Killed extends Error {}

type Call = (...given: readonly unknown[]) => unknown;

/** How ports are numbered. */
export interface Numbering {
  /** Of the ports' own functions, those that reach nothing outside: clocks, and what writes to this process's log. */
  readonly local?: readonly string[];
  /** Those that only open a port, as `channels.of`: what they give is numbered, by the name that this gives it. */
  readonly opens?: Readonly<Record<string, (...given: never[]) => string>>;
}

/**
 * Ports of which each call has a number and one has a fate. All that they have is numbered, so that a call that is new in
 * a path is interrupted without a line in a test.
 */
export class NumberedCalls {
  /** What was called, in order; call 1 is the first. */
  readonly calls: string[] = [];
  readonly #nth: number;
  readonly #fate: Fate;
  readonly #numbering: Numbering;
  #isDead = false;

  constructor(nth: number, fate: Fate, numbering: Numbering = {}) {
    this.#nth = nth;
    this.#fate = fate;
    this.#numbering = numbering;
  }

  /** The name of the call that has the fate; undefined where fewer calls were made. */
  get hit(): string | undefined {
    return this.calls[this.#nth - 1];
  }

  over<Ports extends object>(ports: Ports): Ports {
    return this.#port('', ports);
  }

  #port<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const value = Reflect.get(target, key);
        if (typeof key === 'symbol') return value;
        const full = name === '' ? key : `${name}.${key}`;
        if (this.#numbering.local?.includes(full)) return value;
        if (typeof value === 'function') return this.#function(full, value as Call, target);
        const isPort = name === '' && typeof value === 'object' && value !== null;
        return isPort ? this.#port(key, value) : value;
      },
    });
  }

  #function(name: string, method: Call, port: object): Call {
    const call: Call = (...given) => method.apply(port, [...given]);
    const opened = this.#numbering.opens?.[name] as ((...given: readonly unknown[]) => string) | undefined;
    if (opened !== undefined) {
      return async (...given) => {
        const port = await call(...given);
        return typeof port === 'object' && port !== null ? this.#port(opened(...given), port) : port;
      };
    }
    if (method.constructor.name === 'AsyncGeneratorFunction') {
      return (...given) => this.#stream(name, () => call(...given) as AsyncIterable<unknown>);
    }
    return (...given) => this.#made(name, async () => call(...given));
  }

  async *#stream(name: string, call: () => AsyncIterable<unknown>): AsyncIterable<unknown> {
    yield* (await this.#made(name, async () => call())) as AsyncIterable<unknown>;
  }

  async #made(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (this.#isDead) throw new Killed(name);
    this.calls.push(name);
    if (this.calls.length !== this.#nth) return this.#unlessDead(name, await call());
    this.#isDead = this.#fate.startsWith('killed');
    if (this.#fate === 'killed after' || this.#fate === 'timed out after it took effect') await call();
    this.#unlessDead(name, null);
    return failed(name, this.#fate);
  }

  /** Another call may have ended the process while this one was under way. */
  #unlessDead<T>(name: string, answer: T): T {
    if (this.#isDead) throw new Killed(name);
    return answer;
  }
}

/** What a port says of a call that failed: what it throws, or where it never throws what it answers. */
function failed(name: string, fate: Fate): unknown {
  const text = `${name}: ${fate}`;
  const isLost = fate.startsWith('timed out');
  const method = name.split('.').at(-1) ?? '';
  if (method === 'send') {
    if (isLost) return unknown(text);
    return fate === 'throttled' ? later(text) : badSetup(text);
  }
  if (method === 'notify') throw new AdminUnreachable(text);
  if (method === 'publish') return new Set();
  if (method === 'defer') throw new DeferralFailed(text);
  if (method === 'masterKey') throw new SecretUnavailable(text, { isTransient: fate !== 'refused' });
  if (name.startsWith('destination.')) throw new DestinationUnusable(text);
  if (name.startsWith('source.')) {
    throw new EvidenceUnreadable(fate === 'refused' ? 'refused' : 'transient', 'list', 's3://acme/', text);
  }
  throw new StateStoreUnavailable(text);
}

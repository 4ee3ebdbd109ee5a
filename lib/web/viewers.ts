import { createHash } from 'node:crypto';
import { findApiToken, isLive } from '../app/act/api-token.ts';
import type { Viewer } from '../app/views/read-job-views.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiTokens } from '../ports/api-tokens.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { RulesDocument } from '../rules-doc/document.ts';
import { hasSession, readSession, type Session } from './session.ts';

export interface ViewerPorts {
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly now: () => Instant;
  /** The rules in force. Throws NoRules when there are none. */
  readonly rules: () => Promise<RulesDocument>;
}

/** Who sent a request, or why the sender is unknown. */
export type Seen =
  | { readonly viewer: Viewer; readonly by: 'token' | 'session' }
  | { readonly viewer: null; readonly message: string };

const BEARER = /^Bearer(?: |$)/i;
/** How many tokens are remembered as good, where their requests are limited. */
const MAX_SEEN_TOKENS = 1_000;
const NOT_SIGNED_IN = 'sign in, or send an API token: Authorization: Bearer bks_...';
const BAD_TOKEN = 'this API token is unknown or has expired; make one with `sentinel key create --api`';
const ENDED = 'the session has ended; sign in again';

/** Finds out who sent a request, by its API token or its session. */
export class Viewers {
  readonly #ports: ViewerPorts;
  readonly #linkKeyName: string;
  /** Digests of the tokens that were good when they came last. */
  readonly #seenTokens = new Set<string>();

  constructor(ports: ViewerPorts, linkKeyName: string) {
    this.#ports = ports;
    this.#linkKeyName = linkKeyName;
  }

  /** Reads nothing for a request without credentials. Throws StateStoreUnavailable, SecretUnavailable, NoRules. */
  async see(request: Request): Promise<Seen> {
    const authorization = request.headers.get('authorization');
    // Any other scheme is for a proxy in front: browsers send its password together with the session.
    if (authorization !== null && BEARER.test(authorization)) return this.#seeToken(authorization);
    if (!hasSession(request)) return { viewer: null, message: NOT_SIGNED_IN };
    const { secrets, now } = this.#ports;
    const session = readSession(request, await secrets.get(this.#linkKeyName), now());
    if (session === null || !(await this.#isValid(session))) return { viewer: null, message: ENDED };
    return this.#known({ personId: session.personId, mayWrite: session.mayWrite }, 'session');
  }

  /**
   * The bucket for limiting the requests of a session, or of an API token that was good before; null for every other
   * request. Reads the key of sessions at most: whether the session or token still is good, `see` finds out. Throws
   * SecretUnavailable.
   */
  async bucketOf(request: Request): Promise<string | null> {
    const authorization = request.headers.get('authorization');
    if (authorization !== null && BEARER.test(authorization)) {
      const digest = digestOf(tokenIn(authorization));
      return this.#seenTokens.has(digest) ? `token ${digest}` : null;
    }
    if (!hasSession(request)) return null;
    const { secrets, now } = this.#ports;
    const session = readSession(request, await secrets.get(this.#linkKeyName), now());
    return session && `session ${session.personId} ${session.generation} ${session.tokenId}`;
  }

  async #seeToken(authorization: string): Promise<Seen> {
    const text = tokenIn(authorization);
    const token = await findApiToken(text, this.#ports.apiTokens, this.#ports.now());
    if (token === null) return { viewer: null, message: BAD_TOKEN };
    if (this.#seenTokens.size < MAX_SEEN_TOKENS) this.#seenTokens.add(digestOf(text));
    return this.#known({ personId: token.personId, mayWrite: token.mayWrite }, 'token');
  }

  /** A session ends with those of its generation, and one that was started with a token ends with it. */
  async #isValid({ personId, generation, tokenId }: Session): Promise<boolean> {
    const { apiTokens, sessions, now } = this.#ports;
    const [present, token] = await Promise.all([
      sessions.generationOf(personId),
      tokenId === null ? null : apiTokens.find(tokenId),
    ]);
    return generation === present && (tokenId === null || (token !== null && isLive(token, now())));
  }

  async #known(viewer: Viewer, by: 'token' | 'session'): Promise<Seen> {
    const { people } = await this.#ports.rules();
    if (people.has(viewer.personId)) return { viewer, by };
    return {
      viewer: null,
      message: `the rules doc no longer has a person ${viewer.personId}; ask the operator to add you`,
    };
  }
}

function tokenIn(authorization: string): string {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

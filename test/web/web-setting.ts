import type { Hono } from 'hono';
import { makeApiToken } from '../../lib/app/act/api-token.ts';
import { withMembers } from '../../lib/app/members/with-members.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { newSignInPath } from '../../lib/web/sign-in-link.ts';
import { type WebPorts, webApp } from '../../lib/web/web-app.ts';
import { DispatchSetting } from '../app/dispatch/dispatch-setting.ts';

export const LINK_KEY = 'the-key-of-links-and-sessions';
export const HOST = 'http://sentinel.test';

/** Everything that the web serves, over a store on disk, with a clock of the test's. */
export class WebSetting {
  readonly dispatch: DispatchSetting;
  readonly app: Hono;
  /** What was said to the log. */
  readonly failures: string[] = [];
  /** How often the rules were loaded: requests that are answered cheaply do not. */
  rulesLoaded = 0;
  document: RulesDocument | null;
  elapsedMs = 0;
  source = '192.0.2.1';

  private constructor(dispatch: DispatchSetting, change: (ports: WebPorts) => WebPorts, publicUrl: string | null) {
    this.dispatch = dispatch;
    this.document = dispatch.document;
    // As on AWS, where the store cannot say what was written.
    const { rowChanges: _, ...stores } = dispatch.stores;
    const ports: WebPorts = {
      ...stores,
      store: stores.state,
      secrets: { get: async () => LINK_KEY },
      slack: null,
      rules: async () => withMembers(this.#loaded(), stores.members),
      now: () => dispatch.now,
      elapsedMs: () => this.elapsedMs,
      onError: (message) => this.failures.push(message),
    };
    this.app = webApp(change(ports), {
      linkKeyName: 'link-key',
      signingSecretName: 'slack-signing-secret',
      sourceOf: () => this.source,
      publicUrl,
      rulesKeptMs: 0,
    });
  }

  static async open(
    people: readonly string[],
    jobs: readonly string[],
    change: (ports: WebPorts) => WebPorts = (ports) => ports,
    publicUrl: string | null = null,
  ): Promise<WebSetting> {
    return new WebSetting(await DispatchSetting.open(people, jobs, ['shop: {}']), change, publicUrl);
  }

  /** An API token of a person's, as its owner writes it into a request. */
  async token(personId: string, mayWrite = true, until: number | null = null): Promise<string> {
    const { text } = await makeApiToken({ personId, mayWrite, until }, this.dispatch.stores.apiTokens, 0);
    return text;
  }

  /** The cookie of somebody who has signed in by a link. */
  async cookie(personId: string): Promise<string> {
    const path = newSignInPath({ personId, jobId: null, expiresAt: this.dispatch.now + 1 }, LINK_KEY);
    return cookieIn(await this.send(`/${path}`, { method: 'POST', headers: { origin: HOST } }));
  }

  send(path: string, init: RequestInit = {}): Promise<Response> {
    return Promise.resolve(this.app.request(`${HOST}${path}`, init));
  }

  /** Asks with a token, or a cookie of our own page. */
  get(path: string, credential: string | null): Promise<Response> {
    return this.send(path, { headers: headersOf(credential) });
  }

  post(path: string, credential: string | null, body?: unknown): Promise<Response> {
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return this.send(path, { method: 'POST', headers: headersOf(credential), ...text });
  }

  close(): Promise<void> {
    return this.dispatch.close();
  }

  #loaded(): LoadedRules {
    this.rulesLoaded += 1;
    return {
      source: '/srv/rules.yaml',
      folder: null,
      fileName: 'rules.yaml',
      version: 'sha256:1',
      used: this.document === null ? null : 'current',
      document: this.document,
      problems: [],
      unavailable: null,
      lastGoodError: null,
      isLastGoodDamaged: false,
      lastGood: null,
      text: null,
      understood: null,
      maxJobs: null,
    };
  }
}

/** The cookie that an answer gives, as the browser sends it back. */
export function cookieIn(answer: Response): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

function headersOf(credential: string | null): Record<string, string> {
  if (credential === null) return {};
  if (credential.startsWith('bks_')) return { authorization: `Bearer ${credential}` };
  return { cookie: credential, origin: HOST };
}

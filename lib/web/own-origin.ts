/** The addresses under which this server is reached: the one that it is told of, and the one that a request names. */
export class OwnOrigin {
  readonly #public: URL | null;

  /** `publicUrl`: where people reach it, behind whatever stands before it; null when that is not known. */
  constructor(publicUrl: string | null) {
    this.#public = publicUrl === null ? null : new URL(publicUrl);
  }

  /**
   * Whether a change was asked for by a page of ours. Browsers say so themselves (Sec-Fetch-Site, Origin), and no page
   * can make them say anything else; whatever says nothing is no browser, and has no session to be misused.
   */
  isFromHere(request: Request): boolean {
    const origin = request.headers.get('origin');
    // A page that keeps its address to itself has no origin to tell.
    if (origin === null || origin === 'null') return request.headers.get('sec-fetch-site') === 'same-origin';
    if (!URL.canParse(origin)) return false;
    const { host } = new URL(origin);
    return host === new URL(request.url).host || host === this.#public?.host;
  }

  /**
   * Whether the browser reaches us by https: then cookies go by https only. The browser's own word counts most: a proxy
   * that ends https asks us by http, and may name us by an inner address.
   */
  isSecure(request: Request): boolean {
    const origin = request.headers.get('origin');
    if (origin !== null && URL.canParse(origin)) return new URL(origin).protocol === 'https:';
    const { protocol, host } = new URL(request.url);
    return protocol === 'https:' || (this.#public?.protocol === 'https:' && this.#public.host === host);
  }
}

/** The addresses of this server: the configured one, and the one that a request names. */
export class OwnOrigin {
  readonly #public: URL | null;

  /** `publicUrl`: where people reach it, such as the address of a proxy; null when that is not known. */
  constructor(publicUrl: string | null) {
    this.#public = publicUrl === null ? null : new URL(publicUrl);
  }

  /**
   * Whether a page of this server sent a change. Browsers say so (Sec-Fetch-Site, Origin), and no page can forge that; a
   * client that says nothing is not a browser and has no session to misuse.
   */
  isFromHere(request: Request): boolean {
    const origin = request.headers.get('origin');
    // A page with the referrer policy no-referrer sends no origin.
    if (origin === null || origin === 'null') return request.headers.get('sec-fetch-site') === 'same-origin';
    if (!URL.canParse(origin)) return false;
    const { host } = new URL(origin);
    return host === new URL(request.url).host || host === this.#public?.host;
  }

  /**
   * Whether the browser uses https: then cookies are for https only. What the browser says counts most: a proxy that
   * terminates https sends http, and may use an inner address.
   */
  isSecure(request: Request): boolean {
    const origin = request.headers.get('origin');
    if (origin !== null && URL.canParse(origin)) return new URL(origin).protocol === 'https:';
    const { protocol, host } = new URL(request.url);
    return protocol === 'https:' || (this.#public?.protocol === 'https:' && this.#public.host === host);
  }
}

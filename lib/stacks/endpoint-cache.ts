interface Endpoint {
  readonly Address: string;
  readonly CachePeriodInMinutes: number;
}

/**
 * Takes the place of the SDK's in the bundles: of the clients here only DynamoDB's has one, for endpoints that it looks up
 * where AWS_ENABLE_ENDPOINT_DISCOVERY asks for that, and by then a handful. The SDK's comes with a library of data
 * structures. See docs/decisions/0026-bundles.md.
 */
export class EndpointCache {
  readonly #endpoints = new Map<string, readonly { readonly Address: string; readonly Expires: number }[]>();

  get(key: string): readonly { readonly Address: string; readonly Expires: number }[] | undefined {
    const known = this.#endpoints.get(key)?.filter(({ Expires }) => Date.now() < Expires);
    return known?.length ? known : undefined;
  }

  getEndpoint(key: string): string | undefined {
    return this.get(key)?.[0]?.Address;
  }

  set(key: string, endpoints: readonly Endpoint[]): void {
    const expires = ({ CachePeriodInMinutes }: Endpoint) => Date.now() + CachePeriodInMinutes * 60_000;
    this.#endpoints.set(
      key,
      endpoints.map((endpoint) => ({ Address: endpoint.Address, Expires: expires(endpoint) })),
    );
  }

  has(key: string): boolean {
    return this.#endpoints.has(key);
  }

  delete(key: string): void {
    this.#endpoints.delete(key);
  }

  clear(): void {
    this.#endpoints.clear();
  }
}

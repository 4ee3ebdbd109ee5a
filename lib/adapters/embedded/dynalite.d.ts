// dynalite publishes no types. These are the inner parts that embedded-engine.ts uses.
declare module 'dynalite/db/index.js' {
  export interface Level {
    open(options: { cacheSize: number; writeBufferSize: number }): Promise<void>;
    close(): Promise<void>;
    get(key: string, done?: (error: Error | null, value?: unknown) => void): Promise<unknown>;
    getMany(keys: readonly string[]): Promise<readonly unknown[]>;
    put(key: string, value: unknown, done?: unknown): Promise<void>;
    values(options?: object): { close(): Promise<void> };
    del(key: string, done?: unknown): Promise<void>;
    batch(
      writes: readonly { type: 'put' | 'del'; key: string; value?: unknown }[],
      options: { sync: boolean },
    ): Promise<void>;
  }
  export interface Store {
    readonly db: Level;
    getTable(name: string, checkStatus: unknown, done?: (error: Error | null, table?: object) => void): void;
  }
  export type Done = (error: (Error & { statusCode?: number; body?: unknown }) | null, result?: unknown) => void;
  export type Action = (store: Store, data: object, done: Done) => void;
  export interface Validation {
    readonly types: unknown;
    readonly custom: unknown;
  }
  const database: { create(options: { path: string }): Store };
  export default database;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(data: unknown, types: unknown): object;
    checkValidations(data: object, types: unknown, custom: unknown, store: unknown): void;
  };
  export default validations;
}

declare module 'dynalite/actions/*.js' {
  const action: import('dynalite/db/index.js').Action;
  export default action;
}

declare module 'dynalite/validations/*.js' {
  const validation: import('dynalite/db/index.js').Validation;
  export default validation;
}

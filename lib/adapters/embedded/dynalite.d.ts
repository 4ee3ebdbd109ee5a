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

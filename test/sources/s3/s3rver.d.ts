/** What the tests use of s3rver, which comes without types. */
declare module 's3rver' {
  export default class S3rver {
    constructor(options: { port: number; address: string; silent: boolean; directory: string });
    run(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  }
}

/** What of s3rver, which has no types of its own, the tests use. */
declare module 's3rver' {
  import type { Server } from 'node:http';

  interface Context {
    method: string;
    query: Record<string, string | undefined>;
    /** The path as it came. */
    path: string;
    status: number;
    type: string;
    body: unknown;
  }

  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      silent: boolean;
      directory: string;
      configureBuckets: { name: string; configs: [] }[];
    });
    /** Of Koa, in the order in which they are asked. */
    middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
    httpServer: Server;
  }
}

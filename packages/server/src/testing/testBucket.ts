import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { Configuration } from '../configuration/configuration.ts';

const bucket = 'cardea-test';

/** A bucket of an S3-compatible server in this process, with the settings that lead to it. */
export class TestBucket {
  readonly settings: Partial<Configuration>;
  readonly #server: S3rver;
  readonly #folder: string;

  private constructor(server: S3rver, folder: string, port: number) {
    this.#server = server;
    this.#folder = folder;
    this.settings = {
      s3Bucket: bucket,
      s3Endpoint: `http://127.0.0.1:${port}`,
      // The one key pair that s3rver knows.
      s3AccessKeyId: 'S3RVER',
      s3SecretAccessKey: 'S3RVER',
    };
  }

  static async open(): Promise<TestBucket> {
    const folder = await mkdtemp(join(tmpdir(), 'cardea-s3-'));
    const server = new S3rver({
      ...{ address: '127.0.0.1', port: 0, silent: true, directory: folder },
      configureBuckets: [{ name: bucket, configs: [] }],
    });
    server.middleware.unshift(missingVerbs(folder));
    const { port } = await server.run();
    return new TestBucket(server, folder, port);
  }

  /** Objects and parts that are there, by their keys. */
  async names(): Promise<string[]> {
    const names = await readdir(join(this.#folder, bucket), { recursive: true });
    return names.filter((name) => /cardea-[\w-]+(\.\w+)?\._S3rver_object$|\/\d+$/.test(name));
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}

/**
 * ListParts and AbortMultipartUpload, which every S3-compatible store has and s3rver does not; it keeps the parts of an
 * upload as files named by their numbers.
 */
function missingVerbs(folder: string): S3rver['middleware'][number] {
  return async (context, next) => {
    const { uploadId } = context.query;
    if (uploadId === undefined || (context.method !== 'GET' && context.method !== 'DELETE')) return next();
    const parts = join(folder, bucket, '._S3rver_uploads', uploadId);
    const names = await readdir(parts).catch(() => null);
    context.type = 'application/xml';
    if (names === null) {
      context.status = 404;
      context.body = '<Error><Code>NoSuchUpload</Code><Message>There is no such upload.</Message></Error>';
    } else if (context.method === 'DELETE') {
      await rm(parts, { recursive: true });
      context.status = 204;
    } else {
      const numbers = names.filter((name) => /^\d+$/.test(name));
      const listed = await Promise.all(
        numbers.map(async (number) => {
          const { size } = await stat(join(parts, number));
          const tag = await readFile(join(parts, `${number}.md5`), 'utf8');
          return `<Part><PartNumber>${number}</PartNumber><ETag>"${tag}"</ETag><Size>${size}</Size></Part>`;
        }),
      );
      context.status = 200;
      context.body = `<ListPartsResult><IsTruncated>false</IsTruncated>${listed.join('')}</ListPartsResult>`;
    }
  };
}

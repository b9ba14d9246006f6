import { Readable } from 'node:stream';
import { NoSuchKey, NotFound, S3, type S3ClientConfig } from '@aws-sdk/client-s3';
import { CardeaError } from '@cardea/protocol';
import { S3Store, type MetadataValue } from '@tus/s3-store';
import { MemoryKvStore } from '@tus/server';
import type { ByteRange, ItemStorage } from './itemStorage.ts';
import { isStorageKey } from './storageKey.ts';

export interface S3Settings {
  bucket: string;
  /** `null` is Amazon's for the region. */
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** What the tus store keeps beside the object: the id of the multipart upload, and bytes that are too few for a part. */
const endings = ['', '.info', '.part'] as const;

/** The bytes of the library as objects of a bucket, named by their keys. */
export class S3Storage implements ItemStorage {
  readonly uploads: S3Store;
  readonly #client: S3;
  readonly #bucket: string;
  /** What the tus store remembers of uploads that go on. */
  readonly #known = new MemoryKvStore<MetadataValue>();

  constructor(settings: S3Settings) {
    const { bucket, endpoint, region, accessKeyId, secretAccessKey } = settings;
    const config: S3ClientConfig = {
      region,
      credentials: { accessKeyId, secretAccessKey },
      ...(endpoint !== null && { endpoint, forcePathStyle: true }),
      // Stores other than Amazon's often do not know these newer checksums; ours is made over the whole file anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    };
    this.#bucket = bucket;
    this.#client = new S3(config);
    this.uploads = new S3Store({ s3ClientConfig: { ...config, bucket }, cache: this.#known });
    this.uploads.extensions = ['creation', 'termination'];
  }

  /** @throws if the bucket cannot be reached or is not there */
  async check(): Promise<void> {
    await this.#client.headBucket({ Bucket: this.#bucket });
  }

  /** A server that stopped after the last part and before the object was made of all parts makes it now. */
  async settle(key: string, size: number): Promise<void> {
    if (await this.#has(key)) return;
    await this.uploads.write(Readable.from([]), key, size);
  }

  async open(key: string, range: ByteRange | null): Promise<Readable> {
    if (!isStorageKey(key)) throw new CardeaError('not_found');
    try {
      const { Body } = await this.#client.getObject({
        Bucket: this.#bucket,
        Key: key,
        ...(range !== null && { Range: `bytes=${range.first}-${range.last}` }),
      });
      if (Body instanceof Readable) return Body;
    } catch (error) {
      if (isMissing(error)) throw new CardeaError('not_found', { cause: error });
      throw new CardeaError('unavailable', { cause: error });
    }
    throw new Error('The S3 client gave no stream of Node.');
  }

  async remove(key: string): Promise<void> {
    if (!isStorageKey(key)) return;
    await this.#abort(key);
    await this.#known.delete(key);
    for (const ending of endings) {
      await this.#client.deleteObject({ Bucket: this.#bucket, Key: key + ending });
    }
  }

  async *keysBefore(time: number): AsyncIterable<string> {
    const keys = new Set<string>();
    let token: string | undefined;
    do {
      const page = await this.#client.listObjectsV2({
        Bucket: this.#bucket,
        Prefix: 'cardea-',
        ...(token !== undefined && { ContinuationToken: token }),
      });
      for (const { Key: name = '', LastModified: at } of page.Contents ?? []) {
        const key = name.replace(/\.(info|part)$/, '');
        if (!isStorageKey(key) || keys.has(key) || at === undefined || at.getTime() >= time) continue;
        keys.add(key);
        yield key;
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  freeBytes(): Promise<null> {
    return Promise.resolve(null);
  }

  /** Parts of an upload that never became an object take up room without being listed. */
  async #abort(key: string): Promise<void> {
    const Bucket = this.#bucket;
    try {
      const { Metadata } = await this.#client.headObject({ Bucket, Key: `${key}.info` });
      const UploadId = Metadata?.['upload-id'];
      if (UploadId !== undefined && !(await this.#has(key))) {
        await this.#client.abortMultipartUpload({ Bucket, Key: key, UploadId });
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async #has(key: string): Promise<boolean> {
    try {
      await this.#client.headObject({ Bucket: this.#bucket, Key: key });
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }
}

function isMissing(error: unknown): boolean {
  if (error instanceof NoSuchKey || error instanceof NotFound) return true;
  return error instanceof Error && (error.name === 'NoSuchUpload' || error.name === 'NotFound');
}

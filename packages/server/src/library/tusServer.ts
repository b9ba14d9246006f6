import { CardeaError, uploadsPath } from '@cardea/protocol';
import { Server } from '@tus/server';
import { asStorageError } from './folderStorage.ts';
import type { ItemStorage } from './itemStorage.ts';
import type { UploadLocks } from './uploadLocks.ts';

/** How long a request has to stop when another wants its upload, milliseconds. */
const drainTime = 250;

/** One request of the tus protocol, after it is clear that whoever sent it may. */
export interface TusRequest {
  method: 'POST' | 'HEAD' | 'PATCH';
  uploadId: string;
  /** Those of the protocol only; nobody's cookie is any business of the tus library. */
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

export interface TusAnswer {
  status: number;
  /** Upload-Offset and the like, by lower-case name. */
  headers: Record<string, string>;
}

/** The tus protocol 1.0 (tus.io/protocols/resumable-upload), with ids and permissions decided by whoever calls it. */
export class TusServer {
  readonly #server: Server;
  readonly #ids = new WeakMap<Request, string>();
  readonly #failures = new WeakMap<Request, unknown>();

  /** @param finish is called when the last byte of an upload is here; what it throws is the answer */
  constructor(files: ItemStorage, locks: UploadLocks, finish: (uploadId: string) => Promise<void>) {
    this.#server = new Server({
      path: uploadsPath,
      datastore: files.uploads,
      locker: locks,
      lockDrainTimeout: drainTime,
      relativeLocation: true,
      // Pages of other origins are the business of origins.ts; this library would let all of them in.
      allowedOrigins: [],
      namingFunction: (request) => this.#idOf(request),
      getFileIdFromRequest: (request) => this.#idOf(request),
      onUploadFinish: async (_request, upload) => {
        await finish(upload.id);
        return {};
      },
      onResponseError: (request, error) => {
        if (!('status_code' in error)) this.#failures.set(request, error);
        return { status_code: 'status_code' in error ? error.status_code : 500, body: '' };
      },
    });
  }

  /**
   * @returns the answer; refusals that are the protocol's own, such as a wrong offset, have their status and no body
   * @throws CardeaError and whatever the store throws
   */
  async handle({ method, uploadId, headers, body }: TusRequest): Promise<TusAnswer> {
    const request = new Request(`http://localhost${uploadsPath}/${uploadId}`, {
      method,
      headers,
      body,
      ...(body !== null && { duplex: 'half' }),
    });
    this.#ids.set(request, uploadId);
    const response = await this.#server.handleWeb(request);
    const failure = this.#failures.get(request);
    if (failure !== undefined) throw asStorageError(failure);
    if (response.status === 404 || response.status === 410) throw new CardeaError('not_found');
    if (response.status === 413)
      throw new CardeaError('too_large', { details: 'More bytes than were declared.' });
    if (response.status >= 500) throw new CardeaError('unavailable');
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  }

  #idOf(request: Request): string {
    const id = this.#ids.get(request);
    if (id === undefined) throw new Error('A request that this server did not make.');
    return id;
  }
}

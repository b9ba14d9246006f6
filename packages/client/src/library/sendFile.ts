import { CardeaError, ErrorBody, uploadsPath, type ItemId } from '@cardea/protocol';
import type { DetailedError } from 'tus-js-client';

/** Bytes in one request, after each of which the server has them for good. */
const chunkSize = 8 * 1024 * 1024;

export interface FileSending {
  item: ItemId;
  file: Blob;
  /** Where an upload that has begun goes on. */
  url: string | null;
  signal: AbortSignal;
  onUrl(url: string): void;
  /** Bytes on the server, those under way included. */
  onProgress(done: number): void;
}

/**
 * Brings the bytes to the server, from where it has them up to.
 * @throws CardeaError what the server refused with; `unavailable` if it cannot be reached
 */
export type SendFile = (sending: FileSending) => Promise<void>;

/** By the tus protocol. Trying again is the caller's. */
export function sendFileBy(baseUrl: string): SendFile {
  return async ({ item, file, url, signal, onUrl, onProgress }) => {
    // Loaded when there is something to upload.
    const { Upload } = await import('tus-js-client');
    // Stopped while it was loaded: the event has been and does not come again.
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const upload = new Upload(file, {
        endpoint: new URL(uploadsPath, baseUrl).href,
        uploadUrl: url,
        metadata: { item },
        chunkSize,
        parallelUploads: 1,
        retryDelays: null,
        storeFingerprintForResuming: false,
        onBeforeRequest: (request) => {
          const underlying: unknown = request.getUnderlyingObject();
          if (underlying instanceof XMLHttpRequest) underlying.withCredentials = true;
        },
        onUploadUrlAvailable: () => {
          if (upload.url !== null) onUrl(upload.url);
        },
        onProgress,
        onSuccess: () => resolve(),
        onError: (error) => reject(toCardeaError(error)),
      });
      signal.addEventListener(
        'abort',
        () => {
          // Stops the request; what the server has stays there.
          void upload.abort();
          reject(new DOMException('The upload was stopped.', 'AbortError'));
        },
        { once: true },
      );
      upload.start();
    });
  };
}

function toCardeaError(error: Error | DetailedError): CardeaError {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (response === null) return new CardeaError('unavailable', { cause: error });
  try {
    const content: unknown = JSON.parse(response.getBody());
    const inner = typeof content === 'object' && content !== null && 'error' in content && content.error;
    return CardeaError.fromBody(ErrorBody.parse(inner));
  } catch {
    const status = response.getStatus();
    // Another request for the same upload is not over yet (423), or what answered is a proxy.
    const passes = status === 423 || status === 409 || status >= 502;
    const code = passes ? 'unavailable' : status === 413 ? 'too_large' : 'server_error';
    return new CardeaError(code, { details: `HTTP ${status}`, cause: error });
  }
}

import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { CardeaError, ItemId, uploadsPath } from '@cardea/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { rateRules } from '../limits/rateLimiter.ts';
import type { OpenLibrary } from '../library/openLibrary.ts';
import type { TusAnswer, TusRequest } from '../library/tusServer.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { requireSession } from './signedIn.ts';
import { uploadType } from './uploadType.ts';

/** Whatever is no id of ours is not found, as an upload of somebody else is. */
const UploadParameters = z.object({ upload: z.string() });

/** Headers of the tus protocol 1.0, which alone are passed on in either direction. */
const requestHeaders = [
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-defer-length',
  'content-type',
];
const answerHeaders = ['upload-offset', 'upload-length', 'location', 'cache-control'];

const version = { 'tus-resumable': '1.0.0' };

/** Bytes of declared items, by the tus protocol. Who may send what is decided here, before the tus library is asked. */
export async function uploadRoutes(
  app: App,
  dependencies: HttpDependencies,
  open: OpenLibrary,
): Promise<void> {
  const { limiter, sessions } = dependencies.services;
  const { uploads, tus } = open;

  async function sender(request: FastifyRequest) {
    return (await requireSession(request, sessions)).person.id;
  }

  await app.register(async (scope) => {
    // The bytes stay in the request, from which the store reads them as fast as it can write.
    scope.addContentTypeParser(uploadType, (_request, _payload, done) => done(null));
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(version));

    scope.options(uploadsPath, async (_request, reply) => {
      return reply
        .code(204)
        .headers({ 'tus-version': '1.0.0', 'tus-extension': 'creation,termination' })
        .send();
    });

    scope.post(uploadsPath, async (request, reply) => {
      const person = await sender(request);
      limiter.take(rateRules.libraryChangesPerPerson, person);
      const uploadId = await uploads.begin(person, itemOf(request), lengthOf(request));
      return pass(reply, await handle(request, 'POST', uploadId));
    });

    scope.head(`${uploadsPath}/:upload`, { schema: { params: UploadParameters } }, async (request, reply) => {
      const { upload } = UploadParameters.parse(request.params);
      const item = await uploads.itemOf(await sender(request), upload, 'follow-upload');
      const { size } = item.description;
      if (item.state === 'ready') return finished(reply, size);
      const answer = await handle(request, 'HEAD', upload);
      // All is here, and whoever was to hear what became of it has not: the server stopped, or the answer was lost.
      if (answer.headers['upload-offset'] === String(size)) await uploads.finish(upload);
      return pass(reply, answer);
    });

    scope.patch(
      `${uploadsPath}/:upload`,
      { schema: { params: UploadParameters } },
      async (request, reply) => {
        const { upload } = UploadParameters.parse(request.params);
        const item = await uploads.itemOf(await sender(request), upload, 'follow-upload');
        const { size } = item.description;
        if (item.state === 'ready') {
          const atEnd = request.headers['upload-offset'] === String(size);
          return atEnd ? finished(reply.code(204), size) : reply.code(409).send();
        }
        await uploads.assertFree(Number(request.headers['content-length'] ?? 0));
        // Before the bytes and after them, since some may have come even where it was cut.
        await uploads.touch(upload);
        const answer = await handle(request, 'PATCH', upload);
        await uploads.touch(upload);
        return pass(reply, answer);
      },
    );

    scope.delete(
      `${uploadsPath}/:upload`,
      { schema: { params: UploadParameters } },
      async (request, reply) => {
        const { upload } = UploadParameters.parse(request.params);
        await uploads.itemOf(await sender(request), upload, 'upload');
        await uploads.abandon(upload);
        return reply.code(204).send();
      },
    );
  });

  async function handle(
    request: FastifyRequest,
    method: TusRequest['method'],
    uploadId: string,
  ): Promise<TusAnswer> {
    const headers = Object.fromEntries(
      requestHeaders.flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' && (name !== 'content-type' || method === 'PATCH')
          ? [[name, value]]
          : [];
      }),
    );
    const length = request.headers['content-length'];
    if (method === 'PATCH' && length !== undefined) headers['content-length'] = length;
    const body = method === 'PATCH' ? bodyOf(request.raw) : null;
    try {
      return await tus.handle({ method, uploadId, headers, body: body?.stream ?? null });
    } catch (error) {
      // Whoever sent it is gone, so this is heard by nobody, and is no fault of the server.
      if (request.raw.destroyed && !request.raw.complete && !(error instanceof CardeaError)) {
        throw new CardeaError('invalid_request', { details: 'The connection was cut.', cause: error });
      }
      throw error;
    } finally {
      body?.leave();
    }
  }
}

/**
 * The bytes of a request for the tus library. It may leave them half read; what comes then is read and thrown away, so
 * that the client hears the answer and the connection is free again.
 * @throws CardeaError `invalid_request` if the connection is cut already
 */
export function bodyOf(request: IncomingMessage): { stream: ReadableStream<Uint8Array>; leave: () => void } {
  // Cut while it was found out who may send what: it would never end, and says so to nobody any more.
  if (request.destroyed) throw new CardeaError('invalid_request', { details: 'The connection was cut.' });
  const bytes = new PassThrough();
  request.once('close', () => {
    if (!request.complete) bytes.destroy(new Error('The connection was cut.'));
  });
  return {
    // Node's type of a web stream is the same thing as the platform's under another name.
    stream: Readable.toWeb(request.pipe(bytes)) as ReadableStream<Uint8Array>,
    leave: () => {
      request.unpipe(bytes);
      request.resume();
    },
  };
}

function pass(reply: FastifyReply, answer: TusAnswer): FastifyReply {
  for (const name of answerHeaders) {
    const value = answer.headers[name];
    if (value !== undefined) void reply.header(name, value);
  }
  return reply.code(answer.status).send();
}

function finished(reply: FastifyReply, size: number): FastifyReply {
  return reply.headers({ 'upload-offset': size, 'upload-length': size, 'cache-control': 'no-store' }).send();
}

/** @throws CardeaError `invalid_request` */
function itemOf(request: FastifyRequest): ItemId {
  const metadata = request.headers['upload-metadata'];
  for (const pair of typeof metadata === 'string' ? metadata.split(',') : []) {
    const [key, value = ''] = pair.trim().split(' ');
    if (key !== 'item') continue;
    const id = ItemId.safeParse(Buffer.from(value, 'base64').toString('utf8'));
    if (id.success) return id.data;
  }
  throw new CardeaError('invalid_request', { details: 'Upload-Metadata: names no item.' });
}

/** @throws CardeaError `invalid_request` */
function lengthOf(request: FastifyRequest): number {
  const length = request.headers['upload-length'];
  if (typeof length !== 'string' || !/^\d{1,15}$/.test(length)) {
    throw new CardeaError('invalid_request', { details: 'Upload-Length: has to be known.' });
  }
  return Number(length);
}

import { fileEndings, type ItemDescription } from '@cardea/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ItemStorage } from '../library/itemStorage.ts';
import { readRange } from './byteRange.ts';
import { contentDisposition } from './contentDisposition.ts';

/** How long somebody may take no byte before the file is closed, milliseconds; players ask again where they were. */
const patience = 120_000;

/**
 * Answers with an item's bytes, the range that was asked for, or that nothing has changed. The type is one of ours
 * and the page it would be opened as may do nothing, so what somebody uploaded is never run.
 */
export async function sendItem(
  request: FastifyRequest,
  reply: FastifyReply,
  files: ItemStorage,
  file: { key: string; description: ItemDescription; download: boolean },
): Promise<FastifyReply> {
  const { mediaType, size, sha256, title } = file.description;
  const tag = `"${sha256}"`;
  const unchanged = request.headers['if-none-match'] === tag;
  const { 'if-range': onlyIf } = request.headers;
  const wanted = onlyIf === undefined || onlyIf === tag ? request.headers.range : undefined;
  const range = request.method === 'GET' ? readRange(wanted, size) : null;
  const withoutBytes = unchanged || range === 'unsatisfiable' || request.method === 'HEAD';
  // Before anything is said of the file: that it is not there has none of its headers.
  const bytes = withoutBytes ? null : await files.open(file.key, range);
  void reply.headers({
    'content-type': mediaType,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'content-disposition': contentDisposition(
      file.download ? 'attachment' : 'inline',
      title,
      fileEndings[mediaType],
    ),
    // Asked for anew each time, since whoever may see it now may not later.
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag: tag,
  });
  if (unchanged) return reply.code(304).send();
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${size}`).removeHeader('content-type').send();
  }
  if (range !== null)
    void reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
  void reply.header('content-length', range === null ? size : range.last - range.first + 1);
  if (bytes === null) return reply.send();
  // Fastify destroys the stream when the connection closes; one that only stalls is closed here.
  reply.raw.setTimeout(patience, () => reply.raw.destroy());
  return reply.send(bytes);
}

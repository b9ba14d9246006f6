import type { IncomingMessage, ServerResponse } from 'node:http';
import { uploadsPath } from '@cardea/protocol';
import { uploadType } from './uploadType.ts';

/** How long a request may take, and an upload may rest, milliseconds. */
const patience = 30_000;

/**
 * Against clients that send a byte now and then: a whole request in 30 s. An upload may take as long as it likes while
 * bytes come. Node's own limit is one for all requests, so it is off, and this is in its place.
 */
export function endIfSlow(request: IncomingMessage, response: ServerResponse, limit = patience): void {
  const { headers, socket } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  // Bytes of another type are read as a whole, before it is clear whose they are.
  const mayTakeLong =
    (request.url ?? '').startsWith(`${uploadsPath}/`) && headers['content-type'] === uploadType;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete) {
      clearInterval(timer);
      return;
    }
    const moves = socket.bytesRead > seen;
    seen = socket.bytesRead;
    if (mayTakeLong && moves && !response.writableEnded) return;
    clearInterval(timer);
    if (!response.headersSent) response.writeHead(408, { connection: 'close' }).end();
    request.destroy();
  }, limit);
  timer.unref();
  request.once('close', () => clearInterval(timer));
}

import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { serverLimits } from './http/app.ts';
import type { TlsMaterial } from './tls/tlsMaterial.ts';

export interface Addresses {
  /** As seen from this machine, for example `http://localhost:8080`. */
  urls: string[];
  /** The ports that were really taken, where 0 was asked for. */
  port: number;
  httpsPort: number | null;
}

export interface Listeners extends Addresses {
  /** For HTTPS connections from now on. */
  useCertificate(tls: Pick<TlsMaterial, 'cert' | 'key'>): void;
  /** Takes no new connections and ends those that are idle. */
  close(): Promise<void>;
}

/**
 * Listens on HTTP and, with a certificate, on HTTPS. There is one server; the HTTPS listener only takes TLS off and
 * hands requests and upgrades to it, so that everything attached to it serves both.
 */
export async function listen(
  server: Server,
  where: { host: string; port: number; httpsPort: number | null },
  tls: Pick<TlsMaterial, 'cert' | 'key'> | null,
): Promise<Listeners> {
  const port = await listenOn(server, where.port, where.host);
  try {
    const secure = tls === null || where.httpsPort === null ? null : createSecureServer(server, tls);
    const httpsPort =
      secure === null || where.httpsPort === null
        ? null
        : await listenOn(secure, where.httpsPort, where.host);
    return {
      port,
      httpsPort,
      urls: [`http://localhost:${port}`, ...(httpsPort === null ? [] : [`https://localhost:${httpsPort}`])],
      useCertificate: ({ cert, key }) => secure?.setSecureContext({ cert, key }),
      close: async () => {
        await Promise.all([server, ...(secure === null ? [] : [secure])].map(stop));
      },
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

function createSecureServer(server: Server, tls: Pick<TlsMaterial, 'cert' | 'key'>) {
  const secure = createHttpsServer({
    ...serverLimits,
    cert: tls.cert,
    key: tls.key,
    handshakeTimeout: 15_000,
  });
  secure.on('request', (request, response) => server.emit('request', request, response));
  secure.on('upgrade', (request, socket, head) => server.emit('upgrade', request, socket, head));
  return secure;
}

function listenOn(server: NetServer, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** How long requests that go on have to end when the server stops, milliseconds. */
const lastRequests = 1_000;

/**
 * Until the port is free. Sockets that are still open are closed by their owners; requests that go on, which with files
 * may be for hours, are cut off after a second, and clients go on where they were.
 */
function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!server.listening) {
      resolve();
      return;
    }
    // Not waited for: open sockets hold the callback back, and they are closed after this.
    server.close((error) => (error === undefined ? undefined : reject(error)));
    server.closeIdleConnections();
    const cutOff = setTimeout(() => server.closeAllConnections(), lastRequests);
    server.once('close', () => clearTimeout(cutOff));
    resolve();
  });
}

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a service that can be cut and mended, as a cable can. */
export class CuttableProxy {
  readonly port: number;
  readonly #server;
  readonly #sockets = new Set<Socket>();
  readonly #state: { isCut: boolean };

  private constructor(
    server: ReturnType<typeof createServer>,
    sockets: Set<Socket>,
    state: { isCut: boolean },
  ) {
    this.#server = server;
    this.#sockets = sockets;
    this.#state = state;
    this.port = (server.address() as AddressInfo).port;
  }

  /** @param target the service's host and port, as in its URL */
  static async to(target: URL): Promise<CuttableProxy> {
    const sockets = new Set<Socket>();
    const state = { isCut: false };
    const server = createServer((near) => {
      if (state.isCut) {
        near.destroy();
        return;
      }
      const far = connect(Number(target.port), target.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        // Either end may be cut off at any time, which is what this is for.
        socket.on('error', () => socket.destroy());
        socket.on('close', () => sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CuttableProxy(server, sockets, state);
  }

  cut(): void {
    this.#state.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#state.isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  /** The address with this proxy in place of the service. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String(this.port);
    return address.href;
  }
}

import type { EventOf, ServerToClient, SocketEventName } from '@cardea/protocol';
import { audienceRoom, type Audience, type Notifier } from './notifier.ts';
import type { AppSocketServer } from './socket.ts';

/** Tells devices by socket.io, whose adapter reaches the other nodes. */
export class SocketNotifier implements Notifier {
  readonly #io: AppSocketServer;

  constructor(io: AppSocketServer) {
    this.#io = io;
  }

  tell<N extends SocketEventName>(
    audience: Audience | readonly Audience[],
    name: N,
    event: EventOf<N>,
    except?: Audience,
  ): void {
    const rooms = ('length' in audience ? audience : [audience]).map(audienceRoom);
    // Nobody: to() without rooms would be everybody.
    if (rooms.length === 0) return;
    const to = except === undefined ? this.#io.to(rooms) : this.#io.to(rooms).except(audienceRoom(except));
    // The compiler cannot see that one name and its event belong together when both are generic.
    const parameters = [event] as unknown as Parameters<ServerToClient[N]>;
    to.emit<SocketEventName>(name, ...(parameters as never));
  }

  disconnect(audience: Audience | { socket: string }): void {
    const room = 'socket' in audience ? audience.socket : audienceRoom(audience);
    this.#io.in(room).disconnectSockets(true);
  }
}

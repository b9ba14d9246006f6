import type { ClientToServer, DeviceId, PersonId, RoomName, ServerToClient } from '@cardea/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';

/** What a socket carries. It is kept small: an idle socket is the most common thing on a server. */
export interface SocketData {
  session: string;
  person: PersonId;
  device: DeviceId;
  /** Milliseconds. */
  connectedAt: number;
  room: RoomName | null;
  /** When its relay credentials are renewed, milliseconds; `null` if it has none. */
  renewIceAt: number | null;
  /** Requests beyond the general rate. */
  excess: number;
}

export type AppSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type AppSocketServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

import type { DeviceId, PersonId, RequestOf, ResponseOf, SocketRequestName } from '@cardea/protocol';
import type { Services } from '../services.ts';
import type { AppSocket } from '../socket.ts';

/** Who asks. */
export interface RequestContext {
  person: PersonId;
  device: DeviceId;
  /** When this device's socket came, milliseconds. */
  connectedAt: number;
  socket: Pick<AppSocket, 'join' | 'leave' | 'data'>;
  services: Services;
}

/** One function for each request. The request has passed its schema; what is thrown becomes the answer. */
export type Handlers = {
  [N in SocketRequestName]: (context: RequestContext, request: RequestOf<N>) => Promise<ResponseOf<N>>;
};

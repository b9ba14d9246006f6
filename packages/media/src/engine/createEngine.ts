import { MediaError, type ConnectionEvents, type MediaConnection, type MediaEngine } from '../engine.ts';
import { defaultSdpLimits, type SdpLimits } from '../sdp/description.ts';
import { OpenRecordings } from '../recording/openRecordings.ts';
import { createCertificate, type Certificate } from '../transport/certificate.ts';
import type { TransportOptions } from '../transport/transportOptions.ts';
import { Connection } from './connection.ts';
import { Overload } from './overload.ts';

export interface EngineOptions {
  /** `stun:host:port`; none when the machine has the address that clients see. */
  iceServers?: string[];
  /** Address to bind to; all when absent. */
  bindAddress?: string;
  /** UDP ports to use. */
  portRange?: { begin: number; end: number };
  /** Bytes of one data channel message, 65536 when absent. */
  maxMessageSize?: number;
  sdp?: Partial<SdpLimits>;
}

/** The engine in this process. */
export function createEngine(options: EngineOptions = {}): MediaEngine {
  const { iceServers = [], bindAddress, portRange, maxMessageSize = 65_536, sdp = {} } = options;
  const transport: Omit<TransportOptions, 'name'> = {
    iceServers,
    maxMessageSize,
    ...(bindAddress !== undefined && { bindAddress }),
    ...(portRange !== undefined && { portRange }),
  };
  const connections = new Set<Connection>();
  const recordings = new OpenRecordings();
  const overload = new Overload({
    ended: () => {
      for (const { media } of connections) media.recover();
    },
  });
  let certificate: Certificate | null = null;
  let count = 0;
  let closed = false;
  return {
    open(events: ConnectionEvents): MediaConnection {
      if (closed) throw new MediaError('closed', 'The engine is closed.');
      const connection: Connection = new Connection(
        `connection-${++count}`,
        {
          transport,
          certificate: () => (certificate ??= createCertificate()),
          sdp: { ...defaultSdpLimits, ...sdp },
          overload,
          recordings,
        },
        {
          ...events,
          closed: (reason) => {
            connections.delete(connection);
            events.closed(reason);
          },
        },
      );
      connections.add(connection);
      return connection;
    },
    async close(): Promise<void> {
      closed = true;
      overload.close();
      for (const connection of [...connections]) connection.close('Shutdown');
      await recordings.allEnded();
    },
  };
}

import type { Logger } from 'pino';
import type { ServerOptions } from 'socket.io';
import { MemoryPresence } from './memoryPresence.ts';
import type { LostDevice, PresenceRegistry } from './presenceRegistry.ts';

/** The registry in use, and what comes with it where several nodes share one. */
export interface OpenPresence {
  registry: PresenceRegistry;
  /** Joins the socket.io servers of all nodes; `null` for one node alone. */
  socketAdapter: ServerOptions['adapter'] | null;
  /** @throws if Redis does not answer */
  ping: () => Promise<void>;
  /** Told of devices whose node is gone without a word. */
  onLost: (listener: (devices: LostDevice[]) => void) => void;
  /** Takes this node's devices out and closes the connections. */
  close: () => Promise<void>;
}

/** @param redisUrl `null` for a server that is alone */
export async function openPresence(redisUrl: string | null, log: Logger): Promise<OpenPresence> {
  if (redisUrl !== null) {
    // Most servers are alone, and start sooner without Redis' client.
    const { openRedisPresence } = await import('./openRedisPresence.ts');
    return openRedisPresence(redisUrl, log);
  }
  const registry = new MemoryPresence();
  return {
    registry,
    socketAdapter: null,
    ping: () => Promise.resolve(),
    onLost: () => undefined,
    close: () => registry.close(),
  };
}

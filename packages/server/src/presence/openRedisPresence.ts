import { randomUUID } from 'node:crypto';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Logger } from 'pino';
import { createClient } from 'redis';
import type { OpenPresence } from './openPresence.ts';
import type { LostDevice } from './presenceRegistry.ts';
import { RedisPresence } from './redisPresence.ts';

/** How often a node says that it lives and looks for dead ones, milliseconds. */
const beatInterval = 5_000;
const streamName = 'cardea:socket.io';

/**
 * Connects to Redis: one connection for presence, which fails at once while Redis is away, so that requests are
 * refused instead of collected; and one for socket.io's adapter, which waits, with a bounded queue.
 */
export async function openRedisPresence(url: string, log: Logger): Promise<OpenPresence> {
  const socket = {
    connectTimeout: 5_000,
    reconnectStrategy: (tries: number) => Math.min(100 * 2 ** tries, 3_000),
  };
  const presenceClient = createClient({
    url,
    disableOfflineQueue: true,
    // Heartbeats pass more often, so a connection that is silent for so long is broken.
    socket: { ...socket, socketTimeout: 3 * beatInterval },
  });
  const adapterClient = createClient({ url, commandsQueueMaxLength: 50_000, socket });
  const clones: (typeof adapterClient)[] = [];
  const duplicate = adapterClient.duplicate.bind(adapterClient);
  // The adapter makes connections of its own and keeps them; they are closed here in the end.
  Object.assign(adapterClient, {
    duplicate: () => {
      const clone = duplicate();
      clones.push(clone);
      // The adapter's reader closes its connection after an error, whether or not it still is open.
      return Object.assign(clone, { disconnect: () => destroy(clone) });
    },
  });
  for (const client of [presenceClient, adapterClient]) {
    client.on('error', (error: Error) => log.warn({ err: error }, 'Redis connection'));
  }
  try {
    await Promise.all([presenceClient.connect(), adapterClient.connect()]);
  } catch (error) {
    for (const client of [presenceClient, adapterClient]) destroy(client);
    throw error;
  }

  const node = randomUUID();
  const registry = new RedisPresence(presenceClient, node);
  let onLost: (devices: LostDevice[]) => void = () => undefined;
  let beating = Promise.resolve();
  const beat = async (): Promise<void> => {
    try {
      await registry.beat();
      const lost = await registry.takeLost();
      if (lost.length > 0) {
        log.warn({ devices: lost.length }, 'a node is gone');
        onLost(lost);
      }
      // The adapter reads "from now on" until it has read something, and would miss what falls between two reads.
      await presenceClient.xAdd(
        streamName,
        '*',
        { anchor: node },
        { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: 10_000 } },
      );
    } catch (error) {
      log.warn({ err: error }, 'no heartbeat to Redis');
    }
  };
  await registry.beat();
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, beatInterval);

  return {
    registry,
    socketAdapter: createAdapter(adapterClient, {
      streamName,
      channelPrefix: 'cardea',
      readCount: 500,
      onlyPlaintext: true,
    }),
    ping: async () => {
      await presenceClient.ping();
    },
    onLost: (listener) => {
      onLost = listener;
      // The first one at once, for nodes that died while none was there.
      beating = beating.then(beat);
    },
    close: async () => {
      clearInterval(timer);
      await beating;
      try {
        await registry.close();
      } catch (error) {
        // Without Redis the other nodes learn it from the heartbeat that is missing.
        log.warn({ err: error }, 'this node could not say goodbye');
      } finally {
        for (const client of [presenceClient, adapterClient, ...clones]) destroy(client);
      }
    },
  };
}

function destroy(client: { isOpen: boolean; destroy(): void }): void {
  if (client.isOpen) client.destroy();
}

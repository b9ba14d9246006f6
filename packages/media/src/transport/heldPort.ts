import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds within which the one who had the port has to let it go. */
const patience = 1_000;

/** A UDP port that nobody else can take. What arrives is dropped. */
export interface HeldPort {
  readonly port: number;
  /** Free for whoever binds to it next; at once, and may be called again. */
  release(): void;
}

/**
 * @param address all when absent
 * @returns `null` when the port stays taken
 */
export async function holdPort(port: number, address: string | undefined): Promise<HeldPort | null> {
  const end = performance.now() + patience;
  do {
    const held = await bind(port, address);
    if (held !== null) return held;
    await delay(1);
  } while (performance.now() < end);
  return null;
}

async function bind(port: number, address: string | undefined): Promise<HeldPort | null> {
  const socket = createSocket(address === undefined || isIPv6(address) ? 'udp6' : 'udp4');
  let closed = false;
  const release = () => {
    if (!closed) socket.close();
    closed = true;
  };
  try {
    const listening = once(socket, 'listening');
    socket.bind({ port, exclusive: true, ...(address !== undefined && { address }) });
    await listening;
  } catch {
    release();
    return null;
  }
  return { port, release };
}

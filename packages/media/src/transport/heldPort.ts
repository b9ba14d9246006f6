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

/** @returns `null` when somebody else has it @throws the system's error when it cannot be had for another reason */
async function bind(port: number, address: string | undefined): Promise<HeldPort | null> {
  const isTaken = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  try {
    return await bindTo(address === undefined || isIPv6(address) ? 'udp6' : 'udp4', port, address);
  } catch (error) {
    if (isTaken(error)) return null;
    // A machine without IPv6; with it, one socket stands for both.
    if (address !== undefined) throw error;
  }
  try {
    return await bindTo('udp4', port, address);
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
}

async function bindTo(type: 'udp4' | 'udp6', port: number, address: string | undefined): Promise<HeldPort> {
  const socket = createSocket(type);
  let closed = false;
  const release = () => {
    if (!closed) socket.close();
    closed = true;
  };
  try {
    const listening = once(socket, 'listening');
    socket.bind({ port, exclusive: true, ...(address !== undefined && { address }) });
    await listening;
  } catch (error) {
    release();
    throw error;
  }
  // Nothing is sent, so nothing is lost by whatever the network says; without a listener it would end the process.
  socket.on('error', () => undefined);
  return { port, release };
}

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createCertificate } from './certificate.ts';
import { OfferedTransport } from './offeredTransport.ts';

const options = { name: 'test', iceServers: [], maxMessageSize: 65_536 };
const certificate = createCertificate();
const offered: OfferedTransport[] = [];
afterEach(() => {
  for (const one of offered.splice(0)) one.close();
});

async function gather(more: object = {}): Promise<OfferedTransport> {
  const one = await OfferedTransport.gather({ ...options, ...more }, certificate);
  offered.push(one);
  return one;
}

const portOf = ({ local }: OfferedTransport) =>
  Number(/ (\d+) typ host/.exec(local.candidates.join('\n'))?.[1]);

async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp6');
  try {
    const listening = once(socket, 'listening');
    socket.bind({ port, exclusive: true });
    await listening;
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

describe('a transport that was offered', () => {
  it('has its port to itself until it is taken', async () => {
    const one = await gather();
    expect(await isFree(portOf(one))).toBe(false);
    expect(one.take()).toMatchObject({
      port: portOf(one),
      iceUfrag: one.local.iceUfrag,
      icePwd: one.local.icePwd,
    });
    expect(await isFree(portOf(one))).toBe(true);
  });

  it('lets its port go when it is closed', async () => {
    const one = await gather();
    one.close();
    one.close();
    expect(await isFree(portOf(one))).toBe(true);
  });

  it('shares a range of ports with others', async () => {
    // A stretch that was free a moment ago.
    const first = portOf(await gather());
    for (const one of offered.splice(0)) one.close();
    const portRange = { begin: first, end: Math.min(first + 9, 65_535) };
    const ports = (await Promise.all([1, 2, 3].map(() => gather({ portRange })))).map(portOf);
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(portRange.begin);
      expect(port).toBeLessThanOrEqual(portRange.end);
    }
  });

  it('has credentials of its own and the fingerprint of the certificate', async () => {
    const [one, other] = await Promise.all([gather(), gather()]);
    expect(one.local.icePwd).not.toBe(other.local.icePwd);
    expect(one.local.fingerprint).toEqual(other.local.fingerprint);
  });
});

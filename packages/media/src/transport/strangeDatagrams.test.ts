import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { afterEach, expect, test, vi } from 'vitest';
import { createEngine } from '../engine/createEngine.ts';
import type { MediaConnection } from '../engine.ts';
import { Peer } from '../testing/peer.ts';
import { only } from '../testing/connectionEvents.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A peer whose picture comes back. */
async function echo(closed: string[]): Promise<{ peer: Peer; connection: MediaConnection }> {
  const engine = createEngine();
  closing.push(() => engine.close());
  const peer = new Peer();
  closing.push(() => peer.close());
  const connection = engine.open(
    only({
      closed: (reason) => closed.push(reason),
    }),
  );
  const remote = await connection.setRemote({ type: 'offer', sdp: await peer.offer() });
  connection.forward('video', connection, 'video');
  peer.takeAnswer(await connection.setLocal({ type: 'answer', sdp: remote.sdp }));
  return { peer, connection };
}

const stunCookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);

/** What a stranger may send to a port that it has found, each with a body of chance. */
const strange: Readonly<Record<string, () => Buffer>> = {
  chance: () => randomBytes(randomInt(1, 1_400)),
  'STUN requests': () => {
    const attributes = randomBytes(4 * randomInt(0, 40));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(attributes.length);
    return Buffer.concat([Buffer.from([0, 1]), length, stunCookie, randomBytes(12), attributes]);
  },
  'STUN of a wrong length': () =>
    Buffer.concat([Buffer.from([0, 1, 0xff, 0xfc]), stunCookie, randomBytes(randomInt(0, 60))]),
  'DTLS handshakes': () => Buffer.concat([Buffer.from([22, 254, 253, 0, 0]), randomBytes(randomInt(8, 300))]),
  'DTLS alerts': () => Buffer.concat([Buffer.from([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 2, 0])]),
  RTP: () => Buffer.concat([Buffer.from([0x80, 96]), randomBytes(randomInt(10, 1_200))]),
  RTCP: () => Buffer.concat([Buffer.from([0x81, 203, 0, 1]), randomBytes(24)]),
};

test('a stranger’s datagrams, whatever they hold, change nothing for who is connected', async () => {
  const closed: string[] = [];
  const { peer, connection } = await echo(closed);
  await vi.waitFor(() => expect(peer.packets).toBeGreaterThan(10), { timeout: 10_000 });
  const { transport } = await connection.info();
  const local = transport?.ice.selected?.local;
  if (local === undefined) throw new Error('no pair of candidates');
  const socket = createSocket(local.address.includes(':') ? 'udp6' : 'udp4');
  closing.push(() => socket.close());
  for (const make of Object.values(strange)) {
    for (let i = 0; i < 300; i++) socket.send(make(), local.port, local.address);
    const before = peer.packets;
    await vi.waitFor(() => expect(peer.packets).toBeGreaterThan(before + 10), { timeout: 10_000 });
    expect(closed).toEqual([]);
  }
  const after = (await connection.info()).transport?.ice.selected;
  expect(after).toEqual(transport?.ice.selected);
}, 60_000);

import { createGateway, type Gateway } from '@cardea/gateway';
import { createEngine, type MediaEngine } from '@cardea/media';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { until } from './harness/visitor.ts';

// Janode loads it for Unix sockets, which nobody uses here, and it has to be compiled.
vi.mock('unix-dgram', () => ({ createSocket: () => undefined }));

let engine: MediaEngine;
let gateway: Gateway;

beforeAll(async () => {
  engine = createEngine();
  gateway = await createGateway({ httpPort: 0, webSocketPort: 0, host: '127.0.0.1' }, engine);
});
afterAll(async () => {
  await gateway.close();
  await engine.close();
});

/** As much of Janode, which has no types, as is used here. */
interface Janode {
  connect(options: object): Promise<{ create(): Promise<Session>; close(): Promise<void> }>;
  Logger: { setLevel(level: string): void };
}
interface Session {
  attach(plugin: unknown): Promise<EchoTestHandle>;
  destroy(): Promise<void>;
}
interface EchoTestHandle {
  start(options: object): Promise<{ result: string; jsep: { type: 'answer'; sdp: string } }>;
  on(event: string, listener: (event: { data: { result: string } }) => void): void;
  once(event: string, listener: () => void): void;
  hangup(): Promise<void>;
}

test('Janode and werift: an Echo Test from Node, with a third implementation of WebRTC', async () => {
  const { default: janode } = (await import('janode')) as unknown as { default: Janode };
  const { default: echoTest } = (await import('janode/plugins/echotest')) as { default: { EVENT: object } };
  janode.Logger.setLevel('none');
  const address = { url: `ws://127.0.0.1:${gateway.webSocketPort}` };
  const connection = await janode.connect({ is_admin: false, address: [address] });
  const session = await connection.create();
  const handle = await session.attach(echoTest);

  const opus = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 });
  const peer = new RTCPeerConnection({ codecs: { audio: [opus] }, iceServers: [] });
  const track = new MediaStreamTrack({ kind: 'audio' });
  peer.addTransceiver(track, { direction: 'sendrecv' });
  const echoed: string[] = [];
  peer.onTrack.subscribe((received) => {
    received.onReceiveRtp.subscribe(({ payload }) => echoed.push(payload.toString('latin1')));
  });
  const channel = peer.createDataChannel('JanusDataChannel');
  const heard: string[] = [];
  channel.onMessage.subscribe((message) => heard.push(message.toString()));
  await peer.setLocalDescription(await peer.createOffer());
  const { result, jsep } = await handle.start({ audio: true, jsep: peer.localDescription });
  expect(result).toBe('ok');
  await peer.setRemoteDescription(jsep);
  await peer.connectionStateChange.watch((state) => state === 'connected');

  let number = 0;
  const speak = setInterval(() => {
    number += 1;
    const header = new RtpHeader({
      payloadType: 96,
      sequenceNumber: number,
      timestamp: number * 960,
      ssrc: 1,
    });
    track.writeRtp(new RtpPacket(header, Buffer.from(`sound ${number}`)));
  }, 20);
  try {
    await until('the echo of the sound', () => Promise.resolve(echoed.includes(`sound ${number - 5}`)));
    await until('an open channel', () => Promise.resolve(channel.readyState === 'open'));
    channel.send('hallo');
    await until('the echo of a message', () => Promise.resolve(heard.length > 0));
    expect(heard).toEqual(['Janus EchoTest here! You wrote: hallo']);
  } finally {
    clearInterval(speak);
  }
  await handle.hangup();
  await session.destroy();
  await Promise.all([peer.close(), connection.close()]);
});

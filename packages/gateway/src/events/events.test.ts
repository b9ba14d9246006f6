import type { SectionStatistics } from '@cardea/media';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { JsonObject } from '../core/json.ts';
import { echoTest } from '../plugins/echoTest/echoTest.ts';
import { videoCall } from '../plugins/videoCall/videoCall.ts';
import { quiet, Stage } from '../testing/users.ts';
import { EventQueue } from './eventQueue.ts';
import { eventTypes, type EventHandler } from './events.ts';
import { HttpEventHandler, type HttpEventHandlerOptions } from './httpEventHandler.ts';
import { StatisticsTeller } from './statisticsTeller.ts';
import { WebSocketEventHandler } from './webSocketEventHandler.ts';

const all = 511;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

class Recorder implements EventHandler {
  readonly name = 'janus.eventhandler.recorder';
  readonly description = 'Keeps events.';
  readonly mask: number;
  readonly events: JsonObject[] = [];

  constructor(mask: number) {
    this.mask = mask;
  }

  handle(event: JsonObject): void {
    this.events.push(event);
  }

  query(): JsonObject {
    return {};
  }

  async close(): Promise<void> {}
}

const streamStatistics = {
  ...{ bytes: 1, bytesLastSecond: 1, lost: 1, jitter: 3.2, nacks: 2, retransmissions: 1 },
  ...{ linkQuality: 90, mediaQuality: 100 },
};
const pictureStatistics: SectionStatistics = {
  ...{ kind: 'video', mid: '1', index: 1, nack: true, nackQueue: 500, rids: ['m', 'l'] },
  ...{ send: true, receive: true, ssrc: 5, rtxSsrc: null, roundTrip: 20.6 },
  codec: { name: 'vp8', payloadType: 96, rtxType: null, clockRate: 90_000 },
  incoming: [0, 1].map((layer) => {
    return { ...streamStatistics, layer, ssrc: layer, rtxSsrc: null, packets: 10 * (layer + 1) };
  }),
  outgoing: { ...streamStatistics, packets: 30 },
};

const offer = {
  type: 'offer',
  sdp: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n',
};

describe('events', () => {
  it('tell the life of a session, its handle and its PeerConnection, with their ids', async () => {
    const recorder = new Recorder(all);
    const stage = new Stage(echoTest, [recorder]);
    const ann = stage.attach('ann', 'janus.plugin.echotest');
    await ann.says({ audio: true }, offer);
    const { events } = ann.connection(0);
    events.up();
    events.media({ mid: '0', kind: 'audio', receiving: true });
    events.slowLink({ mid: '0', kind: 'audio', uplink: true, lost: 7 });
    ann.verb('detach');
    ann.ask({ janus: 'destroy', session_id: ann.ids.session_id });
    const { session_id, handle_id } = ann.ids;
    expect(
      recorder.events.every((event) => event['session_id'] === session_id && event['timestamp'] === 0),
    ).toBe(true);
    expect(recorder.events.slice(1, -1).every((event) => event['handle_id'] === handle_id)).toBe(true);
    const told = recorder.events.map(({ type, subtype, event }) => [type, subtype, event] as const);
    expect(told).toMatchObject([
      [eventTypes.session, undefined, { name: 'created' }],
      [eventTypes.handle, undefined, { name: 'attached', plugin: 'janus.plugin.echotest' }],
      [eventTypes.jsep, undefined, { owner: 'remote', jsep: offer }],
      [eventTypes.jsep, undefined, { owner: 'local', jsep: { type: 'answer' } }],
      [eventTypes.webrtc, 6, { connection: 'webrtcup' }],
      [eventTypes.media, 1, { media: 'audio', mid: '0', receiving: true }],
      [eventTypes.media, 2, { media: 'audio', mid: '0', slow_link: 'uplink', lost_lastsec: 7 }],
      [eventTypes.webrtc, 6, { connection: 'hangup', reason: 'Detach' }],
      [eventTypes.handle, undefined, { name: 'detached', plugin: 'janus.plugin.echotest' }],
      [eventTypes.session, undefined, { name: 'destroyed' }],
    ]);
  });

  it('tell the steps of ICE and DTLS, and how the media of a handle fares, as often as they are asked to', async () => {
    const recorder = new Recorder(eventTypes.webrtc | eventTypes.media);
    const stage = new Stage(echoTest, [recorder]);
    const ann = stage.attach('ann', 'janus.plugin.echotest');
    await ann.says({ audio: true }, offer);
    const { events, sections } = ann.connection(0);
    const [local, remote] = ['192.0.2.1', '2001:db8::1'].map((address) => {
      return { address, port: 9, type: 'host', protocol: 'udp' } as const;
    });
    const candidate = 'candidate:1 1 udp 5 192.0.2.1 9 typ host';
    events.transport({ kind: 'localCandidate', candidate });
    events.transport({ kind: 'ice', state: 'checking' });
    if (local !== undefined && remote !== undefined) {
      events.transport({ kind: 'selectedPair', pair: { local, remote } });
    }
    events.transport({ kind: 'dtls', state: 'connected' });
    const parts = { stream_id: 1, component_id: 1 };
    expect(recorder.events.splice(0).map(({ subtype, event }) => [subtype, event])).toMatchObject([
      [2, { 'local-candidate': '1 1 udp 5 192.0.2.1 9 typ host', ...parts }],
      [1, { ice: 'connecting', ...parts }],
      [
        4,
        {
          'selected-pair': '192.0.2.1:9 [host,udp] <-> 2001:db8::1:9 [host,udp]',
          candidates: { local: { family: 'ipv4' }, remote: { family: 'ipv6', transport: 'udp' } },
        },
      ],
      [5, { dtls: 'connected', ...parts }],
    ]);
    sections.push(pictureStatistics);
    const { clock, sessions } = stage;
    const teller = new StatisticsTeller(sessions, stage.events, {
      period: 1_000,
      clock,
      report: () => undefined,
    });
    clock.check();
    await quiet();
    expect(recorder.events.map(({ subtype, event }) => [subtype, event])).toMatchObject([
      [3, { mid: '1', media: 'video', codec: 'vp8', rtt: 21, 'packets-received': 10, 'packets-sent': 30 }],
      [3, { mid: '1', media: 'video-sim1', 'packets-received': 20, 'nacks-sent': 2, 'jitter-local': 3 }],
    ]);
    teller.close();
  });

  it('tell what plugins notify, only to handlers whose mask wants it', async () => {
    const [wanting, other] = [new Recorder(eventTypes.plugin), new Recorder(eventTypes.core)];
    const stage = new Stage(videoCall(), [wanting, other]);
    const ann = stage.attach('ann', 'janus.plugin.videocall');
    await ann.says({ request: 'register', username: 'ann' });
    expect(wanting.events.map(({ event }) => event)).toEqual([
      { plugin: 'janus.plugin.videocall', data: { event: 'registered', username: 'ann' } },
    ]);
    expect(other.events).toEqual([]);
  });
});

it('a full queue loses the oldest, and tells once how many', () => {
  const queue = new EventQueue(2);
  for (const n of [1, 2, 3, 4]) queue.add({ n });
  expect(queue.take(5)).toEqual([{ n: 3 }, { n: 4 }]);
  expect([queue.takeLost(), queue.takeLost()]).toEqual([2, 0]);
});

/** A server that keeps what is posted to it, and answers with the statuses in turn, then with 200. */
async function listening(statuses: number[] = []) {
  const posted: { body: unknown; authorization: string | undefined }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as unknown;
      posted.push({ body, authorization: request.headers.authorization });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { posted, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function httpHandler(options: Partial<HttpEventHandlerOptions> & { url: string }) {
  const reported: string[] = [];
  const handler = new HttpEventHandler({
    mask: all,
    grouping: true,
    credentials: null,
    maxRetries: 3,
    backoff: 1,
    maxQueued: 100,
    report: ({ message }) => reported.push(message),
    ...options,
  });
  closers.unshift(() => handler.close());
  return { handler, reported };
}

describe('the HTTP event handler', () => {
  it('posts what happens at once together, with basic authentication', async () => {
    const { posted, url } = await listening();
    const { handler } = httpHandler({ url, credentials: { user: 'u', password: 'p' } });
    handler.handle({ n: 1 });
    handler.handle({ n: 2 });
    await expect.poll(() => posted).toEqual([{ body: [{ n: 1 }, { n: 2 }], authorization: 'Basic dTpw' }]);
  });

  it('posts events one by one without grouping, in their order, and again what was not taken', async () => {
    const { posted, url } = await listening([500, 503]);
    const { handler, reported } = httpHandler({ url, grouping: false });
    for (const n of [1, 2]) handler.handle({ n });
    await expect.poll(() => posted.map(({ body }) => body)).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }, { n: 2 }]);
    expect(reported).toEqual([]);
  });

  it('gives events up after its repetitions, says so, and goes on with the next', async () => {
    const { posted, url } = await listening([500, 500]);
    const { handler, reported } = httpHandler({ url, grouping: false, maxRetries: 1 });
    for (const n of [1, 2]) handler.handle({ n });
    await expect.poll(() => posted.at(-1)?.body).toEqual({ n: 2 });
    expect(reported).toEqual(['1 events could not be posted']);
  });

  it('sends what waits when it is closed', async () => {
    const { posted, url } = await listening();
    const { handler } = httpHandler({ url });
    handler.handle({ n: 1 });
    await handler.close();
    expect(posted).toHaveLength(1);
  });
});

it('the WebSocket event handler sends, and connects again when its server comes back', async () => {
  const got: unknown[] = [];
  const serve = async (port: number) => {
    const server = new WebSocketServer({ port, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => got.push(JSON.parse(data.toString()) as unknown));
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return server;
  };
  const first = await serve(0);
  const { port } = first.address() as AddressInfo;
  const handler = new WebSocketEventHandler({
    url: `ws://127.0.0.1:${port}`,
    mask: all,
    grouping: true,
    subprotocol: null,
    backoff: 5,
    maxQueued: 100,
    report: () => {},
  });
  closers.push(() => handler.close());
  handler.handle({ n: 1 });
  await expect.poll(() => got).toEqual([[{ n: 1 }]]);
  for (const client of first.clients) client.terminate();
  await new Promise((resolve) => first.close(resolve));
  await expect.poll(() => handler.query({ request: 'status' })['connected']).toBe(false);
  handler.handle({ n: 2 });
  const second = await serve(port);
  closers.push(() => new Promise((resolve) => second.close(resolve)));
  await expect.poll(() => got.at(-1), { timeout: 10_000 }).toEqual([{ n: 2 }]);
});

import { setTimeout as wait } from 'node:timers/promises';
import { JanusClient } from './janusClient.ts';
import { LoadPeer } from './loadPeer.ts';
import { PacketSource } from './packets.ts';

/** What a load is made of and where it goes; the ports say which server. */
export type Scenario =
  | { name: 'forwarding'; port: number; receivers: number; packetsPerSecond: number }
  | { name: 'room'; port: number; receivers: number; packetsPerSecond: number }
  | { name: 'calls'; port: number; pairs: number; packetsPerSecond: number };

/** To the process of the load. */
export type LoadRequest = { kind: 'start'; scenario: Scenario } | { kind: 'measure'; seconds: number };

/** What came in the time measured; delays in ms, of some of the packets. */
export interface LoadResult {
  sent: number;
  delivered: number;
  delays: number[];
}

export type LoadAnswer =
  { kind: 'started' } | ({ kind: 'measured' } & LoadResult) | { kind: 'failed'; text: string };

/** The peers that send, each with its stream, and those that receive. */
interface Load {
  senders: { peer: LoadPeer; source: PacketSource }[];
  receivers: LoadPeer[];
}

const firstSsrc = 1_000;
let sent = 0;
let load: Load = { senders: [], receivers: [] };

process.on('message', (request: LoadRequest) => {
  answer(request).then(
    (message) => process.send?.(message),
    (error: unknown) => process.send?.({ kind: 'failed', text: String(error) } satisfies LoadAnswer),
  );
});
process.once('disconnect', () => process.exit(0));

async function answer(request: LoadRequest): Promise<LoadAnswer> {
  if (request.kind === 'start') {
    await start(request.scenario);
    return { kind: 'started' };
  }
  const before = { sent, delivered: delivered() };
  for (const peer of load.receivers) peer.delays = [];
  await wait(request.seconds * 1_000);
  const delays = load.receivers.flatMap((peer) => peer.delays);
  return { kind: 'measured', sent: sent - before.sent, delivered: delivered() - before.delivered, delays };
}

function delivered(): number {
  return load.receivers.reduce((sum, { received }) => sum + received, 0);
}

async function start(scenario: Scenario): Promise<void> {
  switch (scenario.name) {
    case 'forwarding':
      load = await forwarding(scenario.port, scenario.receivers, scenario.packetsPerSecond);
      break;
    case 'room':
      load = await room(scenario.port, scenario.receivers, scenario.packetsPerSecond);
      break;
    case 'calls':
      load = await calls(scenario.port, scenario.pairs, scenario.packetsPerSecond);
  }
  const all = [...load.senders.map(({ peer }) => peer), ...load.receivers];
  for (const end = Date.now() + 30_000; !all.every(({ isOpen }) => isOpen);) {
    if (Date.now() > end) throw new Error('not all peers are connected after 30 s');
    await wait(50);
  }
  send(scenario.packetsPerSecond);
  for (const end = Date.now() + 30_000; !load.receivers.every(({ received }) => received > 100);) {
    if (Date.now() > end) throw new Error('not all receivers have got packets after 30 s');
    await wait(50);
  }
}

/** Sends what is due each millisecond; after a pause of this process at most ten milliseconds' worth at once. */
function send(packetsPerSecond: number): void {
  let done = performance.now();
  setInterval(() => {
    const now = performance.now();
    done = Math.max(done, now - 10);
    for (const step = 1_000 / packetsPerSecond; done + step <= now; done += step) {
      for (const { peer, source } of load.senders) peer.send(source);
      sent += load.senders.length;
    }
  }, 1);
}

async function forwarding(port: number, count: number, packetsPerSecond: number): Promise<Load> {
  const exchange = async (peer: LoadPeer, path: string, offer: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { method: 'POST', body: offer });
    if (!response.ok) throw new Error(`/${path} answered ${response.status}`);
    peer.takeAnswer(await response.text());
  };
  const publisher = new LoadPeer(0);
  await exchange(publisher, 'publish', await publisher.offer('SendOnly', firstSsrc));
  const receivers: LoadPeer[] = [];
  for (let i = 0; i < count; i++) {
    const peer = new LoadPeer(i);
    await exchange(peer, 'receive', await peer.offer('RecvOnly', 0));
    receivers.push(peer);
  }
  return { senders: [{ peer: publisher, source: new PacketSource(firstSsrc, packetsPerSecond) }], receivers };
}

async function room(port: number, count: number, packetsPerSecond: number): Promise<Load> {
  const client = await JanusClient.connect(port);
  const number = 4_711;
  const plugin = 'janus.plugin.videoroom';
  const handle = await client.attach(plugin);
  await handle.message({ request: 'create', room: number, publishers: 1, bitrate: 0, videocodec: 'vp8' });
  const joined = await handle.message({ request: 'join', ptype: 'publisher', room: number });
  const feed = joined.data['id'];
  const publisher = new LoadPeer(0);
  const offer = { type: 'offer', sdp: await publisher.offer('SendOnly', firstSsrc) } as const;
  const { jsep } = await handle.message({ request: 'publish' }, offer);
  publisher.takeAnswer(jsep?.sdp ?? '');
  // A feed is there when its PeerConnection is up.
  await handle.up;
  const receivers: LoadPeer[] = [];
  for (let i = 0; i < count; i++) {
    const subscriber = await client.attach(plugin);
    const join = { request: 'join', ptype: 'subscriber', room: number, streams: [{ feed }] };
    const attached = await subscriber.message(join);
    const peer = new LoadPeer(i);
    const sdp = await peer.answer(attached.jsep?.sdp ?? '', null);
    await subscriber.message({ request: 'start' }, { type: 'answer', sdp });
    receivers.push(peer);
  }
  return { senders: [{ peer: publisher, source: new PacketSource(firstSsrc, packetsPerSecond) }], receivers };
}

async function calls(port: number, pairs: number, packetsPerSecond: number): Promise<Load> {
  const client = await JanusClient.connect(port);
  const all: Load = { senders: [], receivers: [] };
  const plugin = 'janus.plugin.videocall';
  for (let pair = 0; pair < pairs; pair++) {
    const [caller, callee] = [await client.attach(plugin), await client.attach(plugin)];
    await caller.message({ request: 'register', username: `caller${pair}` });
    await callee.message({ request: 'register', username: `callee${pair}` });
    const peers = [new LoadPeer(2 * pair), new LoadPeer(2 * pair + 1)] as const;
    const ssrcs = [firstSsrc + 2 * pair, firstSsrc + 2 * pair + 1] as const;
    const offer = { type: 'offer', sdp: await peers[0].offer('SendRecv', ssrcs[0]) } as const;
    await caller.message({ request: 'call', username: `callee${pair}` }, offer);
    const incoming = await callee.nextDescription();
    const answered = await peers[1].answer(incoming.jsep?.sdp ?? '', ssrcs[1]);
    await callee.message({ request: 'accept' }, { type: 'answer', sdp: answered });
    peers[0].takeAnswer((await caller.nextDescription()).jsep?.sdp ?? '');
    for (const [index, peer] of peers.entries()) {
      all.senders.push({ peer, source: new PacketSource(ssrcs[index] ?? 0, packetsPerSecond) });
      all.receivers.push(peer);
    }
  }
  return all;
}

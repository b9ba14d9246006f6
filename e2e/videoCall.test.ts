import { createGateway, type Gateway } from '@cardea/gateway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenTo, lookAt } from './harness/evidence.ts';
import { MediaStage } from './harness/mediaStage.ts';
import { until, type Visitor } from './harness/visitor.ts';

let stage: MediaStage;
let gateway: Gateway;

beforeAll(async () => {
  stage = await MediaStage.open({ cameras: 'two large' });
  gateway = await createGateway({ httpPort: 0, webSocketPort: 0, host: '127.0.0.1' }, stage.engine);
});
afterAll(async () => {
  await gateway.close();
  await stage.close();
});

type Json = Record<string, unknown>;
interface Told {
  janus: string;
  plugindata?: { data: { result?: { event?: string; reason?: string } } };
  jsep?: RTCSessionDescriptionInit;
}

/** What the page keeps in its global scope. */
interface CallPage {
  connection: RTCPeerConnection;
  channel: RTCDataChannel | null;
  heard: string[];
  /** Of the core and of the plugin, as words. */
  events: string[];
  say(body: Json, jsep?: RTCSessionDescriptionInit): void;
}

interface Entry {
  port: number;
  name: string;
  simulcast: boolean;
}

/** In the page: registers under a name, opens the devices, and takes every call. */
async function register({ port, name, simulcast }: Entry): Promise<void> {
  const page = globalThis as unknown as CallPage;
  Object.assign(page, { heard: [], events: [], channel: null });
  const connection = new RTCPeerConnection();
  page.connection = connection;
  const hear = (channel: RTCDataChannel) => {
    page.channel = channel;
    channel.addEventListener('message', ({ data }) => page.heard.push(String(data)));
  };
  connection.addEventListener('datachannel', ({ channel }) => hear(channel));
  connection.addEventListener('track', ({ track }) => {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.dataset['testid'] = `far-${track.kind}`;
    element.muted = track.kind === 'video';
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    void element.play();
  });
  const media = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 1280, height: 720 },
  });
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'janus-protocol');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const ids: Json = {};
  const ask = (request: Json) => socket.send(JSON.stringify({ transaction: 't', ...ids, ...request }));
  page.say = (body, jsep) => ask({ janus: 'message', body, ...(jsep === undefined ? {} : { jsep }) });
  const gathered = async () => {
    while (connection.iceGatheringState !== 'complete')
      await new Promise((resolve) => setTimeout(resolve, 20));
    const { type, sdp } = connection.localDescription ?? { type: 'offer', sdp: '' };
    return { type, sdp };
  };
  Object.assign(page, {
    call: async (whom: string) => {
      hear(connection.createDataChannel('chat'));
      for (const track of media.getTracks()) {
        const layers = simulcast && track.kind === 'video';
        const sendEncodings = ['h', 'm', 'l'].map((rid, index) => ({
          rid,
          scaleResolutionDownBy: 2 ** index,
        }));
        connection.addTransceiver(track, { streams: [media], ...(layers && { sendEncodings }) });
      }
      await connection.setLocalDescription();
      page.say({ request: 'call', username: whom }, await gathered());
    },
  });
  const take = async ({ janus, plugindata, jsep }: Told) => {
    const result = plugindata?.data.result;
    if (janus !== 'event' && janus !== 'ack') page.events.push(janus);
    if (result !== undefined) page.events.push(`${result.event} ${result.reason ?? ''}`.trim());
    if (jsep !== undefined) await connection.setRemoteDescription(jsep);
    if (jsep?.type !== 'offer') return;
    for (const track of media.getTracks()) connection.addTrack(track, media);
    await connection.setLocalDescription();
    page.say({ request: result?.event === 'update' ? 'set' : 'accept' }, await gathered());
  };
  socket.addEventListener('message', ({ data }) => void take(JSON.parse(String(data)) as Told));
  const answer = () =>
    new Promise<Json>((resolve) => {
      socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data)) as Json), {
        once: true,
      });
    });
  let next = answer();
  ask({ janus: 'create' });
  ids['session_id'] = ((await next)['data'] as Json)['id'];
  next = answer();
  ask({ janus: 'attach', plugin: 'janus.plugin.videocall' });
  ids['handle_id'] = ((await next)['data'] as Json)['id'];
  page.say({ request: 'register', username: name });
}

async function enters(visitor: Visitor, name: string, simulcast = false): Promise<Visitor> {
  await visitor.goto(stage.url);
  await visitor.evaluate(register, { port: gateway.webSocketPort, name, simulcast });
  await hears(visitor, 'registered');
  return visitor;
}

function hears(visitor: Visitor, event: string): Promise<unknown> {
  return until(`the page is told ${event}`, () =>
    visitor.evaluate((wanted) => (globalThis as unknown as CallPage).events.includes(wanted), event),
  );
}

function says(visitor: Visitor, body: Json): Promise<void> {
  return visitor.evaluate((said) => (globalThis as unknown as CallPage).say(said), body);
}

async function calls(visitor: Visitor, whom: string): Promise<void> {
  await visitor.evaluate(
    (name) => (globalThis as unknown as { call(whom: string): Promise<void> }).call(name),
    whom,
  );
  await hears(visitor, 'accepted');
}

async function seesAndHears(visitor: Visitor, tone: number): Promise<void> {
  await until('the other picture moves', async () => {
    const picture = await lookAt(visitor, 'far-video');
    return picture !== null && picture.changed > 0.001 && picture.luminance > 20;
  });
  await until('the other tone is there', async () => {
    const heard = await listenTo(visitor, 'far-audio');
    return heard !== null && heard.amplitude > 0.001 && Math.abs(heard.frequency - tone) <= 20;
  });
}

async function sendsTo(from: Visitor, to: Visitor, text: string): Promise<void> {
  await until('a message arrives', async () => {
    await from.evaluate((said) => {
      const { channel } = globalThis as unknown as CallPage;
      if (channel?.readyState === 'open') channel.send(said);
    }, text);
    return to.evaluate((said) => (globalThis as unknown as CallPage).heard.includes(said), text);
  });
}

test.each([
  ['Chromium', 'Firefox'],
  ['Firefox', 'Chromium'],
])('%s calls %s: both see, hear and read each other, until one hangs up', async (first) => {
  const [visitor, other] = await Promise.all([
    enters(await stage.chromium.visitor(), `chromium-${first}`),
    enters(await stage.firefox.visitor(), `firefox-${first}`),
  ]);
  const [caller, callee] = first === 'Chromium' ? [visitor, other] : [other, visitor];
  await calls(caller, first === 'Chromium' ? `firefox-${first}` : `chromium-${first}`);
  await Promise.all([seesAndHears(visitor, 1_000), seesAndHears(other, 440)]);
  await sendsTo(caller, callee, 'from the caller');
  await sendsTo(callee, caller, 'from the callee');
  await says(callee, { request: 'hangup', reason: 'enough' });
  await Promise.all([hears(caller, 'hangup enough'), hears(callee, 'hangup Explicit hangup')]);
  await Promise.all([hears(caller, 'hangup'), hears(callee, 'hangup')]);
  await Promise.all([visitor.close(), other.close()]);
});

test("the callee gets the layer of the caller's simulcast that it sets", async () => {
  const [ann, bob] = await Promise.all([
    enters(await stage.chromium.visitor(), 'ann', true),
    enters(await stage.chromium.visitor(), 'bob'),
  ]);
  await calls(ann, 'bob');
  await Promise.all([seesAndHears(ann, 440), seesAndHears(bob, 440)]);
  for (const [substream, width] of [
    [0, 320],
    [1, 640],
  ] as const) {
    await says(bob, { request: 'set', substream });
    await until(
      `layer ${substream} arrives`,
      async () => (await lookAt(bob, 'far-video'))?.width === width,
      20_000,
    );
  }
  expect(await ann.evaluate(() => (globalThis as unknown as CallPage).events, undefined)).not.toContain(
    'hangup',
  );
  await Promise.all([ann.close(), bob.close()]);
});

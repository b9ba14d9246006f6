import { createEngine, type ConnectionEvents, type MediaConnection, type MediaEngine } from '@cardea/media';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChromiumBrowser, type ChromiumOptions } from './chromium.ts';
import { FirefoxBrowser } from './firefox.ts';
import type { Visitor } from './visitor.ts';
import { only } from '@cardea/media/testing/connectionEvents';

/** What a page of a media test keeps in its global scope. */
export interface MediaPage {
  connection: RTCPeerConnection;
  channel: RTCDataChannel | null;
  heard: string[];
}

/** An engine, a server of empty pages, and both browsers. */
export class MediaStage {
  readonly engine: MediaEngine;
  readonly chromium: ChromiumBrowser;
  readonly firefox: FirefoxBrowser;
  readonly #pages: Server;

  private constructor(pages: Server, chromium: ChromiumBrowser, firefox: FirefoxBrowser) {
    this.engine = createEngine();
    this.#pages = pages;
    this.chromium = chromium;
    this.firefox = firefox;
  }

  static async open(options: Pick<ChromiumOptions, 'cameras'> = {}): Promise<MediaStage> {
    const pages = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>media</title>');
    }).listen(0, '127.0.0.1');
    await once(pages, 'listening');
    const [chromium, firefox] = await Promise.all([
      ChromiumBrowser.launch({ ...options, args: ['--autoplay-policy=no-user-gesture-required'] }),
      FirefoxBrowser.shared(),
    ]);
    return new MediaStage(pages, chromium, firefox);
  }

  get url(): string {
    return `http://localhost:${(this.#pages.address() as AddressInfo).port}`;
  }

  /** A page with an RTCPeerConnection that plays what comes in, and its connection in the engine. */
  async end(
    browser: 'chromium' | 'firefox',
    data?: (end: MediaEnd, text: string) => void,
  ): Promise<MediaEnd> {
    const visitor = await this[browser].visitor();
    await visitor.goto(this.url);
    await visitor.evaluate(begin, undefined);
    return new MediaEnd(visitor, this.engine, data);
  }

  async close(): Promise<void> {
    await Promise.all([this.chromium.close(), this.engine.close()]);
    this.#pages.close();
  }
}

/** One person: a page and the engine's connection to it. */
export class MediaEnd {
  readonly visitor: Visitor;
  readonly connection: MediaConnection;
  readonly told = {
    up: 0,
    closed: [] as string[],
    layers: [] as Parameters<ConnectionEvents['layers']>[0][],
  };

  constructor(visitor: Visitor, engine: MediaEngine, data?: (end: MediaEnd, text: string) => void) {
    this.visitor = visitor;
    this.connection = engine.open(
      only({
        up: () => this.told.up++,
        layers: (change) => this.told.layers.push(change),
        data: ({ content }) => data?.(this, String(content)),
        closed: (reason) => this.told.closed.push(reason),
      }),
    );
  }

  /** Opens devices and sends them from the next negotiation on. */
  async add(media: { audio?: boolean; video?: boolean }): Promise<void> {
    await this.visitor.evaluate(addDevices, media);
  }
  /** Opens a data channel, or opens it again after an ICE restart has closed it. */
  async openChannel(): Promise<void> {
    await this.visitor.evaluate(openChannel, undefined);
  }
  offer(): Promise<string> {
    return this.visitor.evaluate(describe, null);
  }
  answer(offer: string): Promise<string> {
    return this.visitor.evaluate(describe, offer);
  }
  async accept(answer: string): Promise<void> {
    await this.visitor.evaluate(
      (sdp) => (globalThis as unknown as MediaPage).connection.setRemoteDescription({ type: 'answer', sdp }),
      answer,
    );
  }
  /** What was heard on data channels so far, after saying something on the own one if it is open. */
  say(text: string): Promise<string[]> {
    return this.visitor.evaluate((said) => {
      const { channel, heard } = globalThis as unknown as MediaPage;
      if (channel?.readyState === 'open') channel.send(said);
      return heard;
    }, text);
  }
  async close(): Promise<void> {
    this.connection.close('Close PC');
    await this.visitor.close();
  }
}

function begin(): void {
  const page = globalThis as unknown as MediaPage;
  const connection = new RTCPeerConnection();
  const listen = (channel: RTCDataChannel) =>
    channel.addEventListener('message', ({ data }) => page.heard.push(String(data)));
  Object.assign(page, { connection, heard: [], channel: null });
  connection.addEventListener('datachannel', ({ channel }) => {
    page.channel = channel;
    listen(channel);
  });
  connection.addEventListener('track', ({ track }) => {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.dataset['testid'] = `came-${track.kind}`;
    element.muted = track.kind === 'video';
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    void element.play();
  });
}

async function addDevices(wanted: { audio?: boolean; video?: boolean }): Promise<void> {
  const { connection } = globalThis as unknown as MediaPage;
  const media = await navigator.mediaDevices.getUserMedia({
    audio: wanted.audio ?? false,
    video: wanted.video === true ? { width: 640, height: 360 } : false,
  });
  // Takes an m-line that the other end has offered, if there is one without a track.
  for (const track of media.getTracks()) connection.addTrack(track, media);
}

function openChannel(): void {
  const page = globalThis as unknown as MediaPage;
  const channel = page.connection.createDataChannel('JanusDataChannel');
  page.channel = channel;
  channel.addEventListener('message', ({ data }) => page.heard.push(String(data)));
}

/** Offers, or answers an offer, with all candidates. */
async function describe(offer: string | null): Promise<string> {
  const { connection } = globalThis as unknown as MediaPage;
  if (offer !== null) await connection.setRemoteDescription({ type: 'offer', sdp: offer });
  await connection.setLocalDescription();
  if (connection.iceGatheringState !== 'complete') {
    await new Promise<void>((resolve) => {
      connection.addEventListener('icegatheringstatechange', () => {
        if (connection.iceGatheringState === 'complete') resolve();
      });
    });
  }
  return connection.localDescription?.sdp ?? '';
}

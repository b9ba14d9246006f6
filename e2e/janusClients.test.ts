import { createGateway, type Gateway } from '@cardea/gateway';
import { createEngine, type MediaEngine } from '@cardea/media';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChromiumBrowser, type ChromiumVisitor } from './harness/chromium.ts';
import { listenTo, lookAt } from './harness/evidence.ts';
import { servePages, type Pages } from './harness/pages.ts';
import { until } from './harness/visitor.ts';
import type { JanusPage } from './pages/janus.ts';

/* Clients of Janus that know nothing of Cardea, in front of our gateway. */

const autoplay = { args: ['--autoplay-policy=no-user-gesture-required'] };
let engine: MediaEngine;
let gateway: Gateway;
let pages: Pages;
let low: ChromiumBrowser;
let high: ChromiumBrowser;

beforeAll(async () => {
  engine = createEngine();
  // The demos know no other ports than Janus' own.
  [gateway, pages, low, high] = await Promise.all([
    createGateway({ host: '127.0.0.1' }, engine),
    servePages('janus'),
    ChromiumBrowser.launch({ ...autoplay, tone: 440 }),
    ChromiumBrowser.launch({ ...autoplay, tone: 880 }),
  ]);
});
afterAll(async () => {
  await Promise.all([low.close(), high.close(), pages.close(), gateway.close()]);
  await engine.close();
});

const ask = <A, R>(visitor: ChromiumVisitor, question: (page: JanusPage, argument: A) => R, argument: A) =>
  visitor.page.evaluate(`(${question.toString()})(globalThis.page, ${JSON.stringify(argument)})`) as Promise<
    Awaited<R>
  >;

const open = async (browser: ChromiumBrowser): Promise<ChromiumVisitor> => {
  const visitor = await browser.visitor();
  await visitor.goto(pages.url('janus'));
  return visitor;
};

const happens = (visitor: ChromiumVisitor, event: string): Promise<unknown> =>
  until(event, async () => (await ask(visitor, ({ events }) => events, null)).includes(event));

const moves = (visitor: ChromiumVisitor, testId: string): Promise<unknown> =>
  until(`${testId} moves`, async () => ((await lookAt(visitor, testId))?.changed ?? 0) > 0.02);

const sounds = (visitor: ChromiumVisitor, testId: string, pitch: number): Promise<unknown> =>
  until(`${testId} sounds of ${pitch} Hz`, async () => {
    const tone = await listenTo(visitor, testId);
    return tone !== null && Math.abs(tone.frequency - pitch) <= 20;
  });

describe.each([
  ['WebSocket', () => `ws://127.0.0.1:${gateway.webSocketPort}`],
  ['long poll', () => `http://127.0.0.1:${gateway.httpPort}/janus`],
])('janus.js over %s', (_name, server) => {
  test('Echo Test: picture, sound and data come back; video off and on; the end', async () => {
    const visitor = await open(low);
    await ask(visitor, (page, address) => page.echo(address), server());
    await happens(visitor, 'webrtcup');
    await moves(visitor, 'remote-video');
    await sounds(visitor, 'remote-audio', 440);
    await happens(visitor, 'data open');
    await ask(visitor, (page) => page.say('hallo'), null);
    await until('the echo of a message', async () =>
      (await ask(visitor, (page) => page.dataReceived, null)).includes(
        'Janus EchoTest here! You wrote: hallo',
      ),
    );
    await happens(visitor, 'video arrives');
    await ask(visitor, (page) => page.send({ video: false }), null);
    await until(
      'the picture stands still',
      async () => (await lookAt(visitor, 'remote-video'))?.changed === 0,
    );
    await ask(visitor, (page) => page.send({ video: true }), null);
    await moves(visitor, 'remote-video');
    await ask(visitor, (page) => page.hangup(), null);
    await happens(visitor, 'done');
    await ask(visitor, (page) => page.destroy(), null);
    await happens(visitor, 'destroyed');
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  });

  test('Video Call: two pages see, hear and write to each other, until one hangs up', async () => {
    const [ann, bob] = await Promise.all([open(low), open(high)]);
    const names = ['ann', 'bob'].map((name) => `${name} ${server()}`);
    await Promise.all(
      [ann, bob].map((visitor, index) =>
        ask(visitor, (page, [address, name]) => page.register(address ?? '', name ?? ''), [
          server(),
          names[index] ?? '',
        ]),
      ),
    );
    await Promise.all([happens(ann, 'registered'), happens(bob, 'registered')]);
    await ask(ann, (page, name) => page.call(name), names[1] ?? '');
    await Promise.all([happens(ann, 'webrtcup'), happens(bob, 'webrtcup')]);
    await Promise.all([moves(ann, 'remote-video'), moves(bob, 'remote-video')]);
    await Promise.all([sounds(ann, 'remote-audio', 880), sounds(bob, 'remote-audio', 440)]);
    await Promise.all([happens(ann, 'data open'), happens(bob, 'data open')]);
    await ask(ann, (page) => page.say('hallo'), null);
    await until('a message of Ann', async () =>
      (await ask(bob, (page) => page.dataReceived, null)).includes('hallo'),
    );
    await ask(ann, (page) => page.send({ request: 'set', bitrate: 128_000 }), null);
    await happens(ann, 'set');
    await ask(bob, (page) => page.send({ request: 'hangup' }), null);
    await Promise.all([happens(ann, 'hangup'), happens(bob, 'hangup')]);
    await Promise.all([ann.close(), bob.close()]);
  });
});

describe("Debian's demos, served as they are", () => {
  // The one file that an operator is to write; Debian's own lacks two variables that its demos use.
  const settings = `var server = 'http://' + location.hostname + ':8088/janus';
    var iceServers = [], token = '', apisecret = '';`;
  const folder = '/usr/share/janus/demos';
  const types: Record<string, string> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
  };
  let demos: Server;
  let url: string;

  beforeAll(async () => {
    demos = createServer((request, response) => {
      const isSettings = request.url === '/settings.js';
      const path = join(folder, normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
      if (!path.startsWith(`${folder}/`) || !existsSync(path)) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
      if (isSettings) response.end(settings);
      else createReadStream(path).pipe(response);
    }).listen(0, '127.0.0.1');
    await once(demos, 'listening');
    url = `http://127.0.0.1:${(demos.address() as AddressInfo).port}`;
  });
  afterAll(() => demos.close());

  /** Whether a video element that this selector finds shows something that moves. */
  const plays = (visitor: ChromiumVisitor, selector: string): Promise<unknown> =>
    until(`${selector} moves`, async () => {
      await visitor.page.evaluate((wanted) => {
        const video = document.querySelector<HTMLVideoElement>(wanted);
        if (video !== null) video.dataset['testid'] = 'looked-at';
      }, selector);
      return ((await lookAt(visitor, 'looked-at'))?.changed ?? 0) > 0.02;
    });

  test('Echo Test', async () => {
    const visitor = await low.visitor();
    await visitor.goto(`${url}/echotest.html`);
    await visitor.page.locator('#start:not([disabled])').click();
    await plays(visitor, '#videoright video');
    await visitor.page.locator('#datasend').fill('hallo');
    await visitor.page.locator('#datasend').press('Enter');
    await until('the echo of a message', async () =>
      (await visitor.page.locator('#datarecv').inputValue()).endsWith('hallo'),
    );
    await visitor.close();
  });

  test('Video Call', async () => {
    const [ann, bob] = await Promise.all([low.visitor(), high.visitor()]);
    for (const [visitor, name] of [
      [ann, 'ann-demo'],
      [bob, 'bob-demo'],
    ] as const) {
      await visitor.goto(`${url}/videocalltest.html`);
      await visitor.page.locator('#start:not([disabled])').click();
      await visitor.page.locator('#username').fill(name.replace('-', ''));
      await visitor.page.locator('#register').click();
      await visitor.page.locator('#peer').waitFor();
    }
    await ann.page.locator('#peer').fill('bobdemo');
    await ann.page.locator('#call').click();
    // Hidden from screen readers by the demo's own dialog, so not found by its role.
    await bob.page.locator('.modal .btn-success').click();
    await Promise.all([plays(ann, '#videoright video'), plays(bob, '#videoright video')]);
    await Promise.all([ann.close(), bob.close()]);
  });
});

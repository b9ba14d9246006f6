import { JanusSession, VideoCall } from '@cardea/client/janus';
import { startJanus, type Subject } from '@cardea/conformance/harness/janus';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { Person } from './harness/person.ts';
import { enter, makeContacts } from './harness/socketPeople.ts';
import { freshNames, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
let janus: Subject;

beforeAll(async () => {
  [stage, janus] = await Promise.all([Stage.open(), startJanus()]);
});
afterAll(async () => {
  await stage.close();
  await janus.close();
});

/**
 * Has the page believe that the server offers a gateway at `/janus`, as it will, and that nothing but a relay may be used, of
 * which there is none: no connection from device to device can be made.
 */
async function offerGateway({ page }: ChromiumVisitor): Promise<void> {
  await page.routeWebSocket(/\/signalling/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const text = message.toString();
      socket.send(
        text
          .replace('"gateway":null', '"gateway":{"url":"/janus","token":"secret"}')
          .replace('"iceTransportPolicy":"all"', '"iceTransportPolicy":"relay"'),
      );
    });
  });
  await page.routeWebSocket(/\/janus$/, (socket) => {
    const server = new WebSocket(`ws://127.0.0.1:${janus.webSocketPort}`, 'janus-protocol');
    const opened = new Promise((resolve) => server.once('open', resolve));
    socket.onMessage((message) => void opened.then(() => server.send(message.toString())));
    server.on('message', (data: Buffer) => socket.send(data.toString()));
    socket.onClose(() => server.close());
  });
}

/** The names registered at the gateway now. */
async function registered(): Promise<string[]> {
  const session = new JanusSession({
    url: `ws://127.0.0.1:${janus.webSocketPort}`,
    createSocket: (url, protocol) => new WebSocket(url, protocol),
  });
  await session.open();
  const names = await (await VideoCall.attach(session)).list();
  session.close();
  return names;
}

test('two who cannot connect directly see and hear each other by the gateway, and leave nothing there', async () => {
  const { url } = stage.server;
  const [annName = '', bobName = ''] = freshNames('Ann', 'Bob');
  const [annIdentity, bobIdentity] = await Promise.all([enter(url, annName), enter(url, bobName)]);
  await makeContacts(url, annIdentity, bobIdentity);
  const [annVisitor, bobVisitor] = await Promise.all([stage.low.visitor(), stage.high.visitor()]);
  await Promise.all([offerGateway(annVisitor), offerGateway(bobVisitor)]);
  const [ann, bob] = await Promise.all([
    Person.arrive(annVisitor, url, annIdentity),
    Person.arrive(bobVisitor, url, bobIdentity),
  ]);
  await ann.open(bob.name);
  await ann.ring('video');
  await bob.answer();
  await Promise.all([ann.reaches('connected', 20_000), bob.reaches('connected', 20_000)]);
  expect(await registered()).toHaveLength(2);
  await ann.seesMovement();
  await bob.seesMovement();
  await ann.hears(880);
  await bob.hears(440);
  await ann.hangUp();
  await bob.reaches('ended');
  await until('the gateway is left', async () => (await registered()).length === 0);
  await Promise.all([annVisitor.close(), bobVisitor.close()]);
});

import { EchoTest, JanusSession, VideoCall, type VideoCallPush } from '@cardea/client/janus';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { offer } from './fixtures/offer.ts';
import { startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';

type Server = Pick<Subject, 'webSocketPort' | 'close'>;

const subjects = {
  'Debian’s Janus': startJanus,
  'Cardea’s gateway': () => startCardea({ reclaimTimeout: 10_000 }),
};

describe.each(Object.entries(subjects))('the Janus client with %s', (_name, start) => {
  let subject: Server;
  const sessions: JanusSession[] = [];
  const sockets: WebSocket[] = [];

  beforeAll(async () => {
    subject = await start();
  });
  afterAll(() => subject.close());
  afterEach(() => {
    for (const session of sessions.splice(0)) session.close();
  });

  async function open(): Promise<JanusSession> {
    const session = new JanusSession({
      url: `ws://127.0.0.1:${subject.webSocketPort}`,
      createSocket: (url, protocol) => {
        const socket = new WebSocket(url, protocol);
        sockets.push(socket);
        return socket;
      },
      log: (level, text, fields) => {
        if (level === 'warn') throw new Error(`${text}: ${JSON.stringify(fields)}`);
      },
    });
    sessions.push(session);
    await session.open();
    return session;
  }

  it('opens a session, attaches, and is told of a plugin that is not there', async () => {
    const session = await open();
    await expect(session.attach('janus.plugin.nope')).rejects.toMatchObject({ source: 'core', code: 460 });
    const handle = await session.attach('janus.plugin.echotest', { opaqueId: 'me' });
    expect(handle.id).toBeGreaterThan(0);
    await handle.detach();
    await expect(handle.message({})).rejects.toMatchObject({ source: 'closed' });
  });

  it('has its offer answered by the Echo Test, trickles, hangs up and is told so', async () => {
    const echo = await EchoTest.attach(await open());
    await echo.configure({ audio: true, video: true });
    await expect(echo.configure({})).rejects.toMatchObject({ source: 'plugin', code: 413 });
    const candidate = 'candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host';
    echo.handle.trickle({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
    const answer = await echo.start({ type: 'offer', sdp: offer });
    expect(answer.type).toBe('answer');
    expect(answer.sdp).toContain('a=ice-ufrag');
    const told: string[] = [];
    echo.handle.hungUp.add((reason) => told.push(reason));
    echo.pushed.add(({ event }) => told.push(event));
    await echo.handle.hangup();
    await vi.waitFor(() => expect(told.toSorted()).toEqual(['Janus API', 'done']), 5_000);
    await echo.close();
  });

  it('registers, calls, is busy, declines and hangs up with the Video Call', async ({ skip }) => {
    const session = await open();
    const ann = await VideoCall.attach(session).catch(() => null);
    // Cardea's plugin is made elsewhere at this moment.
    if (ann === null) return skip('no Video Call here');
    const [bob, eve] = [await VideoCall.attach(session), await VideoCall.attach(await open())];
    const pushes: VideoCallPush[] = [];
    bob.pushed.add((push) => pushes.push(push));
    await ann.register('ann');
    await bob.register('bob');
    await eve.register('eve');
    expect((await ann.list()).toSorted()).toEqual(['ann', 'bob', 'eve']);
    await expect(eve.register('eva')).rejects.toMatchObject({ source: 'plugin', code: 477 });
    // A call that is refused closes the connection made for it, which takes Janus a moment.
    const closed = new Promise<string>((resolve) => eve.handle.hungUp.add(resolve));
    await expect(eve.call('nobody', { type: 'offer', sdp: offer })).rejects.toMatchObject({ code: 478 });
    await closed;
    await ann.call('bob', { type: 'offer', sdp: offer });
    await vi.waitFor(() => expect(pushes).toHaveLength(1), 5_000);
    expect(pushes[0]).toMatchObject({ event: 'incomingcall', username: 'ann', jsep: { type: 'offer' } });
    await expect(eve.call('bob', { type: 'offer', sdp: offer })).rejects.toMatchObject({
      source: 'plugin',
      message: 'User busy',
    });
    const ended: VideoCallPush[] = [];
    ann.pushed.add((push) => ended.push(push));
    await bob.hangup('declined');
    const declined = { event: 'hangup', username: 'bob', reason: 'declined' };
    await vi.waitFor(() => expect(ended).toContainEqual(declined), 5_000);
    await Promise.all([ann.close(), bob.close(), eve.close()]);
    return undefined;
  });

  it('goes on over a new line where the server keeps sessions, and says that it is lost where not', async () => {
    const session = await open();
    const handle = await session.attach('janus.plugin.echotest');
    const ended = new Promise<string>((resolve) => {
      session.state.add((state) => {
        if (state.status === 'open') resolve('open');
        if (state.status === 'lost') resolve(state.reason);
      });
    });
    // As a network that is cut: no closing handshake.
    sockets.at(-1)?.terminate();
    const outcome = await ended;
    if (outcome === 'open')
      expect((await handle.message({ audio: true })).data).toMatchObject({ result: 'ok' });
    else expect([outcome, handle.isDetached]).toEqual(['gone', true]);
    expect(outcome).toBe(_name === 'Debian’s Janus' ? 'gone' : 'open');
  });
});

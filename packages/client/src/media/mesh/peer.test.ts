import { newId, PeerSessionId, type MediaRole } from '@cardea/protocol';
import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import type { PeerRole } from '../mediaPath.ts';
import { Peer, type MeshSignal } from './peer.ts';
import { ScriptedConnection, ScriptedStream } from '../connection/scriptedConnection.ts';

interface End {
  peer: Peer;
  sent: MeshSignal[];
  connections: ScriptedConnection[];
  restoring: Mock<() => void>;
  readonly connection: ScriptedConnection;
}

/** Messages are carried by the test, so that it decides what is lost and what crosses. */
function end(role: PeerRole, bitrateLimits = new Map<MediaRole, number>()): End {
  const sent: MeshSignal[] = [];
  const connections: ScriptedConnection[] = [];
  const nothing = (): void => undefined;
  const restoring = vi.fn<() => void>();
  const peer = new Peer({
    role,
    configuration: () => ({}),
    createConnection: () => {
      const connection = new ScriptedConnection();
      connections.push(connection);
      return connection.asBrowsers();
    },
    tracks: new Map(),
    bitrateLimits,
    events: {
      signal: (signal) => sent.push(signal),
      remoteTracks: nothing,
      link: nothing,
      lost: nothing,
      channel: nothing,
      message: nothing,
      fileChannel: nothing,
      route: nothing,
    },
    restoring,
    log: nothing,
  });
  return {
    peer,
    sent,
    connections,
    restoring,
    get connection() {
      const last = connections.at(-1);
      if (last === undefined) throw new Error('no connection yet');
      return last;
    },
  };
}

/** Lets every queued step of negotiation run. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

/** Carries what was sent until neither end has more to say. */
async function exchange(one: End, other: End): Promise<void> {
  do {
    await settle();
    for (const signal of one.sent.splice(0)) other.peer.receive(signal);
    for (const signal of other.sent.splice(0)) one.peer.receive(signal);
    await settle();
  } while (one.sent.length + other.sent.length > 0);
}

let caller: End;
let callee: End;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', ScriptedStream);
  caller = end('offerer');
  callee = end('answerer');
});
afterEach(() => {
  caller.peer.close();
  callee.peer.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connect(): Promise<void> {
  caller.peer.start();
  await exchange(caller, callee);
  for (const { connection } of [caller, callee]) {
    connection.become('connected');
    connection.openChannel();
  }
}

describe('negotiation of a peer', () => {
  it('has four transceivers at both ends, all of them both ways', async () => {
    await connect();
    for (const { connection } of [caller, callee]) {
      expect(connection.transceivers.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
        'audio sendrecv',
        'video sendrecv',
        'video sendrecv',
        'audio sendrecv',
      ]);
      expect(connection.signalingState).toBe('stable');
    }
  });

  it('keeps voice and lips in one stream, and the sound of a screen with the screen', async () => {
    await connect();
    for (const { connection } of [caller, callee]) {
      const [microphone, camera, screen, screenSound] = connection.transceivers.map(
        ({ sender }) => sender.streams[0],
      );
      expect(microphone).toBeInstanceOf(ScriptedStream);
      expect(camera).toBe(microphone);
      expect(screenSound).toBe(screen);
      expect(screen).not.toBe(camera);
    }
  });

  it('puts a track into its role without another offer', async () => {
    await connect();
    const track = { kind: 'video' } as MediaStreamTrack;
    callee.peer.replaceTrack('screen', track);
    await settle();
    expect(callee.connection.transceivers.map(({ sender }) => sender.track)).toEqual([
      null,
      null,
      track,
      null,
    ]);
    expect(callee.sent).toEqual([]);
  });

  it('restarts ICE once when both notice the same loss: the answerer only asks', async () => {
    await connect();
    vi.advanceTimersByTime(5_000);
    callee.peer.wakeUp('network');
    caller.peer.wakeUp('network');
    await exchange(caller, callee);
    expect(caller.connection.restarts).toBe(1);
    expect(callee.connection.restarts).toBe(0);
    expect(caller.connection.signalingState).toBe('stable');
    expect(callee.connection.signalingState).toBe('stable');
    callee.peer.wakeUp('network');
    vi.advanceTimersByTime(5_000);
    await exchange(caller, callee);
    expect(caller.connection.restarts).toBe(2);
  });

  it('restores a link that was lost, has the line to the server looked at, and begins the picture anew', async () => {
    await connect();
    const track = { kind: 'video' } as MediaStreamTrack;
    caller.peer.replaceTrack('camera', track);
    caller.connection.become('disconnected');
    vi.advanceTimersByTime(1_000);
    await exchange(caller, callee);
    expect(caller.restoring).toHaveBeenCalledTimes(1);
    expect(caller.connection.restarts).toBe(1);
    caller.connection.become('connected');
    await settle();
    expect(caller.connection.transceivers.map(({ sender }) => sender.active)).toEqual([
      [],
      [false, true],
      [],
      [],
    ]);
  });

  it('agrees when both offer at once: the answerer gives way', async () => {
    await connect();
    caller.connection.onnegotiationneeded?.();
    callee.connection.onnegotiationneeded?.();
    await exchange(caller, callee);
    expect(caller.connection.signalingState).toBe('stable');
    expect(callee.connection.signalingState).toBe('stable');
    expect(callee.connection.remoteDescription?.type).toBe('offer');
  });

  it('drops a description that answers to an earlier connection', async () => {
    caller.peer.start();
    await settle();
    const [late] = caller.sent.splice(0);
    if (late !== undefined) callee.peer.receive(late);
    await settle();
    const answer = callee.sent.splice(0);
    caller.peer.start();
    for (const signal of answer) caller.peer.receive(signal);
    await settle();
    expect(caller.connection.signalingState).toBe('have-local-offer');
  });

  it('replaces its connection when the caller has begun anew, and drops what is late from before', async () => {
    await connect();
    const reloaded = end('offerer');
    reloaded.peer.start();
    await exchange(reloaded, callee);
    expect(callee.connections).toHaveLength(2);
    expect(callee.connections[0]?.signalingState).toBe('closed');
    expect(reloaded.connection.signalingState).toBe('stable');
    caller.peer.wakeUp('network');
    await settle();
    for (const signal of caller.sent.splice(0)) callee.peer.receive(signal);
    await settle();
    expect(callee.connections).toHaveLength(2);
    reloaded.peer.close();
  });

  it('makes a new connection for a callee who has begun anew and asks for an offer', async () => {
    await connect();
    const reloaded = end('answerer');
    reloaded.peer.askForOffer();
    await exchange(caller, reloaded);
    expect(caller.connections).toHaveLength(2);
    expect(reloaded.connection.signalingState).toBe('stable');
    expect(reloaded.connections).toHaveLength(1);
    reloaded.peer.close();
  });

  it('keeps candidates that come before the description they belong to out, and applies the others', async () => {
    await connect();
    const [session] = [newId(PeerSessionId)];
    callee.peer.receive({ type: 'candidate', from: session, to: null, candidate: null });
    await settle();
    expect(callee.connection.candidates).toEqual([]);
    caller.connection.onicecandidate?.({
      candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 },
    });
    await exchange(caller, callee);
    expect(callee.connection.candidates).toHaveLength(1);
  });

  it('survives a description that cannot be parsed', async () => {
    await connect();
    callee.connection.onnegotiationneeded?.();
    await settle();
    const [offer] = callee.sent.splice(0);
    if (offer?.type !== 'description') throw new Error('no offer');
    caller.peer.receive({ ...offer, description: { type: 'offer', sdp: 'broken' } });
    await settle();
    caller.peer.receive(offer);
    await settle();
    expect(caller.connection.signalingState).toBe('stable');
    expect(caller.sent.at(-1)).toMatchObject({ type: 'description', description: { type: 'answer' } });
  });
});

describe('a peer whose link is lost', () => {
  it('restarts ICE when it stays disconnected, and sends a lost offer again instead of a second one', async () => {
    await connect();
    caller.connection.become('disconnected');
    expect(caller.peer.link).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(750);
    await settle();
    expect(caller.connection.restarts).toBe(1);
    const [lost] = caller.sent.splice(0);
    await vi.advanceTimersByTimeAsync(4_100);
    await settle();
    expect(caller.connection.restarts).toBe(1);
    expect(caller.sent.splice(0)).toEqual([lost]);
  });

  it('sends an offer again that was lost with signalling as soon as signalling is back', async () => {
    await connect();
    caller.peer.wakeUp('network');
    await settle();
    const [lost] = caller.sent.splice(0);
    expect(lost?.type).toBe('description');
    caller.peer.wakeUp('signalling');
    await settle();
    expect(caller.sent.splice(0)).toEqual([lost]);
  });

  it('does nothing when it heals by itself', async () => {
    await connect();
    caller.connection.become('disconnected');
    await vi.advanceTimersByTimeAsync(500);
    caller.connection.become('connected');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(caller.peer.link).toBe('connected');
    expect(caller.connection.restarts).toBe(0);
  });

  it('makes a new connection when the message channel has closed, which no ICE restart brings back', async () => {
    await connect();
    caller.connection.closeChannel();
    await vi.advanceTimersByTimeAsync(10);
    await exchange(caller, callee);
    expect(caller.connections).toHaveLength(2);
    expect(callee.connections).toHaveLength(2);
    expect(callee.connection.signalingState).toBe('stable');
  });
});

import { createStore } from 'zustand/vanilla';
import type { Gateway, ServerCheck } from '../api.ts';
import { EchoTest } from '../janus/echoTest.ts';
import { JanusSession } from '../janus/janusSession.ts';
import { describe, type Log } from '../log.ts';

type CheckState = ReturnType<ServerCheck['store']['getState']>;

/** Milliseconds for the first picture or sound to come back. */
const patience = 12_000;
/** Milliseconds between two measurements, and how many the shown one is the middle of. */
const interval = 1_000;
const measurements = 5;

/**
 * Sends tracks to the Echo Test of the gateway and gives back what returns. The tracks are their owner's.
 * Closing: owns its session and its connection.
 */
export function runServerCheck(
  gateway: () => Gateway | null,
  tracks: readonly MediaStreamTrack[],
  log: Log,
): ServerCheck {
  const store = createStore<CheckState>(() => ({ status: 'connecting', stream: null, roundTrip: null }));
  const access = gateway();
  if (access === null) {
    store.setState({ status: 'failed' });
    return { store, stop: () => undefined };
  }
  const session = new JanusSession({ url: access.url, token: () => gateway()?.token ?? access.token, log });
  const connection = new RTCPeerConnection({ iceServers: access.iceServers, bundlePolicy: 'max-bundle' });
  const returned = new MediaStream();
  const times: number[] = [];
  let over = false;

  const stop = (): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    clearInterval(pinging);
    connection.close();
    session.close();
  };
  const fail = (reason: string): void => {
    if (over) return;
    log('info', 'check through the server failed', { reason });
    stop();
    store.setState({ status: 'failed', stream: null });
  };
  const timer = setTimeout(() => fail('nothing came back in time'), patience);

  // A message there and back takes the way that media takes, the gateway's own work included.
  const channel = connection.createDataChannel('JanusDataChannel');
  const pinging = setInterval(() => {
    if (channel.readyState === 'open') channel.send(String(performance.now()));
  }, interval);
  channel.onmessage = ({ data }) => {
    const sent = Number(String(data).split(' ').at(-1));
    if (!Number.isFinite(sent)) return;
    times.push(performance.now() - sent);
    const sorted = times.slice(-measurements).toSorted((one, other) => one - other);
    store.setState({ roundTrip: sorted[Math.floor(sorted.length / 2)] ?? null });
  };
  connection.ontrack = ({ track }) => {
    returned.addTrack(track);
    const arrived = (): void => {
      if (over) return;
      clearTimeout(timer);
      store.setState({ status: 'running', stream: new MediaStream(returned.getTracks()) });
    };
    // It is muted until its first packet.
    if (track.muted) track.onunmute = arrived;
    else arrived();
  };
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') fail('the connection failed');
  };
  session.state.add((state) => {
    if (state.status === 'lost') fail(`the session is lost: ${state.reason}`);
  });

  const begin = async (): Promise<void> => {
    await session.open();
    const echoTest = await EchoTest.attach(session, log);
    echoTest.handle.hungUp.add((reason) => fail(`the gateway hung up: ${reason}`));
    connection.onicecandidate = ({ candidate }) => {
      const { candidate: text = '', sdpMid = null, sdpMLineIndex = null } = candidate ?? {};
      echoTest.handle.trickle(text === '' ? null : { candidate: text, sdpMid, sdpMLineIndex });
    };
    for (const track of tracks) connection.addTransceiver(track, { direction: 'sendrecv' });
    await connection.setLocalDescription();
    const answer = await echoTest.start({ type: 'offer', sdp: connection.localDescription?.sdp ?? '' });
    await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
  };
  begin().catch((error: unknown) => fail(describe(error)));
  return { store, stop };
}

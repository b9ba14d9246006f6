import type { ChromiumBrowser, ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { timeToPicture, watchForPicture } from './harness/pictureWatch.ts';

/**
 * The exchange behind "answer to picture" on pages with nothing but the pictures: warm sender, message over the data channel, four
 * transceivers, the callee's devices opened at Accept. What is left is the work of the two browsers on this machine, below
 * which no app can be.
 * @returns milliseconds from Accept to the picture, of each call
 */
export async function bareExchange(
  callers: ChromiumBrowser,
  callees: ChromiumBrowser,
  calls: number,
): Promise<number[]> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>bare</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [caller, callee] = await Promise.all([callers.visitor(), callees.visitor()]);
  try {
    await Promise.all([watchForPicture(caller), watchForPicture(callee)]);
    await Promise.all([caller.goto(url), callee.goto(url)]);
    await Promise.all([caller, callee].map(({ page }) => page.evaluate(layOut)));
    const times: number[] = [];
    for (let i = 0; i < calls; i++) times.push(await oneCall(caller, callee));
    return times;
  } finally {
    await Promise.all([caller.close(), callee.close()]);
    server.close();
  }
}

async function oneCall(caller: ChromiumVisitor, callee: ChromiumVisitor): Promise<number> {
  const offer = await caller.page.evaluate(ring);
  const answer = await callee.page.evaluate(receive, offer);
  await caller.page.evaluate(
    (sdp) => (globalThis as unknown as Page).connection?.setRemoteDescription({ type: 'answer', sdp }),
    answer,
  );
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await callee.click('button', 'Accept');
  return timeToPicture(callee);
}

/** What the pages keep in their global scope. */
interface Page {
  connection?: RTCPeerConnection;
  media?: MediaStream;
}

function layOut(): void {
  document.body.innerHTML =
    '<button style="position:fixed;z-index:1">Accept</button>' +
    '<video data-testid="remote-video" autoplay muted style="position:fixed;inset:0;width:100%;height:100%"></video>' +
    '<video id="self" autoplay muted style="position:fixed;right:0;bottom:0;width:240px"></video>';
}

/** In the caller's page: connects with tracks that are off until the other accepts. */
async function ring(): Promise<string> {
  const page = globalThis as unknown as Page;
  page.connection?.close();
  for (const track of page.media?.getTracks() ?? []) track.stop();
  const media = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 1280, height: 720 },
  });
  page.media = media;
  const self = document.querySelector<HTMLVideoElement>('#self');
  if (self !== null) self.srcObject = media;
  const connection = new RTCPeerConnection();
  page.connection = connection;
  const sent = media.getTracks().map((track) => track.clone());
  for (const track of sent) {
    track.enabled = false;
    connection.addTransceiver(track);
  }
  connection.addTransceiver('video');
  connection.addTransceiver('audio');
  const channel = connection.createDataChannel('call', { negotiated: true, id: 0 });
  channel.addEventListener('message', () => {
    for (const track of sent.toReversed()) track.enabled = true;
  });
  await connection.setLocalDescription();
  await new Promise<void>((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve();
    });
  });
  return connection.localDescription?.sdp ?? '';
}

/** In the callee's page: connects, plays what comes, and answers when Accept is clicked. */
async function receive(sdp: string): Promise<string> {
  const page = globalThis as unknown as Page;
  page.connection?.close();
  for (const track of page.media?.getTracks() ?? []) track.stop();
  const connection = new RTCPeerConnection();
  page.connection = connection;
  const channel = connection.createDataChannel('call', { negotiated: true, id: 0 });
  await connection.setRemoteDescription({ type: 'offer', sdp });
  const [audio, video] = connection.getTransceivers();
  for (const transceiver of connection.getTransceivers()) transceiver.direction = 'sendrecv';
  if (audio === undefined || video === undefined) throw new Error('the offer has no audio and video');
  const remote = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
  if (remote !== null) remote.srcObject = new MediaStream([video.receiver.track]);
  const sound = new Audio();
  sound.srcObject = new MediaStream([audio.receiver.track]);
  void sound.play();
  const accept = async (): Promise<void> => {
    channel.send('accepted');
    const media = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: 1280, height: 720 },
    });
    page.media = media;
    const self = document.querySelector<HTMLVideoElement>('#self');
    if (self !== null) self.srcObject = media;
    await audio.sender.replaceTrack(media.getAudioTracks()[0] ?? null);
    await video.sender.replaceTrack(media.getVideoTracks()[0] ?? null);
  };
  document.querySelector('button')?.addEventListener('click', () => void accept(), { once: true });
  await connection.setLocalDescription();
  await new Promise<void>((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve();
    });
  });
  return connection.localDescription?.sdp ?? '';
}

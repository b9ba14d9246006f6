import { DeviceId, type PeerMessage } from '@cardea/protocol';
import { MeshPath, type MediaPathEvents } from '@cardea/client';
import { camera, element, tone } from './madeMedia.ts';

/**
 * Some participants in one page, each with a mesh path of its own, their signalling carried in memory. Everybody
 * shows a moving stripe in a colour of their own and sounds a pitch of their own.
 */
const count = 4;
const colours = ['#c22', '#2a2', '#22c', '#b90'];
const devices = Array.from({ length: count }, (_, index) => DeviceId.parse(`device-${index}`));
const paths: MeshPath[] = [];
const messages: string[] = [];
const links = new Map<string, string>();

function eventsOf(me: number): MediaPathEvents {
  return {
    remoteTracks: (device, tracks) => {
      const from = devices.indexOf(device);
      if (tracks.camera !== undefined)
        element('video', `${me}-sees-${from}`).srcObject = new MediaStream([tracks.camera]);
      if (tracks.microphone !== undefined) {
        element('audio', `${me}-hears-${from}`).srcObject = new MediaStream([tracks.microphone]);
      }
    },
    link: (device, link) => links.set(`${me}-${devices.indexOf(device)}`, link),
    lost: () => undefined,
    channel: (device, open) => {
      const message: PeerMessage = { type: 'typing', typing: true };
      if (open) paths[me]?.send(device, message);
    },
    message: (device, message) => messages.push(`${devices.indexOf(device)}>${me}:${message.type}`),
    fileChannel: () => undefined,
    route: () => undefined,
  };
}

devices.forEach((device, me) => {
  const path = new MeshPath({
    ice: () => ({ iceServers: [], iceTransportPolicy: 'all' }),
    log: () => undefined,
    events: eventsOf(me),
    send: (to, signal) => {
      queueMicrotask(() => paths[devices.indexOf(to)]?.receive(device, signal));
    },
  });
  path.setLocalTrack('camera', camera(colours[me] ?? '#888'));
  path.setLocalTrack('microphone', tone(300 + 200 * me));
  paths.push(path);
});
// As in a room: who comes later makes the offers to those who are there.
paths.forEach((path, me) => {
  for (let other = 0; other < me; other++) path.join(devices[other] ?? DeviceId.parse('nobody--'), 'offerer');
});

Object.assign(globalThis, {
  mesh: {
    links: () => Object.fromEntries(links),
    messages: () => messages,
    participants: (me: number) => paths[me]?.participants().length ?? 0,
    leave: (me: number) => {
      paths[me]?.close();
      for (const path of paths) if (path !== paths[me]) path.leave(devices[me] ?? DeviceId.parse('nobody--'));
    },
  },
});

import {
  DeviceId,
  type IceConfiguration,
  type PathKind,
  type PeerMessage,
  type PeerSignal,
} from '@cardea/protocol';
import { createCallPath, type CallPath, type CallPathEvents } from '@cardea/client';
import { camera, element, tone } from './madeMedia.ts';

/**
 * Two ends of one call in one page, their signalling carried in memory. `?gateway=URL` names a server of the Janus API;
 * with `?blocked` the two cannot connect directly.
 */
const parameters = new URLSearchParams(location.search);
const gateway = parameters.get('gateway');
const blocked = parameters.has('blocked');
const ends = ['ann', 'bob'] as const;
type EndName = (typeof ends)[number];

const ice: IceConfiguration = {
  iceServers: [],
  // Without a relay there is no way then.
  iceTransportPolicy: blocked ? 'relay' : 'all',
  expiresAt: null,
  gateway: gateway === null ? null : { url: gateway, token: '' },
};

class End {
  readonly device: DeviceId;
  readonly messages: string[] = [];
  readonly files: string[] = [];
  readonly signals: PeerSignal[] = [];
  readonly log: string[] = [];
  readonly path: CallPath;
  link = 'new';
  channel = false;
  /** Longest time between two shown pictures since the last look, ms. */
  gap = 0;
  other: End | null = null;

  constructor(name: EndName, colour: string, pitch: number) {
    this.device = DeviceId.parse(`device-of-${name}`);
    this.path = createCallPath({
      ice: () => ice,
      baseUrl: location.origin,
      events: this.#events(name),
      send: (_device, signal) => {
        this.signals.push(signal);
        queueMicrotask(() => this.other?.path.receive(this.device, signal));
      },
      log: (level, text, fields = {}) => this.log.push(`${level} ${text} ${JSON.stringify(fields)}`),
    });
    this.path.setLocalTrack('camera', camera(colour));
    this.path.setLocalTrack('microphone', tone(pitch));
    this.#watchGaps(element('video', `${name}-sees`));
  }

  #events(name: EndName): CallPathEvents {
    return {
      remoteTracks: (_device, { camera: picture, microphone }) => {
        if (picture !== undefined) element('video', `${name}-sees`).srcObject = new MediaStream([picture]);
        if (microphone !== undefined) {
          element('audio', `${name}-hears`).srcObject = new MediaStream([microphone]);
        }
      },
      link: (_device, link) => (this.link = link),
      channel: (_device, open) => (this.channel = open),
      message: (_device, message) => {
        if (message.type === 'chat' && message.body.type === 'text') this.messages.push(message.body.text);
      },
      fileChannel: (_device, channel) => {
        channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
          this.files.push(`${channel.label} ${data.byteLength}`);
      },
      lost: () => undefined,
      route: () => undefined,
      path: () => undefined,
    };
  }

  #watchGaps(video: HTMLVideoElement): void {
    let last: number | null = null;
    const shown = (now: number): void => {
      if (last !== null) this.gap = Math.max(this.gap, now - last);
      last = now;
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
  }
}

const ann = new End('ann', '#c22', 440);
const bob = new End('bob', '#22c', 880);
ann.other = bob;
bob.other = ann;
ann.path.join(bob.device, 'offerer');
bob.path.join(ann.device, 'answerer');
for (const end of [ann, bob]) if (end.other !== null) end.path.expectConnection(end.other.device);

const named = { ann, bob };
Object.assign(globalThis, {
  callPath: {
    states: () => ends.map((name) => ({ ...named[name].path.state, link: named[name].link })),
    moveTo: (name: EndName, path: PathKind) => named[name].path.moveTo(path),
    say: (name: EndName, text: string) => {
      const { path, other } = named[name];
      const message = { type: 'chat', id: `message-${text}`, body: { type: 'text', text }, sentAt: 1 };
      return other !== null && path.send(other.device, message as PeerMessage);
    },
    heard: (name: EndName) => named[name].messages,
    sendFile: (name: EndName, label: string, bytes: number) => {
      const { path, other } = named[name];
      const channel = other === null ? null : path.openFileChannel(other.device, label);
      if (channel !== null) channel.onopen = () => channel.send(new Uint8Array(bytes));
      return channel !== null;
    },
    files: (name: EndName) => named[name].files,
    takeGaps: () =>
      ends.map((name) => {
        const { gap } = named[name];
        named[name].gap = 0;
        return gap;
      }),
    candidates: (name: EndName) => named[name].signals.filter(({ type }) => type === 'candidate').length,
    log: () => ends.flatMap((name) => named[name].log.map((line) => `${name}: ${line}`)),
  },
});

import adapter from 'webrtc-adapter';
import imported, { type JanusJS } from 'janus-gateway';

// Its package does not say that it is an ES module, so its types are taken for those of a CommonJS one.
const Janus = imported as unknown as typeof JanusJS.Janus;
type JSEP = JanusJS.JSEP;
type PluginHandle = JanusJS.PluginHandle;
/** The Echo Test's have no `request`, which the types demand. */
type Message = JanusJS.PluginMessage['message'];

/** What the official janus.js does with a server, as its own demos use it. Everything that happens is in `events`. */
const events: string[] = [];
const dataReceived: string[] = [];
/** When things happened, milliseconds of this page's clock. */
const times: { accepted?: number; firstPicture?: number } = {};
let handle: PluginHandle | null = null;
let session: JanusJS.Janus | null = null;

const tracks: JanusJS.TrackOption[] = [
  { type: 'audio', capture: true, recv: true },
  { type: 'video', capture: true, recv: true },
  { type: 'data', capture: true },
];

function play(track: MediaStreamTrack): void {
  const testId = `remote-${track.kind}`;
  document.querySelector(`[data-testid="${testId}"]`)?.remove();
  const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
  element.dataset['testid'] = testId;
  element.muted = track.kind === 'video';
  element.srcObject = new MediaStream([track]);
  if (element instanceof HTMLVideoElement) {
    element.requestVideoFrameCallback((now) => (times.firstPicture ??= now));
  }
  document.body.append(element);
  element.autoplay = true;
}

/** A session on this server with one handle. @param server `ws://…` or `http://…` */
function attach(server: string, plugin: string, onmessage: (message: unknown, jsep?: JSEP) => void) {
  return new Promise<PluginHandle>((resolve, reject) => {
    Janus.init({
      debug: false,
      dependencies: Janus.useDefaultDependencies({ adapter }),
      callback: () => {
        session = new Janus({
          server,
          iceServers: [],
          error: (cause) => reject(new Error(String(cause))),
          destroyed: () => events.push('destroyed'),
          success: () =>
            session?.attach({
              plugin,
              success: (attached) => {
                handle = attached;
                resolve(attached);
              },
              error: (cause) => reject(new Error(String(cause))),
              onmessage,
              onremotetrack: (track, _mid, on) => {
                if (on) play(track);
              },
              webrtcState: (up) => events.push(up ? 'webrtcup' : 'hangup'),
              mediaState: (medium, receiving) => events.push(`${medium} ${receiving ? 'arrives' : 'ceases'}`),
              slowLink: () => events.push('slowlink'),
              ondataopen: () => events.push('data open'),
              ondata: (text: string) => dataReceived.push(text),
              oncleanup: () => events.push('cleanup'),
              ondetached: () => events.push('detached'),
            }),
        });
      },
    });
  });
}

function negotiate(of: PluginHandle, jsep?: JSEP): Promise<JSEP> {
  return new Promise((resolve, reject) => {
    const callbacks = {
      tracks,
      success: resolve,
      // Typed as a text, but it is what the browser has thrown.
      error: (error: unknown) => reject(new Error(String(error))),
    };
    if (jsep === undefined) of.createOffer(callbacks);
    else of.createAnswer({ ...callbacks, jsep });
  });
}

const page = {
  events,
  dataReceived,
  times,
  /** As the Echo Test demo: first without an offer, then with one. */
  async echo(server: string): Promise<void> {
    const attached = await attach(server, 'janus.plugin.echotest', (message, jsep) => {
      const { result } = message as { result?: string };
      if (result !== undefined) events.push(result);
      if (jsep !== undefined) attached.handleRemoteJsep({ jsep });
    });
    const message = { audio: true, video: true } as unknown as Message;
    attached.send({ message });
    attached.send({ message, jsep: await negotiate(attached) });
  },
  /** Registers with Video Call, and answers whoever calls. */
  async register(server: string, username: string): Promise<void> {
    const attached = await attach(server, 'janus.plugin.videocall', (message, jsep) => {
      const { result, error } = message as { result?: { event?: string }; error?: string };
      events.push(error ?? result?.event ?? 'list');
      if (result?.event === 'accepted') times.accepted = performance.now();
      if (jsep === undefined) return;
      if (result?.event === 'incomingcall') {
        void negotiate(attached, jsep).then((answer) =>
          attached.send({ message: { request: 'accept' }, jsep: answer }),
        );
      } else attached.handleRemoteJsep({ jsep });
    });
    attached.send({ message: { request: 'register', username } });
  },
  async call(username: string): Promise<void> {
    if (handle === null) throw new Error('not registered');
    handle.send({ message: { request: 'call', username }, jsep: await negotiate(handle) });
  },
  send(message: object): void {
    handle?.send({ message: message as Message });
  },
  say(text: string): void {
    handle?.data({ text });
  },
  bitrate(): string {
    return handle?.getBitrate() ?? '';
  },
  hangup(): void {
    handle?.hangup();
  },
  destroy(): void {
    session?.destroy({});
  },
};

export type JanusPage = typeof page;
Object.assign(globalThis, { page });

import type { DataMessage, RemoteMedia, SessionDescription } from '@cardea/media';
import type { JsonObject } from '../../core/json.ts';
import type { MessageResult, PluginEvent, PluginHandle, PluginMessage, PluginSession } from '../plugin.ts';
import { acceptSimulcast } from '../simulcastAnswer.ts';
import { readSet, readText, VideoCallError, type SetRequest } from './body.ts';
import { Recorder } from '../recorder.ts';
import { Forwards, type ForwardSettings, type Layers } from './forwards.ts';
import { relayedDescription } from './relayedDescription.ts';

type Jsep = PluginMessage['jsep'];

/** Two who are in a call, ringing or accepted: a session has at most one. */
interface Call {
  readonly caller: VideoCallSession;
  readonly callee: VideoCallSession;
  /** The offer that waits for the other end's answer, or was answered last. */
  offered: RemoteMedia;
}

/** What Janus tells senders by REMB when there is no limit, bit/s. */
const unlimitedBitrate = 10_000_000;

const initialSettings = (): ForwardSettings & { bitrate: number } => ({
  audio: true,
  video: true,
  bitrate: 0,
});
const initialLayers = (): Layers => ({ substream: 2, temporal: 2, fallback: 250 });

/** One user's attachment. */
export class VideoCallSession implements PluginSession {
  readonly #handle: PluginHandle;
  readonly #people: Map<string, VideoCallSession>;
  #username: string | null = null;
  #call: Call | null = null;
  /** Of what this user sends. */
  #settings = initialSettings();
  readonly #forwards = new Forwards();
  readonly #recorder: Recorder;
  /** Of what this user wants to receive, and what is received now. */
  #layers = initialLayers();
  #received: { codec: string; substream?: number; temporal?: number } | null = null;

  constructor(handle: PluginHandle, people: Map<string, VideoCallSession>) {
    this.#handle = handle;
    this.#recorder = new Recorder(handle, () => this.#recordingName());
    this.#people = people;
  }

  handleMessage({ body, jsep }: PluginMessage): MessageResult {
    const work = async (): Promise<PluginEvent> => {
      try {
        return await this.#work(body, jsep);
      } catch (error) {
        if (!(error instanceof VideoCallError)) throw error;
        return { data: { videocall: 'event', error_code: error.code, error: error.message } };
      }
    };
    return { kind: 'later', work };
  }

  up(): void {
    const peer = this.#peer();
    const sender = peer === null ? null : peer.#handle.connection();
    // What the other end sent until now went nowhere.
    if (peer !== null && sender !== null) peer.#forwards.requestKeyFrames(sender);
  }

  slowLink({ kind }: { kind: 'audio' | 'video' }): void {
    const bitrate = this.#settings.bitrate || unlimitedBitrate;
    void this.#push({ event: 'slow_link', media: kind, 'current-bitrate': bitrate });
  }

  layers({ codec, substream, temporal }: { codec: string; substream?: number; temporal?: number }): void {
    this.#received = { ...this.#received, codec, ...definedLayers({ substream, temporal }) };
    this.#tellLayers({ substream, temporal });
  }

  data(message: DataMessage): void {
    const peer = this.#peer();
    if (peer !== null) peer.#handle.connection()?.sendData(message);
  }

  hangup(): void {
    this.#settings = initialSettings();
    this.#layers = initialLayers();
    this.#received = null;
    this.#forwards.clear();
    this.#recorder.stop();
    this.#leave();
  }

  query(): JsonObject {
    const isInCall = this.#call !== null;
    const own = this.#username === null ? {} : { username: this.#username };
    const peer = this.#peer();
    const { audio, video, bitrate } = this.#settings;
    return {
      state: isInCall ? 'incall' : 'idle',
      ...own,
      ...(peer === null ? {} : { peer: peer.#username, audio_active: audio, video_active: video, bitrate }),
      ...this.#recorder.about,
      incall: isInCall ? 1 : 0,
      hangingup: 0,
      destroyed: 0,
    };
  }

  detach(): void {
    if (this.#username !== null) this.#people.delete(this.#username);
    this.#username = null;
    this.#leave();
  }

  async #work(body: JsonObject, jsep: Jsep): Promise<PluginEvent> {
    const request = readText(body, 'request');
    switch (request.toLowerCase()) {
      case 'list':
        return result({ list: [...this.#people.keys()] });
      case 'register':
        return this.#register(readText(body, 'username'));
      case 'call':
        return this.#dial(body, jsep);
      case 'accept':
        return this.#accept(jsep);
      case 'set':
        return this.#set(body, jsep);
      case 'hangup':
        return this.#hangUp(body['reason']);
      default:
        throw new VideoCallError('invalidRequest', `Unknown request (${request})`);
    }
  }

  #register(username: string): PluginEvent {
    if (this.#username !== null) {
      throw new VideoCallError('alreadyRegistered', `Already registered (${this.#username})`);
    }
    if (this.#people.has(username)) {
      throw new VideoCallError('usernameTaken', `Username '${username}' already taken`);
    }
    this.#username = username;
    this.#people.set(username, this);
    this.#handle.notify({ event: 'registered', username });
    return result({ event: 'registered', username });
  }

  /** A call that cannot be takes the PeerConnection with it, but for what is wrong with its SDP. */
  async #dial(body: JsonObject, jsep: Jsep): Promise<PluginEvent> {
    const afterwards = () => this.#handle.closeConnection();
    let peer: VideoCallSession;
    try {
      peer = this.#whomToCall(body);
    } catch (error) {
      if (!(error instanceof VideoCallError)) throw error;
      const data = { videocall: 'event', error_code: error.code, error: error.message };
      return { data, afterwards };
    }
    if (peer.#call !== null) {
      return { ...result({ event: 'hangup', username: this.#username, reason: 'User busy' }), afterwards };
    }
    if (jsep === undefined) throw new VideoCallError('missingSdp', 'Missing SDP');
    if (jsep.type !== 'offer') throw new VideoCallError('invalidSdp', 'Error parsing offer: not an offer');
    const call: Call = { caller: this, callee: peer, offered: jsep.media };
    this.#call = call;
    peer.#call = call;
    this.#handle.notify({ event: 'calling' });
    const offer = { type: 'offer', sdp: relayedDescription(jsep.media.sdp) } as const;
    try {
      peer.#handle.openConnection(this.#handle);
      await peer.#push({ event: 'incomingcall', username: this.#username }, offer);
    } catch (error) {
      if (this.#call !== call) return result({ event: 'calling' });
      this.#call = null;
      peer.#call = null;
      peer.#handle.closeConnection();
      throw new VideoCallError('invalidSdp', `Error parsing offer: ${textOf(error)}`);
    }
    return result({ event: 'calling' });
  }

  /** @throws VideoCallError in Janus' order */
  #whomToCall(body: JsonObject): VideoCallSession {
    if (this.#username === null) throw new VideoCallError('registerFirst', 'Register a username first');
    if (this.#call !== null) throw new VideoCallError('alreadyInCall', 'Already in a call');
    const username = readText(body, 'username');
    if (username === this.#username) {
      throw new VideoCallError('useEchoTest', "You can't call yourself... use the EchoTest for that");
    }
    const peer = this.#people.get(username);
    if (peer === undefined) {
      throw new VideoCallError('noSuchUsername', `Username '${username}' doesn't exist`);
    }
    return peer;
  }

  async #accept(jsep: Jsep): Promise<PluginEvent> {
    const call = this.#call;
    if (call === null) throw new VideoCallError('noCall', 'No incoming call to accept');
    if (jsep === undefined) throw new VideoCallError('missingSdp', 'Missing SDP');
    if (jsep.type !== 'answer') throw new VideoCallError('invalidSdp', 'Error parsing answer: not an answer');
    this.#handle.notify({ event: 'accepted' });
    await this.#passOn(call, jsep, { event: 'accepted', username: this.#username });
    return result({ event: 'accepted' });
  }

  async #set(body: JsonObject, jsep: Jsep): Promise<PluginEvent> {
    const request = readSet(body);
    this.#configure(request);
    const call = this.#call;
    if (jsep !== undefined && call !== null) await this.#passOn(call, jsep, { event: 'update' });
    const { audio, video, bitrate } = this.#settings;
    const configured = { audio_active: audio, video_active: video, bitrate, ...this.#recorder.about };
    this.#handle.notify({ event: 'configured', ...configured });
    return result({ event: 'set' });
  }

  #configure(request: SetRequest): void {
    const { audio, video, bitrate, substream, temporal, fallback, record, filename } = request;
    const settings = this.#settings;
    if (audio !== undefined && audio !== settings.audio) this.#forwards.setEnabled('audio', audio);
    if (video !== undefined && video !== settings.video) this.#forwards.setEnabled('video', video);
    settings.audio = audio ?? settings.audio;
    settings.video = video ?? settings.video;
    if (bitrate !== undefined) {
      settings.bitrate = bitrate;
      this.#limitBitrate();
    }
    this.#recorder.wish(record, filename);
    if (substream === undefined && temporal === undefined && fallback === undefined) return;
    const layers = this.#layers;
    layers.substream = substream ?? layers.substream;
    layers.temporal = temporal ?? layers.temporal;
    layers.fallback = fallback === undefined ? layers.fallback : fallback / 1000;
    const peer = this.#peer();
    if (peer !== null) peer.#forwards.setLayers(layers);
    // Who asks for what is there already is told so, as nothing will change.
    const received = this.#received;
    this.#tellLayers({
      substream: substream === received?.substream ? substream : undefined,
      temporal: temporal === received?.temporal ? temporal : undefined,
    });
  }

  #hangUp(reason: unknown): PluginEvent {
    const username = this.#username;
    const peer = this.#peer();
    const given = typeof reason === 'string' ? reason : 'We did the hangup';
    if (peer !== null) {
      void peer.#push({ event: 'hangup', username, reason: given });
      this.#handle.notify({ event: 'hangup', reason: given });
    }
    return {
      ...result({ event: 'hangup', ...(username === null ? {} : { username }), reason: 'Explicit hangup' }),
      afterwards: () => {
        this.#handle.closeConnection();
        this.#leave();
      },
    };
  }

  /** This end's offer or answer becomes the other end's; with an answer media begins to go both ways. */
  async #passOn(call: Call, { type, media }: NonNullable<Jsep>, told: JsonObject): Promise<void> {
    const peer = call.caller === this ? call.callee : call.caller;
    const plain = relayedDescription(media.sdp);
    const sdp = type === 'answer' ? acceptSimulcast(plain, call.offered) : plain;
    if (type === 'offer') call.offered = media;
    else this.#connect(peer, media);
    try {
      await peer.#push(told, { type, sdp });
    } catch (error) {
      throw new VideoCallError('invalidSdp', `Error parsing ${type}: ${textOf(error)}`);
    }
  }

  #connect(peer: VideoCallSession, { media }: RemoteMedia): void {
    const [own, others] = [this.#handle.connection(), peer.#handle.connection()];
    if (own === null || others === null) return;
    this.#forwards.connect(own, others, media, this.#settings, peer.#layers);
    peer.#forwards.connect(others, own, media, peer.#settings, this.#layers);
    this.#limitBitrate();
    peer.#limitBitrate();
    this.#recorder.take(media);
    peer.#recorder.take(media);
  }

  #recordingName(): string {
    const peer = this.#peer();
    const names = [this.#username, ...(peer === null ? [] : [peer.#username])];
    return `videocall-${names.join('-')}-${Date.now() * 1_000}`;
  }

  #limitBitrate(): void {
    this.#handle.connection()?.limitBitrate(this.#settings.bitrate || unlimitedBitrate);
  }

  /** The call is over for both, whoever's connection ended it. */
  #leave(): void {
    const call = this.#call;
    const peer = this.#peer();
    this.#call = null;
    if (peer === null) return;
    void peer.#push({ event: 'hangup', username: this.#username, reason: 'Remote WebRTC hangup' });
    // Its connection's end makes it leave too, which this end is told likewise, as by Janus.
    peer.#handle.closeConnection();
    if (peer.#call === call) peer.#call = null;
  }

  /** The other one of the call, whether or not it has left. */
  #peer(): VideoCallSession | null {
    if (this.#call === null) return null;
    return this.#call.caller === this ? this.#call.callee : this.#call.caller;
  }

  #tellLayers({ substream, temporal }: Partial<Record<'substream' | 'temporal', number | undefined>>): void {
    const videocodec = this.#received?.codec;
    if (videocodec === undefined) return;
    if (substream !== undefined) void this.#push({ event: 'simulcast', videocodec, substream });
    if (temporal !== undefined) void this.#push({ event: 'simulcast', videocodec, temporal });
  }

  /** @throws MediaError only with a description */
  #push(told: JsonObject, jsep?: SessionDescription): Promise<void> {
    return this.#handle.pushEvent(result(told).data, jsep);
  }
}

function result(fields: JsonObject): { data: JsonObject } {
  return { data: { videocall: 'event', result: fields } };
}

function definedLayers(layers: Record<'substream' | 'temporal', number | undefined>): {
  substream?: number;
  temporal?: number;
} {
  const { substream, temporal } = layers;
  return {
    ...(substream === undefined ? {} : { substream }),
    ...(temporal === undefined ? {} : { temporal }),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

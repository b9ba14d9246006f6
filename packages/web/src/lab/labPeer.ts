import type { JanusHandle, Jsep } from '@cardea/client/janus';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface DataMessage {
  number: number;
  mine: boolean;
  text: string;
}

export interface LabPeerState {
  connection: RTCPeerConnectionState;
  remote: MediaStream | null;
  channelOpen: boolean;
  messages: readonly DataMessage[];
}

export interface LabPeerOptions {
  /** Its tracks are stopped with the connection. */
  local: MediaStream;
  simulcast: boolean;
  iceServers: RTCIceServer[];
  handle: Pick<JanusHandle, 'trickle' | 'trickled'>;
}

const mostMessages = 100;
/** UTF-16 code units. */
export const longestMessage = 2_000;
/** As janus.js has it: Janus passes data on by the label of its channel. */
const label = 'JanusDataChannel';

/** As janus.js has it, highest first; Janus calls `l` substream 0. */
const simulcastLayers: RTCRtpEncodingParameters[] = [
  { rid: 'h', maxBitrate: 1_500_000 },
  { rid: 'm', maxBitrate: 500_000, scaleResolutionDownBy: 2 },
  { rid: 'l', maxBitrate: 150_000, scaleResolutionDownBy: 4 },
];

/**
 * The RTCPeerConnection of one handle, written plainly, with one data channel.
 * Closing: owns the connection and the local tracks. Nothing is told to the server by it.
 */
export class LabPeer {
  readonly store: StoreApi<LabPeerState> = createStore<LabPeerState>(() => ({
    connection: 'new',
    remote: null,
    channelOpen: false,
    messages: [],
  }));
  readonly local: MediaStream;
  readonly #options: LabPeerOptions;
  readonly #connection: RTCPeerConnection;
  readonly #stopListening: () => void;
  #channel: RTCDataChannel | null = null;
  #count = 0;

  constructor(options: LabPeerOptions) {
    const { local, iceServers, handle } = options;
    this.local = local;
    this.#options = options;
    const connection = new RTCPeerConnection({ iceServers });
    this.#connection = connection;
    connection.onicecandidate = ({ candidate }) => {
      handle.trickle(
        candidate === null || candidate.candidate === ''
          ? null
          : {
              candidate: candidate.candidate,
              sdpMid: candidate.sdpMid,
              sdpMLineIndex: candidate.sdpMLineIndex,
            },
      );
    };
    connection.onconnectionstatechange = () =>
      this.store.setState({ connection: connection.connectionState });
    connection.ontrack = ({ track }) => {
      const tracks = this.store.getState().remote?.getTracks() ?? [];
      this.store.setState({ remote: new MediaStream([...tracks, track]) });
    };
    // The gateway opens one of its own where a message comes before this end's channel is there.
    connection.ondatachannel = ({ channel }) => this.#listen(channel);
    this.#stopListening = handle.trickled.add((candidate) => {
      if (candidate.completed === true || connection.remoteDescription === null) return;
      // One that is not understood is one way less; ICE has others.
      const { candidate: text = '', sdpMid = null, sdpMLineIndex = null } = candidate;
      connection.addIceCandidate({ candidate: text, sdpMid, sdpMLineIndex }).catch(() => undefined);
    });
  }

  async offer(): Promise<Jsep> {
    const { local, simulcast } = this.#options;
    for (const track of local.getTracks()) {
      const layers = simulcast && track.kind === 'video' ? { sendEncodings: simulcastLayers } : {};
      this.#connection.addTransceiver(track, { direction: 'sendrecv', streams: [local], ...layers });
    }
    this.#openChannel();
    return this.#describe();
  }

  async answer(offer: Jsep): Promise<Jsep> {
    await this.#connection.setRemoteDescription({ type: offer.type, sdp: offer.sdp });
    for (const track of this.local.getTracks()) this.#connection.addTrack(track, this.local);
    if (/^m=application [1-9]/m.test(offer.sdp)) this.#openChannel();
    return this.#describe();
  }

  async accept(answer: Jsep): Promise<void> {
    await this.#connection.setRemoteDescription({ type: answer.type, sdp: answer.sdp });
  }

  /** The other end negotiates again. @returns the answer, if one is asked for */
  async update(jsep: Jsep): Promise<Jsep | null> {
    await this.accept(jsep);
    return jsep.type === 'offer' ? this.#describe() : null;
  }

  send(text: string): void {
    if (this.#channel?.readyState !== 'open') return;
    this.#channel.send(text);
    this.#note(true, text);
  }

  close(): void {
    this.#stopListening();
    for (const track of this.local.getTracks()) track.stop();
    const connection = this.#connection;
    connection.onicecandidate = null;
    connection.onconnectionstatechange = null;
    connection.ontrack = null;
    connection.ondatachannel = null;
    connection.close();
    this.store.setState({ connection: 'closed', channelOpen: false });
  }

  async #describe(): Promise<Jsep> {
    await this.#connection.setLocalDescription();
    const { localDescription: local } = this.#connection;
    if (local === null || (local.type !== 'offer' && local.type !== 'answer')) {
      throw new Error('The browser made no description.');
    }
    return { type: local.type, sdp: local.sdp };
  }

  #openChannel(): void {
    const channel = this.#connection.createDataChannel(label);
    this.#channel = channel;
    channel.onopen = () => this.store.setState({ channelOpen: true });
    channel.onclose = () => this.store.setState({ channelOpen: false });
    this.#listen(channel);
  }

  #listen(channel: RTCDataChannel): void {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#note(false, typeof data === 'string' ? data.slice(0, longestMessage) : '(binary)');
    };
  }

  #note(mine: boolean, text: string): void {
    this.#count += 1;
    const message: DataMessage = { number: this.#count, mine, text };
    const { messages } = this.store.getState();
    this.store.setState({ messages: [...messages.slice(-(mostMessages - 1)), message] });
  }
}

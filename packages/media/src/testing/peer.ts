import { PeerConnection, Video, type DataChannel, type Track } from 'node-datachannel';
import { rtp } from '../rtp/testPackets.ts';
import { takeAnswer, withoutCandidates } from './lateCandidates.ts';

/** For tests: a remote end that sends a picture of nothing, and tells what comes back. */
export class Peer {
  /** RTP packets and data channel messages that came. */
  packets = 0;
  readonly messages: Uint8Array[] = [];
  readonly #connection: PeerConnection;
  readonly #track: Track;
  readonly #channel: DataChannel;
  readonly #timer: ReturnType<typeof setInterval>;
  #number = 0;

  constructor() {
    this.#connection = new PeerConnection('peer', { iceServers: [], disableAutoNegotiation: true });
    const video = new Video('video', 'SendRecv');
    video.addVP8Codec(96);
    video.addSSRC(7, 'peer');
    this.#track = this.#connection.addTrack(video);
    this.#track.onMessage(() => this.packets++);
    this.#channel = this.#connection.createDataChannel('JanusDataChannel');
    this.#channel.onMessage((message) => {
      if (message instanceof ArrayBuffer) this.messages.push(new Uint8Array(message));
      else if (message instanceof Uint8Array) this.messages.push(new Uint8Array(message));
    });
    this.#timer = setInterval(() => this.#sendPicture(), 20);
  }

  /** An offer without candidates. */
  async offer(): Promise<string> {
    const gathered = new Promise<void>((resolve) => {
      this.#connection.onGatheringStateChange((state) => {
        if (state === 'complete') resolve();
      });
    });
    this.#connection.setLocalDescription('offer');
    await gathered;
    return withoutCandidates(this.#connection.localDescription()?.sdp ?? '');
  }

  takeAnswer(sdp: string): void {
    takeAnswer(this.#connection, sdp);
  }

  sendData(content: Uint8Array): void {
    this.#channel.sendMessageBinary(content);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#connection.close();
  }

  /** A key frame in one packet (RFC 7741 4.2 and 4.3), 50 times a second. */
  #sendPicture(): void {
    if (!this.#track.isOpen()) return;
    this.#number++;
    const parts = { sequenceNumber: this.#number, timestamp: this.#number * 1_800, marker: true, ssrc: 7 };
    this.#track.sendMessageBinary(rtp({ ...parts, payloadType: 96, payload: [0x10, 0x00, 1, 2, 3] }));
  }
}

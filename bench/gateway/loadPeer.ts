import { takeAnswer, withoutCandidates } from '@cardea/media/testing/lateCandidates';
import { PeerConnection, Video, type Direction, type Track } from 'node-datachannel';
import { isLoad, sentAt, type PacketSource } from './packets.ts';

/** Of so many packets that come, one tells its delay. */
const delaySample = 41;

/** One end of a PeerConnection with one video m-line, which takes whole RTP packets. */
export class LoadPeer {
  /** Packets of the load that came, and milliseconds that some of them were on the way. */
  received = 0;
  delays: number[] = [];
  /** IPv4 alone: Janus has IPv6 turned off at first, and a packet costs the kernel more there. */
  readonly #connection = new PeerConnection('load', {
    iceServers: [],
    bindAddress: '0.0.0.0',
    disableAutoNegotiation: true,
  });
  #track: Track | null = null;
  /** Peers begin at different places, so that packets sent together are sampled evenly. */
  #untilSample: number;

  constructor(index: number) {
    this.#untilSample = index % delaySample;
    this.#connection.onTrack((track) => this.#take(track));
  }

  async offer(direction: Direction, ssrc: number): Promise<string> {
    const video = new Video('video', direction);
    video.addVP8Codec(96);
    if (direction !== 'RecvOnly') video.addSSRC(ssrc, 'load');
    this.#take(this.#connection.addTrack(video));
    return withoutCandidates(await this.#describe('offer'));
  }

  /** @param ssrc of what this end sends, or `null` */
  async answer(offer: string, ssrc: number | null): Promise<string> {
    this.#connection.setRemoteDescription(offer, 'offer');
    // It repeats the SSRC groups of the offer as if they were its own.
    const answer = (await this.#describe('answer')).replaceAll(/^a=ssrc-group:.*\r\n/gm, '');
    return ssrc === null ? answer : `${answer.trimEnd()}\r\na=ssrc:${ssrc} cname:load\r\n`;
  }

  takeAnswer(sdp: string): void {
    takeAnswer(this.#connection, sdp);
  }

  get isOpen(): boolean {
    return this.#track?.isOpen() === true;
  }

  send(source: PacketSource): void {
    this.#track?.sendMessageBinary(source.next());
  }

  close(): void {
    this.#connection.close();
  }

  #take(track: Track): void {
    this.#track = track;
    track.onMessage((packet) => {
      if (!isLoad(packet)) return;
      this.received++;
      if (this.#untilSample > 0) this.#untilSample--;
      else {
        this.#untilSample = delaySample - 1;
        this.delays.push(performance.now() - sentAt(packet));
      }
    });
  }

  #describe(type: 'offer' | 'answer'): Promise<string> {
    return new Promise((resolve) => {
      this.#connection.onGatheringStateChange((state) => {
        if (state === 'complete') resolve(this.#connection.localDescription()?.sdp ?? '');
      });
      this.#connection.setLocalDescription(type);
    });
  }
}

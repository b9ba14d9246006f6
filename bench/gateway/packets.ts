/** Octets of one packet before SRTP: what browsers send of video is about as large. */
export const packetLength = 1_100;
const payloadType = 96;
/** 25 frames a second at the rate of the load; only the first one of a hundred is a key frame. */
const framesPerSecond = 25;
const framesPerKeyFrame = 100;

/** A VP8 stream (RFC 7741) of a given rate. Each packet ends with the time of its sending, ms of `performance.now()`. */
export class PacketSource {
  readonly ssrc: number;
  readonly #packet = Buffer.alloc(packetLength);
  readonly #packetsPerFrame: number;
  #count = 0;

  constructor(ssrc: number, packetsPerSecond: number) {
    this.ssrc = ssrc;
    this.#packetsPerFrame = packetsPerSecond / framesPerSecond;
    this.#packet[0] = 0x80;
    this.#packet.writeUInt32BE(ssrc, 8);
  }

  /** @returns the same buffer each time */
  next(): Buffer {
    const packet = this.#packet;
    const frame = Math.floor(this.#count / this.#packetsPerFrame);
    const within = this.#count % this.#packetsPerFrame;
    const isLast = within === this.#packetsPerFrame - 1;
    packet[1] = payloadType | (isLast ? 0x80 : 0);
    packet.writeUInt16BE(this.#count & 0xffff, 2);
    packet.writeUInt32BE((frame * (90_000 / framesPerSecond)) >>> 0, 4);
    // Descriptor with a picture id of 15 bits; S for the first packet of a frame.
    packet[12] = within === 0 ? 0x90 : 0x80;
    packet[13] = 0x80;
    packet.writeUInt16BE(0x8000 | (frame & 0x7fff), 14);
    packet[16] = frame % framesPerKeyFrame === 0 ? 0x00 : 0x01;
    packet.writeDoubleBE(performance.now(), packetLength - 8);
    this.#count++;
    return packet;
  }
}

/** Whether a packet is one of the load, and no RTCP or probe of the gateway's own. */
export function isLoad(packet: Buffer): boolean {
  return packet.length >= packetLength && ((packet[1] ?? 0) & 0x7f) === payloadType;
}

/** When a packet of the load was sent. */
export function sentAt(packet: Buffer): number {
  return packet.readDoubleBE(packet.length - 8);
}

import { setUint16 } from '../rtp/bytes.ts';
import { writeTransportSequenceNumber } from '../rtp/headerExtensions.ts';
import { payloadType, setPayloadType } from '../rtp/rtpPacket.ts';
import type { SourcePacket } from '../rtp/sourcePacket.ts';
import { nothingAgreed, type Agreement } from './agreement.ts';
import type { Downlink } from './downlink.ts';

export const extensionUris = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  transportNumber: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  dependencyDescriptor:
    'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
} as const;

/** The way out of one connection. */
export interface Outlet {
  /** Encrypts and sends; copies the packet. */
  send(packet: Buffer): void;
  /** Of the next packet that carries one (draft-holmer-rmcat-transport-wide-cc-extensions-01 2); counts on beyond 16 bits. */
  transportNumber: number;
  /** Told of each packet that carries one; `null` where no way could be too narrow, as into a file. */
  readonly downlink: Downlink | null;
}

const unknown = 0xff;

/**
 * What the numbers in a sender's RTP headers are at one receiver: payload types and ids of header extensions by name, the mid
 * and the transport-wide number its own. Made at negotiation; used for each packet, so it allocates nothing.
 *
 * What the receiver has not negotiated gets an id that it does not know and so ignores (RFC 8285 4.1.2): nothing is erased,
 * because the same bytes go to other receivers afterwards.
 */
export class HeaderMapping {
  readonly #types = new Uint8Array(128).fill(unknown);
  readonly #rtxTypes = new Uint8Array(128).fill(unknown);
  readonly #ids = new Uint8Array(256);
  readonly #mid: Uint8Array;
  #sourceMidId = 0;
  #sourceTransportId = 0;
  /** The receiver's; 0 if it takes none. */
  #transportId = 0;
  #ignoredId = 15;

  constructor(source: Agreement, receiver: Agreement, mid: string) {
    this.#mid = Buffer.from(mid, 'latin1');
    this.#mapTypes(source, receiver);
    this.#mapExtensions(source, receiver);
  }

  static readonly empty = new HeaderMapping(nothingAgreed, nothingAgreed, '');

  /** Whether the receiver takes packets of this type of the sender. */
  takes(sourceType: number): boolean {
    return this.#types[sourceType] !== unknown;
  }

  /** @param read what the packet said before it was rewritten for anybody */
  write(packet: Uint8Array, read: SourcePacket, outlet: Outlet, now: number): void {
    const type = this.#types[read.payloadType] ?? 0;
    if (type !== payloadType(packet)) setPayloadType(packet, type);
    const { extensions } = read;
    const { count, ids, offsets, lengths, current } = extensions;
    for (let i = 0; i < count; i++) {
      const id = ids[i] ?? 0;
      let to = this.#ids[id] ?? 0;
      if (to !== 0 && id === this.#sourceMidId) {
        // A mid of another length has no room; the receiver knows the SSRC from its description.
        if (lengths[i] === this.#mid.length) this.#writeMid(packet, offsets[i] ?? 0);
        else to = 0;
      } else if (to !== 0 && id === this.#sourceTransportId && (lengths[i] ?? 0) >= 2) {
        setUint16(packet, offsets[i] ?? 0, outlet.transportNumber);
        outlet.downlink?.note(outlet.transportNumber, packet.length, now);
        outlet.transportNumber++;
      }
      if (to === 0) to = this.#ignoredId;
      if (to !== current[i]) extensions.writeId(packet, i, to);
    }
  }

  #writeMid(packet: Uint8Array, at: number): void {
    const mid = this.#mid;
    for (let i = 0; i < mid.length; i++) packet[at + i] = mid[i] ?? 0;
  }

  /** The payload type for retransmissions of one of the receiver's types; -1 without RTX. */
  rtxType(packet: Uint8Array): number {
    const type = this.#rtxTypes[payloadType(packet)] ?? unknown;
    return type === unknown ? -1 : type;
  }

  /** A packet that was sent before gets a transport-wide number of its own. */
  renewTransportNumber(packet: Uint8Array, outlet: Outlet, now: number): void {
    if (this.#transportId === 0) return;
    if (!writeTransportSequenceNumber(packet, this.#transportId, outlet.transportNumber)) return;
    outlet.downlink?.note(outlet.transportNumber, packet.length, now);
    outlet.transportNumber++;
  }

  #mapTypes(source: Agreement, receiver: Agreement): void {
    for (const [type, { key }] of source.formats) {
      if (receiver.formats.get(type)?.key === key) this.#types[type] = type;
      else {
        const other = [...receiver.formats].find(([, format]) => format.key === key);
        if (other !== undefined) this.#types[type] = other[0];
      }
    }
    for (const [type, { rtx }] of receiver.formats) if (rtx >= 0) this.#rtxTypes[type] = rtx;
  }

  #mapExtensions(source: Agreement, receiver: Agreement): void {
    const { mid, rid, repairedRid, transportNumber } = extensionUris;
    for (const [uri, id] of source.extensions) {
      // Rids tell layers apart, and a receiver gets only one.
      if (uri !== rid && uri !== repairedRid) this.#ids[id] = receiver.extensions.get(uri) ?? 0;
    }
    this.#sourceMidId = source.extensions.get(mid) ?? 0;
    this.#sourceTransportId = source.extensions.get(transportNumber) ?? 0;
    this.#transportId = receiver.extensions.get(transportNumber) ?? 0;
    const used = new Set(receiver.extensions.values());
    for (let id = 14; id > 0 && this.#ignoredId === 15; id--) if (!used.has(id)) this.#ignoredId = id;
  }
}

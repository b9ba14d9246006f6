import { findExtension, readText } from '../rtp/headerExtensions.ts';
import { payloadType, ssrc } from '../rtp/rtpPacket.ts';
import type { Section } from '../sdp/description.ts';
import { IncomingStream, type IncomingSection } from './incoming.ts';

const midUri = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const ridUri = 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id';
const repairedRidUri = 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id';

/** Streams one remote end may have; beyond it new SSRCs are dropped, so that nobody fills the memory by counting. */
const mostStreams = 64;

/**
 * Finds the m-line and the layer of a packet by its SSRC, which it learns from mid and rid, from SSRCs in the
 * description, or from a payload type that only one m-line has (RFC 8843 9.2, RFC 8851 9).
 */
export class Demultiplexer {
  readonly #streams = new Map<number, IncomingStream>();
  readonly #byMid = new Map<string, IncomingSection>();
  readonly #declared = new Map<number, IncomingSection>();
  readonly #byPayloadType = new Map<number, IncomingSection | null>();
  #midId = 0;
  #ridId = 0;
  #repairedRidId = 0;

  /** Called again after a renegotiation; streams that are known stay. */
  configure(sections: readonly IncomingSection[]): void {
    this.#byMid.clear();
    this.#declared.clear();
    this.#byPayloadType.clear();
    for (const incoming of sections) {
      const { section } = incoming;
      if (section.rejected || section.kind === 'application') continue;
      this.#byMid.set(section.mid, incoming);
      for (const each of section.ssrcs) this.#declared.set(each, incoming);
      for (const { payload } of section.raw.rtp) {
        this.#byPayloadType.set(payload, this.#byPayloadType.has(payload) ? null : incoming);
      }
      // One bundle has one numbering (RFC 8285 6), so any m-line's will do.
      this.#midId = idOf(section, midUri) || this.#midId;
      this.#ridId = idOf(section, ridUri) || this.#ridId;
      this.#repairedRidId = idOf(section, repairedRidUri) || this.#repairedRidId;
    }
  }

  get streams(): Iterable<IncomingStream> {
    return this.#streams.values();
  }

  /** @returns the stream of a valid RTP packet, or `undefined` if nobody knows whose it is */
  find(packet: Buffer): IncomingStream | undefined {
    return this.#streams.get(ssrc(packet)) ?? this.#learn(packet);
  }

  bySsrc(id: number): IncomingStream | undefined {
    return this.#streams.get(id);
  }

  #learn(packet: Buffer): IncomingStream | undefined {
    if (this.#streams.size >= mostStreams) return undefined;
    const id = ssrc(packet);
    const mid = this.#midId === 0 ? null : readText(packet, this.#midId);
    const incoming =
      (mid === null ? undefined : this.#byMid.get(mid)) ??
      this.#declared.get(id) ??
      this.#byPayloadType.get(payloadType(packet)) ??
      undefined;
    if (incoming === undefined) return undefined;
    const { simulcast, rtxOf } = incoming.section;
    const repairs =
      rtxOf.has(id) ||
      (this.#repairedRidId !== 0 && findExtension(packet, this.#repairedRidId) !== 0) ||
      incoming.isRtx(payloadType(packet));
    let layer = 0;
    if (simulcast !== null && 'rids' in simulcast) {
      const rid = this.#ridId === 0 ? null : readText(packet, this.#ridId);
      if (rid === null && !repairs) return undefined;
      // Rids are listed from the highest layer to the lowest, Janus' `rid_order` "hml".
      layer = rid === null ? 0 : Math.max(0, simulcast.rids.length - 1 - simulcast.rids.indexOf(rid));
    } else if (simulcast !== null) layer = Math.max(0, simulcast.ssrcs.indexOf(rtxOf.get(id) ?? id));
    const stream = new IncomingStream(id, incoming, layer, repairs);
    this.#streams.set(id, stream);
    incoming.add(stream);
    return stream;
  }
}

function idOf(section: Section, uri: string): number {
  return section.raw.ext?.find((extension) => extension.uri === uri)?.value ?? 0;
}

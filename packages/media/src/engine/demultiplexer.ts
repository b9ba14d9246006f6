import { readText } from '../rtp/headerExtensions.ts';
import { payloadType, ssrc } from '../rtp/rtpPacket.ts';
import { extensionUris } from './headerMapping.ts';
import { IncomingStream, type IncomingSection } from './incoming.ts';

/** Streams one remote end may have; a new one then takes the place of one that has been silent. */
const mostStreams = 64;
/** Milliseconds after which a stream may be forgotten for a new one. */
const forgettable = 10_000;

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
  /** Id of the transport-wide number; 0 where it is not agreed upon. */
  transportNumberId = 0;
  /** Id of the dependency descriptor; 0 where it is not agreed upon. */
  dependencyId = 0;

  /** Called again after a renegotiation; streams that are known stay. */
  configure(sections: readonly IncomingSection[]): void {
    this.#byMid.clear();
    this.#declared.clear();
    this.#byPayloadType.clear();
    for (const incoming of sections) {
      const { section, agreement } = incoming;
      if (section.rejected || section.kind === 'application') continue;
      this.#byMid.set(section.mid, incoming);
      for (const each of section.ssrcs) this.#declared.set(each, incoming);
      for (const payload of agreement.formats.keys()) {
        this.#byPayloadType.set(payload, this.#byPayloadType.has(payload) ? null : incoming);
      }
      // One bundle has one numbering (RFC 8285 6), so any m-line's will do.
      const idOf = (uri: string) => agreement.extensions.get(uri) ?? 0;
      this.#midId = idOf(extensionUris.mid) || this.#midId;
      this.#ridId = idOf(extensionUris.rid) || this.#ridId;
      this.#repairedRidId = idOf(extensionUris.repairedRid) || this.#repairedRidId;
      this.transportNumberId = idOf(extensionUris.transportNumber) || this.transportNumberId;
      this.dependencyId = idOf(extensionUris.dependencyDescriptor) || this.dependencyId;
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
    const id = ssrc(packet);
    const mid = this.#midId === 0 ? null : readText(packet, this.#midId);
    const incoming =
      (mid === null ? undefined : this.#byMid.get(mid)) ??
      this.#declared.get(id) ??
      this.#byPayloadType.get(payloadType(packet)) ??
      undefined;
    if (incoming === undefined) return undefined;
    const format = incoming.format(payloadType(packet));
    const isRtx = format.repeats >= 0 || incoming.section.rtxOf.has(id);
    const layer = this.#layerOf(packet, incoming, isRtx);
    if (layer < 0 || !this.#makeRoom()) return undefined;
    const stream = new IncomingStream(id, incoming, { layer, isRtx, format });
    this.#streams.set(id, stream);
    incoming.add(stream);
    return stream;
  }

  /** 0 is the lowest, or the only one; -1 if it cannot be told. */
  #layerOf(packet: Buffer, { section: { rtxOf }, agreement }: IncomingSection, isRtx: boolean): number {
    const { simulcast } = agreement;
    if (simulcast === null) return 0;
    const id = ssrc(packet);
    if ('ssrcs' in simulcast) return simulcast.ssrcs.indexOf(rtxOf.get(id) ?? id);
    const extension = isRtx ? this.#repairedRidId : this.#ridId;
    const rid = extension === 0 ? null : readText(packet, extension);
    const index = rid === null ? -1 : simulcast.rids.indexOf(rid);
    // Rids are listed from the highest layer to the lowest, Janus' `rid_order` "hml".
    return index < 0 ? -1 : simulcast.rids.length - 1 - index;
  }

  /** So that nobody fills the memory by counting SSRCs, and nobody who has changed them often is left without. */
  #makeRoom(): boolean {
    if (this.#streams.size < mostStreams) return true;
    let oldest: IncomingStream | undefined;
    for (const stream of this.#streams.values()) {
      if (oldest === undefined || stream.lastPacket < oldest.lastPacket) oldest = stream;
    }
    if (oldest === undefined || performance.now() - oldest.lastPacket < forgettable) return false;
    this.#streams.delete(oldest.ssrc);
    oldest.section.remove(oldest);
    return true;
  }
}

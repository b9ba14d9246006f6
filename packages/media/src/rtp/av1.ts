/**
 * Whether a payload begins a coded video sequence, which begins with a key frame: bit N of the aggregation header, and
 * no continuation of an earlier OBU (RTP Payload Format For AV1, 4.4). Something must follow the header.
 */
export function isAv1KeyFrameStart(packet: Uint8Array, offset: number, end: number): boolean {
  return offset + 1 < end && ((packet[offset] ?? 0) & 0x88) === 0x08;
}

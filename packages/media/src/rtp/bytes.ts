/**
 * Numbers in network byte order. Reads past the end give zero bits and never throw, so that a reader whose bound is
 * wrong misreads one packet instead of ending the process; Node's own readers throw a `RangeError`.
 */
export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function uint24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | uint16(bytes, at + 1);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return ((uint16(bytes, at) << 16) | uint16(bytes, at + 2)) >>> 0;
}

/** Writes the lowest 16 bits of `value`. */
export function setUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Writes the lowest 24 bits of `value`. */
export function setUint24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16;
  setUint16(bytes, at + 1, value);
}

/** Writes the lowest 32 bits of `value`. */
export function setUint32(bytes: Uint8Array, at: number, value: number): void {
  setUint16(bytes, at, value >>> 16);
  setUint16(bytes, at + 2, value);
}

/** How far 16-bit sequence number `b` is ahead of `a`, over the shorter way round: -32768 to 32767. */
export function sequenceDistance(a: number, b: number): number {
  return ((b - a) << 16) >> 16;
}

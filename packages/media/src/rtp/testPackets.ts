/** For tests: builds packets, and bytes that tell when they are read outside their bounds. */

export interface PacketParts {
  payloadType?: number;
  marker?: boolean;
  sequenceNumber?: number;
  timestamp?: number;
  ssrc?: number;
  csrcs?: readonly number[];
  extension?: { profile: number; data: readonly number[] };
  payload?: readonly number[];
  padding?: number;
}

export function rtp(parts: PacketParts = {}): Buffer {
  const { csrcs = [], extension, payload = [], padding = 0 } = parts;
  const head = Buffer.alloc(12 + 4 * csrcs.length);
  head[0] = 0x80 | csrcs.length | (extension === undefined ? 0 : 0x10) | (padding > 0 ? 0x20 : 0);
  head[1] = (parts.payloadType ?? 96) | (parts.marker === true ? 0x80 : 0);
  head.writeUInt16BE((parts.sequenceNumber ?? 0) & 0xffff, 2);
  head.writeUInt32BE((parts.timestamp ?? 0) >>> 0, 4);
  head.writeUInt32BE((parts.ssrc ?? 0) >>> 0, 8);
  csrcs.forEach((csrc, index) => head.writeUInt32BE(csrc, 12 + 4 * index));
  const pieces = [head];
  if (extension !== undefined) {
    const words = Math.ceil(extension.data.length / 4);
    const block = Buffer.alloc(4 + 4 * words);
    block.writeUInt16BE(extension.profile, 0);
    block.writeUInt16BE(words, 2);
    block.set(extension.data, 4);
    pieces.push(block);
  }
  pieces.push(Buffer.from(payload));
  if (padding > 0) {
    const tail = Buffer.alloc(padding);
    tail[padding - 1] = padding;
    pieces.push(tail);
  }
  return Buffer.concat(pieces);
}

/** The same bytes, which throw when an index outside them is read: what a reader does not tell by its result. */
export function guarded(bytes: Uint8Array): Uint8Array {
  return new Proxy(bytes, {
    get(target, key): unknown {
      if (
        typeof key === 'string' &&
        /^-?\d+$/.test(key) &&
        !(Number(key) >= 0 && Number(key) < target.length)
      )
        throw new RangeError(`read at ${key} of ${target.length}`);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

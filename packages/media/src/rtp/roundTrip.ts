/** Seconds from the beginning of NTP's time (1900) to that of Unix (1970). */
const ntpEpoch = 2_208_988_800;

/** Seconds of NTP time (RFC 3550 4), 32 bits. @param unixMilliseconds of the wall clock */
export function ntpSeconds(unixMilliseconds: number): number {
  return (Math.floor(unixMilliseconds / 1_000) + ntpEpoch) % 0x1_0000_0000;
}

/** The fraction of the second, in 1/2^32. */
export function ntpFraction(unixMilliseconds: number): number {
  const fraction = unixMilliseconds / 1_000 - Math.floor(unixMilliseconds / 1_000);
  return Math.floor(fraction * 0x1_0000_0000);
}

/** The middle 32 bits of an NTP time, as LSR has them: 1/65536 s, around again after 18 hours (RFC 3550 6.4.1). */
export function ntpMiddle(seconds: number, fraction: number): number {
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0;
}

/**
 * Round trip by a report block about what we sent (RFC 3550 6.4.1): arrival - LSR - DLSR.
 * @param arrival of the report: middle 32 bits of the NTP time
 * @returns milliseconds; null if the other end had no sender report yet, or claims an answer from the future
 */
export function roundTrip(
  arrival: number,
  lastSenderReport: number,
  delaySinceLastSenderReport: number,
): number | null {
  if (lastSenderReport === 0) return null;
  const units = (arrival - lastSenderReport - delaySinceLastSenderReport) | 0;
  return units < 0 ? null : (units * 1_000) / 65_536;
}

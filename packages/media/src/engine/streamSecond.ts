/** Counts of one stream since its beginning. */
export interface StreamCounts {
  /** Packets that should have arrived, and whole bytes that were counted. */
  expected: number;
  bytes: number;
  lost: number;
  /** Lost ones that were sent again. */
  repaired: number;
}

const none: StreamCounts = { expected: 0, bytes: 0, lost: 0, repaired: 0 };

/** What has come of one stream in the last second. */
export class StreamSecond {
  bytes = 0;
  lost = 0;
  /** Share of packets that arrived, in percent, without and with retransmissions. */
  linkQuality = 100;
  mediaQuality = 100;
  #before = none;

  /** A second has passed. */
  end(counts: StreamCounts): void {
    const before = this.#before;
    this.#before = counts;
    // A source that counts anew has fewer than before.
    const grown = (name: keyof StreamCounts) => Math.max(0, counts[name] - before[name]);
    this.bytes = grown('bytes');
    this.lost = grown('lost');
    const expected = grown('expected');
    if (expected === 0) return;
    const missing = Math.max(0, this.lost - grown('repaired'));
    this.linkQuality = percentOf(expected - this.lost, expected);
    this.mediaQuality = percentOf(expected - missing, expected);
  }
}

function percentOf(part: number, whole: number): number {
  return Math.max(0, Math.round((100 * part) / whole));
}

import type { TransportFeedback } from '../rtcp/transportFeedback.ts';

/** Packets remembered; a power of two. Two seconds of 20 Mbit/s. */
const memory = 4_096;
/** Milliseconds of what has arrived that make a rate. */
const rateWindow = 1_000;
/** Milliseconds between two decisions, and between two that lower: what has been lowered takes that long to be felt. */
const interval = 250;
const lowerInterval = 600;
/** The shortest way of the last while is the one without a queue, milliseconds; clocks drift, so it is not kept for ever. */
const baseWindow = 20_000;
/** No queue is that long, milliseconds: the other end counts its time anew. */
const clockJump = 10_000;
/** Milliseconds that packets wait on their way: above the first the way is too full, below the second there is room. */
const fullQueue = 100;
const emptyQueue = 40;
/** Shares of packets lost, likewise (draft-ietf-rmcat-gcc-02 6). */
const muchLoss = 0.1;
const littleLoss = 0.02;
/** Packets that make a share. */
const fewestPackets = 20;
/** Of what arrives, so that the queue becomes shorter. */
const lowered = 0.85;
/** Growth in a second while there is room: near where it was too much, and after so many milliseconds without a queue. */
const growth = { careful: 1.08, quick: 1.3 };
const carefulFor = 5_000;
/**
 * How far above what arrives it may grow, as a share and in bit/s: a source that sends little says nothing about the way, and one that
 * was told of little sends less than that.
 */
const ahead = { share: 1.5, more: 300_000 };
/** bit/s; below there is no picture worth having, above there is nothing to heed. */
const least = 100_000;
const most = 10_000_000;

/**
 * Estimates what the way to one receiver carries, from its transport-wide feedback: packets that wait longer and longer, or are lost, say
 * that more is sent than that. A simple relative of Google's congestion control (draft-ietf-rmcat-gcc-02): it looks at the length of the
 * queue instead of how it grows, because the source behind it, a browser, has a control of its own and is only told a limit.
 */
export class Downlink {
  /** bit/s; `null` while the way carries all there is. */
  capacity: number | null = null;
  readonly #numbers = new Int32Array(memory).fill(-1);
  readonly #times = new Float64Array(memory);
  readonly #sizes = new Uint16Array(memory);
  #arrived: { now: number; bytes: number }[] = [];
  /** Shortest time from here to there, by clocks that do not agree: of this while and of the one before. */
  #base = { now: Infinity, before: Infinity, since: 0 };
  /** Of the interval. */
  #shortest = Infinity;
  #came = 0;
  #lost = 0;
  #decided = 0;
  #loweredAt = -Infinity;

  /** A packet leaves. @param now milliseconds of a steady clock */
  note(number: number, bytes: number, now: number): void {
    const at = number & (memory - 1);
    this.#numbers[at] = number & 0xffff;
    this.#times[at] = now;
    this.#sizes[at] = bytes;
  }

  take(feedback: TransportFeedback, now: number): void {
    let bytes = 0;
    feedback.forEach((number, time) => {
      const at = number & (memory - 1);
      if (this.#numbers[at] !== number) return;
      if (time < 0) {
        this.#lost++;
        return;
      }
      // Told once; a later feedback may name it again.
      this.#numbers[at] = -1;
      this.#came++;
      bytes += this.#sizes[at] ?? 0;
      this.#shortest = Math.min(this.#shortest, time - (this.#times[at] ?? 0));
    });
    if (bytes > 0) this.#arrived.push({ now, bytes });
    if (now - this.#decided >= interval && this.#came > 0) this.#decide(now);
  }

  #decide(now: number): void {
    const passed = Math.min(1_000, now - this.#decided) / 1_000;
    const queue = this.#queue(now);
    const packets = this.#came + this.#lost;
    const loss = packets < fewestPackets ? 0 : this.#lost / packets;
    const rate = this.#rate(now);
    if (queue > fullQueue || loss > muchLoss) {
      if (now - this.#loweredAt >= lowerInterval) this.#lower(rate, now);
    } else if (this.capacity !== null && queue < emptyQueue && loss < littleLoss) {
      const isCareful = now - this.#loweredAt < carefulFor;
      const grown = this.capacity * (isCareful ? growth.careful : growth.quick) ** passed;
      this.capacity = Math.max(this.capacity, Math.min(grown, ahead.share * rate + ahead.more));
      if (this.capacity >= most) this.capacity = null;
    }
    this.#decided = now;
    this.#shortest = Infinity;
    this.#came = 0;
    this.#lost = 0;
  }

  #lower(rate: number, now: number): void {
    this.#loweredAt = now;
    this.capacity = Math.max(least, Math.min(this.capacity ?? Infinity, lowered * rate));
  }

  /** Milliseconds that the quickest packet of the interval has waited on its way. */
  #queue(now: number): number {
    const base = this.#base;
    const clockJumped = Math.abs(this.#shortest - Math.min(base.now, base.before)) > clockJump;
    if (clockJumped) this.#base = { now: Infinity, before: Infinity, since: now };
    else if (now - base.since > baseWindow) this.#base = { now: Infinity, before: base.now, since: now };
    this.#base.now = Math.min(this.#base.now, this.#shortest);
    return this.#shortest - Math.min(this.#base.now, this.#base.before);
  }

  /** bit/s. */
  #rate(now: number): number {
    this.#arrived = this.#arrived.filter((some) => now - some.now < rateWindow);
    const bytes = this.#arrived.reduce((sum, some) => sum + some.bytes, 0);
    const since = Math.max(interval, now - (this.#arrived[0]?.now ?? now));
    return (bytes * 8_000) / Math.min(rateWindow, since + interval);
  }
}

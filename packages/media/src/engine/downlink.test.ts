import { describe, expect, it } from 'vitest';
import type { TransportFeedback } from '../rtcp/transportFeedback.ts';
import { Downlink } from './downlink.ts';

const packetBytes = 1_000;
/** Milliseconds of the way without a queue, and how far the receiver's clock is ahead. */
const [way, clock] = [30, 123_456];

/** A way of so many bit/s with a queue of so many milliseconds before it, and at its end a receiver that reports ten times a second. */
class Way {
  readonly downlink = new Downlink();
  rate: number;
  queue: number;
  /** Share of packets lost for no reason, one in so many. */
  oneLostOf = 0;
  #now = 0;
  #number = 65_000;
  #due = 0;
  #free = 0;
  #sent: { number: number; arrives: number }[] = [];

  constructor(rate: number, queue: number) {
    this.rate = rate;
    this.queue = queue;
  }

  /** @param wanted bit/s that the source sends if it may */
  run(seconds: number, wanted: number): this {
    for (const end = this.#now + seconds * 1_000; this.#now < end; this.#now++) {
      this.#due += Math.min(wanted, this.downlink.capacity ?? Infinity) / 1_000;
      for (; this.#due >= packetBytes * 8; this.#due -= packetBytes * 8) this.#send();
      if (this.#now % 100 === 0) this.#report();
    }
    return this;
  }

  #send(): void {
    const number = this.#number++;
    this.downlink.note(number, packetBytes, this.#now);
    const begins = Math.max(this.#now, this.#free);
    const isLost = begins - this.#now > this.queue || (this.oneLostOf > 0 && number % this.oneLostOf === 0);
    if (!isLost) this.#free = begins + (packetBytes * 8_000) / this.rate;
    this.#sent.push({ number: number & 0xffff, arrives: isLost ? Infinity : this.#free + way });
  }

  #report(): void {
    const last = this.#sent.findLastIndex(({ arrives }) => arrives <= this.#now);
    const told = this.#sent.splice(0, last + 1);
    const [first] = told;
    if (first === undefined) return;
    const feedback: TransportFeedback = {
      baseSequenceNumber: first.number,
      statuses: new Uint8Array(),
      forEach: (visit) => {
        for (const { number, arrives } of told) visit(number, arrives === Infinity ? -1 : arrives + clock);
      },
    };
    this.downlink.take(feedback, this.#now);
  }
}

describe('the way to a receiver', () => {
  it('that carries everything is not limited', () => {
    expect(new Way(10_000_000, 200).run(30, 2_000_000).downlink.capacity).toBeNull();
  });

  it.each([
    ['a long queue', 3_000],
    ['a short queue', 60],
  ])('that is too narrow is found out, with %s', (_name, queue) => {
    const narrow = new Way(400_000, queue).run(15, 2_000_000);
    for (let i = 0; i < 20; i++) {
      expect(narrow.run(1, 2_000_000).downlink.capacity).toBeGreaterThan(200_000);
      expect(narrow.downlink.capacity).toBeLessThan(560_000);
    }
  });

  it('that becomes wider is used again', () => {
    const widened = new Way(400_000, 1_000).run(20, 2_000_000);
    widened.rate = 5_000_000;
    expect(widened.run(12, 2_000_000).downlink.capacity).toBeGreaterThan(1_800_000);
  });

  it('is not found out by a source that sends little', () => {
    const widened = new Way(400_000, 1_000).run(20, 2_000_000);
    const capacity = widened.downlink.capacity ?? 0;
    widened.rate = 5_000_000;
    expect(widened.run(60, 50_000).downlink.capacity).toBeLessThan(capacity * 1.2);
  });

  it('that loses a few packets anyhow is not limited, and one that loses many is', () => {
    const lossy = new Way(10_000_000, 200);
    lossy.oneLostOf = 60;
    expect(lossy.run(10, 1_000_000).downlink.capacity).toBeNull();
    lossy.oneLostOf = 6;
    expect(lossy.run(10, 1_000_000).downlink.capacity).toBeLessThan(900_000);
  });

  it('may count its time anew', () => {
    const way = new Way(10_000_000, 200).run(5, 1_000_000);
    const { downlink } = way;
    for (let i = 0; i < 20; i++) {
      const now = 5_000 + i * 100;
      downlink.note(i, packetBytes, now);
      downlink.take(
        { baseSequenceNumber: i, statuses: new Uint8Array(), forEach: (visit) => visit(i, now - 1e9) },
        now + 50,
      );
    }
    expect(downlink.capacity).toBeNull();
  });
});

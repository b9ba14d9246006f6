import type { IncomingStream } from './incoming.ts';

interface LossRequestsOptions {
  streams(): Iterable<IncomingStream>;
  /** Milliseconds. */
  roundTrip(): number;
  /** Asks for packets again (RFC 4585 6.2.1). @param numbers holds them, the first `count` of it */
  request(stream: IncomingStream, numbers: Uint16Array, count: number): void;
  requestKeyFrame(stream: IncomingStream): void;
}

/** Milliseconds between two looks at what is missing. */
const interval = 10;
/** Numbers in one NACK: 80 that stand alone fill 332 octets. */
const mostNumbers = 80;

/** Asks for lost packets, and for a key frame where they do not come. There is a timer only while something is missing. */
export class LossRequests {
  readonly #options: LossRequestsOptions;
  readonly #numbers = new Uint16Array(mostNumbers);
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LossRequestsOptions) {
    this.#options = options;
  }

  /** Some stream misses something. */
  note(): void {
    this.#timer ??= setTimeout(this.#look, interval);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #look = (): void => {
    this.#timer = null;
    const now = performance.now();
    const { streams, roundTrip, request, requestKeyFrame } = this.#options;
    for (const stream of streams()) {
      const { loss } = stream;
      if (loss === null) continue;
      const count = loss.due(now, roundTrip(), this.#numbers);
      if (count > 0) request(stream, this.#numbers, count);
      if (loss.takeKeyFrameRequest()) requestKeyFrame(stream);
      if (loss.missing > 0) this.note();
    }
  };
}

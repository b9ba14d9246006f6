/** Milliseconds of silence after which a remote end that was never silent for long is gone. */
const patience = 12_000;
/** So many times its longest pause any other may be silent. */
const pauses = 5;

/**
 * Notices that a remote end has vanished without a word: killed, or its network gone. libjuice notices, too, but only when
 * consent expires (RFC 7675 5.1), after 30 s and more.
 *
 * Ends that send or receive a picture report every second, and one that sends sound is never silent. Who only listens reports
 * every 2.5 to 7.5 s and may lose a report, so the limit goes by the longest pause there has been; consent does the rest.
 */
export class Liveness {
  #last = -1;
  #longestPause = 0;

  /** Something has come: RTP, RTCP or data. @param now milliseconds of a steady clock */
  note(now: number): void {
    const pause = now - this.#last;
    if (this.#last >= 0 && pause > this.#longestPause) this.#longestPause = pause;
    this.#last = now;
  }

  /** The way to the other end is new, so silence counts from here. */
  restart(now: number): void {
    if (this.#last >= 0) this.#last = now;
  }

  /** One that never sent anything is left to ICE. */
  isGone(now: number): boolean {
    return this.#last >= 0 && now - this.#last > Math.max(patience, pauses * this.#longestPause);
  }
}

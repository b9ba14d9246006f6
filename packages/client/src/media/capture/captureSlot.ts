import type { LocalTrackState } from '../../api.ts';
import { SerialQueue } from '../../serialQueue.ts';
import { problemOf } from './problem.ts';

export interface CaptureSlotOptions {
  open(): Promise<MediaStreamTrack>;
  /** Whether the device stays open while it is off (a muted microphone) or is released (a camera's light goes out). */
  keepOpen: boolean;
  changed(): void;
}

/**
 * One device of one call, on or off. Opens and closes strictly one after the other, towards what was asked for last,
 * so that any number of fast clicks ends where the last one pointed. Owns its track.
 */
export class CaptureSlot {
  readonly #options: CaptureSlotOptions;
  readonly #queue = new SerialQueue();
  #state: LocalTrackState = { on: false, busy: false, problem: null };
  #track: MediaStreamTrack | null = null;
  #wanted = false;
  #closed = false;

  constructor(options: CaptureSlotOptions) {
    this.#options = options;
  }

  get state(): LocalTrackState {
    return this.#state;
  }

  /** Live while the device is open, whether on or off. */
  get track(): MediaStreamTrack | null {
    return this.#track;
  }

  /** @param open another way to the track for this once, for a common question to the person */
  set(on: boolean, open: () => Promise<MediaStreamTrack> = this.#options.open): Promise<void> {
    this.#wanted = on;
    // What needs no device takes effect in this very moment: muting must not wait for anything.
    if (this.#track !== null && (!on || this.#options.keepOpen)) {
      this.#update({ on });
      if (!on && !this.#options.keepOpen) this.#release();
      return Promise.resolve();
    }
    if (!on) {
      this.#update({ on: false });
      return Promise.resolve();
    }
    return this.#queue.add(() => this.#settle(open));
  }

  /** Changes to another device, keeping on and off. If that cannot be opened, the old one stays. */
  reopen(open: () => Promise<MediaStreamTrack> = this.#options.open): Promise<void> {
    return this.#queue.add(async () => {
      if (this.#track === null || this.#closed) return;
      const former = this.#track;
      this.#update({ busy: true, problem: null });
      try {
        this.#take(await this.#openBeside(former, open));
      } catch (error) {
        this.#update({ problem: problemOf(error) });
        if (former.readyState === 'ended') this.#lose();
      }
      this.#update({ busy: false });
    });
  }

  close(): void {
    this.#closed = true;
    this.#wanted = false;
    this.#release();
    this.#state = { on: false, busy: false, problem: null };
  }

  async #settle(open: () => Promise<MediaStreamTrack>): Promise<void> {
    if (this.#closed || !this.#wanted || this.#track !== null) return;
    this.#update({ busy: true, problem: null });
    try {
      const track = await open();
      this.#take(track);
      this.#update({ busy: false, on: this.#wanted });
      if (!this.#wanted && !this.#options.keepOpen) this.#release();
    } catch (error) {
      this.#wanted = false;
      this.#update({ busy: false, on: false, problem: problemOf(error) });
    }
  }

  /** Phones open one camera at a time: the old one is closed first where both at once are refused. */
  async #openBeside(
    former: MediaStreamTrack,
    open: () => Promise<MediaStreamTrack>,
  ): Promise<MediaStreamTrack> {
    try {
      return await open();
    } catch (error) {
      if (problemOf(error) !== 'device-in-use') throw error;
      former.stop();
      return open();
    }
  }

  #take(track: MediaStreamTrack): void {
    if (this.#closed) {
      // Closed while the person was still being asked.
      track.stop();
      return;
    }
    this.#release();
    this.#track = track;
    // The event comes only if the browser ends it: unplugged, taken away, permission withdrawn.
    track.onended = () => void this.#replaceLost(track);
    this.#options.changed();
  }

  async #replaceLost(track: MediaStreamTrack): Promise<void> {
    if (this.#track !== track || this.#closed) return;
    await this.reopen();
  }

  #lose(): void {
    this.#wanted = false;
    this.#release();
    this.#update({ on: false });
  }

  #release(): void {
    const track = this.#track;
    if (track === null) return;
    this.#track = null;
    track.onended = null;
    track.stop();
    this.#options.changed();
  }

  #update(change: Partial<LocalTrackState>): void {
    if (this.#closed) return;
    this.#state = { ...this.#state, ...change };
    this.#options.changed();
  }
}

import type { PictureId, ToRecordingWorker } from './worker/messages.ts';

/** Media Capture Transform: in Chromium on the page, in other browsers not at all. */
type FrameProcessor = new (options: { track: MediaStreamTrack }) => { readable: ReadableStream<VideoFrame> };

function processorOf(): FrameProcessor | undefined {
  return (globalThis as { MediaStreamTrackProcessor?: FrameProcessor }).MediaStreamTrackProcessor;
}

interface Fed {
  track: MediaStreamTrack;
  /** Takes a frame if there is a new one; absent where the browser passes them on by itself. */
  pull: (() => void) | null;
  stop(): void;
}

/**
 * Brings the frames of tracks to the recording worker. Where the browser has MediaStreamTrackProcessor they go there
 * past the page; elsewhere a `<video>` plays the track and the worker asks for its picture.
 *
 * Closing: `close` ends the clones and elements it has made; the tracks are their owners'.
 */
export class PictureFeed {
  readonly #send: (message: ToRecordingWorker, transfer: Transferable[]) => void;
  readonly #fed = new Map<PictureId, Fed>();

  constructor(send: (message: ToRecordingWorker, transfer: Transferable[]) => void) {
    this.#send = send;
  }

  /** Whether somebody has to call {@link pull} for frames to come. */
  get pulls(): boolean {
    return processorOf() === undefined;
  }

  /** Exactly these are fed from now on, each under the id of its track. */
  use(tracks: readonly MediaStreamTrack[]): void {
    const wanted = new Map(tracks.filter((one) => one.readyState === 'live').map((one) => [one.id, one]));
    for (const [id, { track, stop }] of this.#fed) {
      if (wanted.get(id) === track) continue;
      stop();
      this.#fed.delete(id);
      this.#send({ type: 'gone', picture: id }, []);
    }
    for (const [id, track] of wanted) if (!this.#fed.has(id)) this.#fed.set(id, this.#feed(track));
  }

  /** The worker asks for frames. */
  pull(): void {
    for (const { pull } of this.#fed.values()) pull?.();
  }

  close(): void {
    for (const { stop } of this.#fed.values()) stop();
    this.#fed.clear();
  }

  #feed(track: MediaStreamTrack): Fed {
    const Processor = processorOf();
    return Processor === undefined ? this.#feedByElement(track) : this.#feedByProcessor(track, Processor);
  }

  #feedByProcessor(track: MediaStreamTrack, Processor: FrameProcessor): Fed {
    // Its own clone: stopping it frees the processor and touches nobody else's picture.
    const own = track.clone();
    const { readable } = new Processor({ track: own });
    this.#send({ type: 'frames', picture: track.id, frames: readable }, [
      readable as unknown as Transferable,
    ]);
    return { track, pull: null, stop: () => own.stop() };
  }

  #feedByElement(track: MediaStreamTrack): Fed {
    const element = document.createElement('video');
    element.muted = true;
    element.playsInline = true;
    element.srcObject = new MediaStream([track]);
    void element.play().catch(() => undefined);
    let shown = -1;
    return {
      track,
      pull: () => {
        if (element.readyState < 2 || element.currentTime === shown) return;
        shown = element.currentTime;
        const frame = new VideoFrame(element, { timestamp: Math.round(shown * 1e6) });
        this.#send({ type: 'frame', picture: track.id, frame }, [frame]);
      },
      stop: () => {
        element.pause();
        element.srcObject = null;
      },
    };
  }
}

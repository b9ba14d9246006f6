import { describe, type Log } from '../log.ts';

/** `setSinkId` of the Audio Output Devices API; not in every browser. */
type WithSink = HTMLMediaElement & { setSinkId?: (id: string) => Promise<void> };

/** Hz and seconds of the tone with which a speaker is tried. */
const tone = { frequency: 523.25, seconds: 0.6 };

/** Plays on the speaker the person chose: every element attached, now and after each change. */
export class Speakers {
  readonly #selected: () => string | null;
  readonly #log: Log;
  readonly #elements = new Set<WithSink>();

  constructor(selected: () => string | null, log: Log) {
    this.#selected = selected;
    this.#log = log;
  }

  get canChoose(): boolean {
    return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
  }

  attach(element: HTMLMediaElement): () => void {
    this.#elements.add(element);
    this.#direct(element);
    return () => this.#elements.delete(element);
  }

  apply(): void {
    for (const element of this.#elements) this.#direct(element);
  }

  /** @throws DOMException if the browser does not let the page play yet */
  async playTone(): Promise<void> {
    const context = new AudioContext();
    const element = new Audio();
    try {
      const output = context.createMediaStreamDestination();
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const end = context.currentTime + tone.seconds;
      oscillator.frequency.value = tone.frequency;
      gain.gain.setValueAtTime(0.25, context.currentTime);
      gain.gain.exponentialRampToValueAtTime(0.001, end);
      oscillator.connect(gain).connect(output);
      element.srcObject = output.stream;
      const detach = this.attach(element);
      await element.play();
      oscillator.start();
      oscillator.stop(end);
      await new Promise((resolve) => (oscillator.onended = resolve));
      detach();
    } finally {
      element.srcObject = null;
      await context.close();
    }
  }

  close(): void {
    this.#elements.clear();
  }

  #direct(element: WithSink): void {
    element.setSinkId?.(this.#selected() ?? '').catch((error: unknown) => {
      // Unplugged since: the browser goes on playing on its own choice.
      this.#log('warn', 'speaker cannot be used', { reason: describe(error) });
    });
  }
}

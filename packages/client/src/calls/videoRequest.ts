import type { CallKind, PeerMessage } from '@cardea/protocol';

export interface VideoRequestOptions {
  send(message: PeerMessage): boolean;
  /** Both have agreed. */
  agreed(kind: CallKind, myCamera: boolean): void;
  changed(): void;
}

/** Voice → video: one end asks, the other agrees with or without its own camera. Both asking at once is agreement. */
export class VideoRequest {
  readonly #options: VideoRequestOptions;
  #state: 'from-me' | 'from-them' | null = null;

  constructor(options: VideoRequestOptions) {
    this.#options = options;
  }

  get state(): 'from-me' | 'from-them' | null {
    return this.#state;
  }

  /** @returns `false` if there is no way to the other end now */
  ask(): boolean {
    if (this.#state === 'from-them') {
      this.answer(true, true);
      return true;
    }
    if (!this.#options.send({ type: 'video-request' })) return false;
    this.#set('from-me');
    return true;
  }

  answer(agreed: boolean, withCamera: boolean): void {
    if (this.#state !== 'from-them') return;
    this.#options.send({ type: 'video-answer', agreed });
    this.#set(null);
    if (agreed) this.#options.agreed('video', withCamera);
  }

  receive(message: Extract<PeerMessage, { type: 'video-request' | 'video-answer' }>): void {
    if (message.type === 'video-request') {
      if (this.#state === 'from-me') {
        this.#set(null);
        this.#options.agreed('video', true);
      } else this.#set('from-them');
      return;
    }
    if (this.#state !== 'from-me') return;
    this.#set(null);
    if (message.agreed) this.#options.agreed('video', true);
  }

  /** The question does not outlive the channel it was asked over. */
  drop(): void {
    this.#set(null);
  }

  #set(state: 'from-me' | 'from-them' | null): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.changed();
  }
}

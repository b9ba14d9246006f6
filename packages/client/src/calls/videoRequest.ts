import { CardeaError, type CallKind, type PeerMessage } from '@cardea/protocol';

export interface VideoRequestOptions {
  kind(): CallKind;
  setCamera(on: boolean): Promise<void>;
  send(message: PeerMessage): boolean;
  /** Both want pictures: the call is a video call from now on. */
  agreed(): void;
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

  /** In a voice call the camera goes on only when the other end agrees. */
  async setCamera(on: boolean): Promise<void> {
    if (on && this.#options.kind() === 'audio') this.ask();
    else await this.#options.setCamera(on);
  }

  /** @throws CardeaError `wrong_call_state` when the other end cannot be asked now */
  ask(): void {
    if (this.#options.kind() === 'video') void this.#options.setCamera(true);
    else if (this.#state === 'from-them') this.answer(true, true);
    else if (this.#options.send({ type: 'video-request' })) this.#set('from-me');
    else throw new CardeaError('wrong_call_state');
  }

  answer(agreed: boolean, withCamera: boolean): void {
    if (this.#state !== 'from-them') return;
    this.#options.send({ type: 'video-answer', agreed });
    this.#set(null);
    if (agreed) this.#agree(withCamera);
  }

  receive(message: Extract<PeerMessage, { type: 'video-request' | 'video-answer' }>): void {
    if (message.type === 'video-request') {
      if (this.#state === 'from-me') this.#agree(true);
      else this.#set('from-them');
      return;
    }
    // An answer to a question that was not asked, or not any more, opens no camera.
    if (this.#state !== 'from-me') return;
    if (message.agreed) this.#agree(true);
    else this.#set(null);
  }

  /** The question does not outlive the channel it was asked over. */
  drop(): void {
    this.#set(null);
  }

  #agree(withCamera: boolean): void {
    this.#set(null);
    this.#options.agreed();
    if (withCamera) void this.#options.setCamera(true);
  }

  #set(state: 'from-me' | 'from-them' | null): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#options.changed();
  }
}

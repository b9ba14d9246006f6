import { newId, RecordingId, type PeerMessage, type RecordingSubject } from '@cardea/protocol';
import type { CallRecordings } from '../api.ts';

export interface RecordingConsentOptions {
  /** @returns whether it has gone out; what has not is said when the channel opens */
  send(message: PeerMessage): boolean;
  /** By the server's clock. */
  now(): number;
  changed(): void;
}

type Mine = NonNullable<CallRecordings['mine']>;

/**
 * Who records this call, as both ends see it. One asks, the other agrees or refuses, and may take the agreement back
 * while it goes on. What each end says is its whole state, said again whenever the channel opens, so that neither a
 * lost channel nor a reloaded page leaves a recording unseen.
 */
export class RecordingConsent {
  readonly #options: RecordingConsentOptions;
  #mine: Mine | null = null;
  #theirs: CallRecordings['theirs'] = null;
  #refusal: CallRecordings['refusal'] = null;

  constructor(options: RecordingConsentOptions) {
    this.#options = options;
  }

  state(): CallRecordings {
    return { mine: this.#mine, theirs: this.#theirs, refusal: this.#refusal };
  }

  /** Asks the other end. Recording one's own side needs no consent, and is told all the same. */
  ask(subject: RecordingSubject): RecordingId {
    const id = newId(RecordingId);
    this.#refusal = null;
    this.#setMine({
      id,
      subject,
      state: subject === 'mine' ? 'agreed' : 'asking',
      since: this.#options.now(),
    });
    return id;
  }

  /** The first piece is on the disk. @param elapsed milliseconds for which it has been recorded */
  begin(id: RecordingId, elapsed = 0): void {
    if (this.#mine?.id !== id || this.#mine.state === 'asking') return;
    this.#setMine({ ...this.#mine, state: 'on', since: this.#options.now() - elapsed });
  }

  /** It is over, or the question is taken back. */
  end(id: RecordingId): void {
    if (this.#mine?.id === id) this.#setMine(null);
  }

  /** What I say to theirs; after `agreed`, `refused` takes it back. */
  answer(consent: 'agreed' | 'refused'): void {
    if (this.#theirs === null || this.#theirs.consent === consent) return;
    this.#theirs = { ...this.#theirs, consent };
    this.#sayConsent();
    this.#options.changed();
  }

  receive(message: Extract<PeerMessage, { type: 'recording' | 'recording-consent' }>): void {
    if (message.type === 'recording') {
      const { recording } = message;
      // What was said counts for what was asked: another subject is another question.
      const same = this.#theirs?.id === recording?.id && this.#theirs?.subject === recording?.subject;
      const known = same ? this.#theirs : null;
      this.#theirs = recording === null ? null : { ...recording, consent: known?.consent ?? null };
      // They go on although it was refused: say it again.
      if (this.#theirs?.consent === 'refused') this.#sayConsent();
      this.#options.changed();
      return;
    }
    if (this.#mine?.id !== message.id) return;
    if (message.consent === 'refused') {
      this.#refusal = { id: message.id, withdrawn: this.#mine.state !== 'asking' };
      this.#setMine(null);
    } else if (this.#mine.state === 'asking') {
      this.#setMine({ ...this.#mine, state: 'agreed' });
    }
  }

  channelOpened(): void {
    // That there is none is worth saying too: this page may have been reloaded while it recorded.
    this.#sayMine();
    this.#sayConsent();
  }

  #setMine(mine: Mine | null): void {
    this.#mine = mine;
    this.#sayMine();
    this.#options.changed();
  }

  #sayMine(): void {
    const mine = this.#mine;
    this.#options.send({
      type: 'recording',
      recording:
        mine === null
          ? null
          : {
              id: mine.id,
              subject: mine.subject,
              state: mine.state === 'on' || mine.subject === 'mine' ? 'on' : 'asking',
              since: Math.max(0, Math.round(mine.since)),
            },
    });
  }

  #sayConsent(): void {
    const theirs = this.#theirs;
    if (theirs === null || theirs.consent === null) return;
    this.#options.send({ type: 'recording-consent', id: theirs.id, consent: theirs.consent });
  }
}

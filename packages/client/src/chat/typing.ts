import type { PersonId } from '@cardea/protocol';

/** Times in milliseconds. */
const stopAfter = 5_000;
const repeatAfter = 3_000;
/** Longer than the pause between two repetitions, and a little for the way. */
const forgetAfter = 6_000;

/** Says that I type, again while I go on, and that I stopped, also when I just leave it. */
export class TypingSender {
  readonly #send: (person: PersonId, typing: boolean) => void;
  readonly #now: () => number;
  readonly #typing = new Map<PersonId, { saidAt: number; stop: ReturnType<typeof setTimeout> }>();

  constructor(send: (person: PersonId, typing: boolean) => void, now: () => number = Date.now) {
    this.#send = send;
    this.#now = now;
  }

  set(person: PersonId, typing: boolean): void {
    const known = this.#typing.get(person);
    if (known !== undefined) clearTimeout(known.stop);
    if (!typing) {
      this.#typing.delete(person);
      if (known !== undefined) this.#send(person, false);
      return;
    }
    const now = this.#now();
    const say = known === undefined || now - known.saidAt >= repeatAfter;
    this.#typing.set(person, {
      saidAt: say ? now : known.saidAt,
      stop: setTimeout(() => this.set(person, false), stopAfter),
    });
    if (say) this.#send(person, true);
  }

  close(): void {
    for (const { stop } of this.#typing.values()) clearTimeout(stop);
    this.#typing.clear();
  }
}

/** Remembers who types, and forgets it when nothing more is heard. */
export class TypingWatch {
  readonly #changed: (person: PersonId, typing: boolean) => void;
  readonly #timers = new Map<PersonId, ReturnType<typeof setTimeout>>();

  constructor(changed: (person: PersonId, typing: boolean) => void) {
    this.#changed = changed;
  }

  heard(person: PersonId, typing: boolean): void {
    clearTimeout(this.#timers.get(person));
    this.#timers.delete(person);
    if (typing)
      this.#timers.set(
        person,
        setTimeout(() => this.heard(person, false), forgetAfter),
      );
    this.#changed(person, typing);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

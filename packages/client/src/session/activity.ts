import type { Activity } from '@cardea/protocol';

/** Milliseconds without a touch of the page after which the person counts as away. */
const idleAfter = 5 * 60_000;
/** A page in the background counts as away only after a while: people look something up and come back. */
const hiddenAfter = 60_000;

/** Whether the person uses this tab, from its visibility and from what is pressed and moved in it. */
export class ActivityWatch {
  readonly #document: Document;
  readonly #changed: (activity: Activity) => void;
  readonly #closing = new AbortController();
  #activity: Activity = 'active';
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(document: Document, changed: (activity: Activity) => void) {
    this.#document = document;
    this.#changed = changed;
    const options = { signal: this.#closing.signal, passive: true, capture: true };
    for (const type of ['pointerdown', 'pointermove', 'keydown', 'visibilitychange'] as const) {
      document.addEventListener(type, () => this.#noticed(), options);
    }
    this.#noticed();
  }

  get activity(): Activity {
    return this.#activity;
  }

  close(): void {
    this.#closing.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #noticed(): void {
    const hidden = this.#document.visibilityState === 'hidden';
    if (!hidden) this.#set('active');
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set('away'), hidden ? hiddenAfter : idleAfter);
  }

  #set(activity: Activity): void {
    if (this.#activity === activity) return;
    this.#activity = activity;
    this.#changed(activity);
  }
}

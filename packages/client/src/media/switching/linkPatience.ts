import type { PathKind } from '@cardea/protocol';
import type { LinkState } from '../../api.ts';

export interface LinkPatienceOptions {
  /** How long a path may take to connect, milliseconds. */
  connecting: number;
  /** It is at an end. */
  over(path: PathKind): void;
}

/** Milliseconds. A link that was up heals by an ICE restart more often than not. */
const reconnecting = 8_000;
/** After the gateway has failed, until it is tried again by itself. */
const gatewayPause = 30_000;

/** How long the path in use may be without a connection before the other is tried. */
export class LinkPatience {
  readonly #options: LinkPatienceOptions;
  #gatewayFailedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: LinkPatienceOptions) {
    this.#options = options;
  }

  watch(path: PathKind, link: LinkState): void {
    if (link === 'connected') this.stop();
    if (link === 'connected' || this.#timer !== null) return;
    const pause = path === 'mesh' ? this.#gatewayFailedAt + gatewayPause - Date.now() : 0;
    const wait = link === 'reconnecting' ? reconnecting : this.#options.connecting;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#options.over(path);
      },
      Math.max(wait, pause),
    );
  }

  noteFailure(path: PathKind): void {
    if (path === 'gateway') this.#gatewayFailedAt = Date.now();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  reset(): void {
    this.stop();
    this.#gatewayFailedAt = -Infinity;
  }
}

import type { LinkState } from '../../api.ts';
import type { PeerRole } from '../mediaPath.ts';

export interface LinkKeeperOptions {
  role: PeerRole;
  /** Restores the connection: ICE restart, or a new connection where that cannot help. */
  restore(): void;
  changed(link: LinkState): void;
  /** Milliseconds since the link was up, or since it was needed; told after each attempt. */
  lost(duration: number): void;
}

/** Milliseconds. */
const disconnectedPatience = 700;
// Relayed ways are tried last and need several round trips: a restart before they had their turn only delays them.
const connectPatience = 10_000;
const firstPause = 4_000;
const longestPause = 8_000;
/** The polite end waits a little longer, so that both do not begin the same restart in the same moment. */
const politeness = 400;

/**
 * Watches whether the link of one peer is up and has it restored when it is not: at once after a failure, after a
 * moment when it is merely disconnected (most of those heal by themselves), then with pauses in which a new way can be
 * found. Never gives up: how long is too long is decided by the call, which knows what the server says.
 */
export class LinkKeeper {
  readonly #options: LinkKeeperOptions;
  #link: LinkState = 'new';
  #lostSince: number | null = null;
  #pause = firstPause;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(options: LinkKeeperOptions) {
    this.#options = options;
  }

  get link(): LinkState {
    return this.#link;
  }

  /** From now on the connection is needed. */
  expect(): void {
    if (this.#link === 'connected' || this.#lostSince !== null) return;
    this.#lostSince = Date.now();
    this.#later(connectPatience);
  }

  handleState(state: RTCPeerConnectionState): void {
    if (this.#closed) return;
    switch (state) {
      case 'connected':
        this.#stopTimer();
        this.#lostSince = null;
        this.#pause = firstPause;
        this.#set('connected');
        return;
      case 'connecting':
        if (this.#link === 'new') this.#set('connecting');
        else if (this.#link === 'connected') this.#watchRestart();
        return;
      case 'disconnected':
        this.#trouble(disconnectedPatience + this.#handicap());
        return;
      case 'failed':
      case 'closed':
        this.#trouble(this.#handicap());
        return;
      case 'new':
    }
  }

  /** The message channel closed though the connection was to stay: the other end has gone or begun anew. */
  handleChannelClosed(): void {
    this.#trouble(this.#handicap());
  }

  /**
   * Something else says that the way may be gone: no packets, or another network. The browser still thinks that it
   * is connected, so the link is not called lost, but restored once; if it really is lost the browser will say so.
   */
  suspect(): void {
    if (this.#closed) return;
    if (this.#link === 'connected') this.#options.restore();
    else this.tryNow();
  }

  /** The connection is made anew at this moment: until it says otherwise it is lost, and it gets as long as the first before the next attempt. */
  renewed(): void {
    if (this.#closed) return;
    if (this.#link === 'connected') {
      this.#lostSince = Date.now();
      this.#set('reconnecting');
    }
    if (this.#lostSince !== null) this.#later(connectPatience);
  }

  /** Signalling is back: what was sent meanwhile is lost, so do not wait for the next attempt. */
  tryNow(): void {
    if (this.#closed || this.#link === 'connected' || this.#lostSince === null) return;
    this.#pause = firstPause;
    this.#later(this.#handicap());
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer();
  }

  /** ICE begins anew while the link still counts as connected. The browser does not say when nothing comes of it. */
  #watchRestart(): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#trouble(0);
    }, firstPause);
  }

  #trouble(delay: number): void {
    if (this.#closed) return;
    if (this.#link !== 'connected' && this.#lostSince !== null) {
      // Already at it. A failure still means that waiting on is of no use, but not faster than the pauses allow.
      if (this.#timer === null) this.#later(this.#pause);
      return;
    }
    this.#lostSince = Date.now();
    this.#set(this.#link === 'connected' ? 'reconnecting' : 'connecting');
    this.#later(delay);
  }

  #attempt(): void {
    this.#later(this.#pause);
    this.#pause = Math.min(longestPause, this.#pause * 1.5);
    this.#options.restore();
    if (this.#lostSince !== null && !this.#closed) this.#options.lost(Date.now() - this.#lostSince);
  }

  #later(delay: number): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#attempt();
    }, delay);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #handicap(): number {
    return this.#options.role === 'answerer' ? politeness : 0;
  }

  #set(link: LinkState): void {
    if (this.#link === link) return;
    this.#link = link;
    this.#options.changed(link);
  }
}

import type { PeerMessage } from '@cardea/protocol';
import type { Log } from '../../log.ts';
import type { PeerChannel, PeerChannelEvents } from '../connection/messageChannel.ts';
import { readPeerMessage, writePeerMessage } from '../connection/peerMessageText.ts';

const label = 'cardea';
/** Milliseconds. */
const helloInterval = 500;
const firstReopening = 200;
const reopenings = 5;

/**
 * The channel of messages by way of a gateway, which passes on by label what comes in. That this end's channel is open says
 * nothing of the other's, so it counts as open when a `hello` has come. A gateway that replaces its transport for an
 * ICE restart closes all channels; then it is opened again.
 */
export class RelayedChannel implements PeerChannel {
  readonly #connection: RTCPeerConnection;
  readonly #events: PeerChannelEvents;
  readonly #log: Log;
  #channel: RTCDataChannel;
  /** Opened by the gateway, whose message came before this end's channel was there. */
  readonly #adopted = new Set<RTCDataChannel>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #heard = false;
  #failures = 0;
  #detached = false;

  constructor(connection: RTCPeerConnection, events: PeerChannelEvents, log: Log) {
    this.#connection = connection;
    this.#events = events;
    this.#log = log;
    this.#channel = this.#open();
  }

  get isOpen(): boolean {
    return this.#heard && this.#channel.readyState === 'open';
  }

  get isOver(): boolean {
    return this.#failures > reopenings;
  }

  send(message: PeerMessage): boolean {
    return this.isOpen && writePeerMessage(this.#channel, message, this.#log);
  }

  adopt(channel: RTCDataChannel): boolean {
    if (channel.label !== label) return false;
    this.#adopted.add(channel);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    channel.onclose = () => this.#adopted.delete(channel);
    return true;
  }

  detach(): void {
    this.#detached = true;
    this.#stopTimer();
    for (const channel of [this.#channel, ...this.#adopted]) {
      channel.onopen = null;
      channel.onclose = null;
      channel.onmessage = null;
    }
    this.#adopted.clear();
  }

  #open(): RTCDataChannel {
    const channel = this.#connection.createDataChannel(label, { ordered: true });
    channel.onopen = () => this.#sayHello();
    channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
    channel.onclose = () => this.#closed();
    return channel;
  }

  #sayHello(): void {
    this.#stopTimer();
    if (this.#heard || this.#channel.readyState !== 'open') return;
    writePeerMessage(this.#channel, { type: 'hello', version: 1 }, this.#log);
    this.#timer = setTimeout(() => this.#sayHello(), helloInterval);
  }

  #receive(data: unknown): void {
    const message = readPeerMessage(data, this.#log);
    if (message === null) return;
    const isGreeting = message.type === 'hello' && message.heard !== true;
    if (isGreeting && this.#channel.readyState === 'open') {
      writePeerMessage(this.#channel, { type: 'hello', version: 1, heard: true }, this.#log);
    }
    // A greeting that comes before this end's channel is open comes again.
    if (!this.#heard && this.#channel.readyState === 'open') {
      this.#heard = true;
      this.#failures = 0;
      this.#stopTimer();
      this.#events.open();
    }
    this.#events.message(message);
  }

  #closed(): void {
    const wasOpen = this.#heard;
    this.#heard = false;
    this.#stopTimer();
    if (wasOpen) this.#events.closed();
    this.#failures++;
    if (this.#detached || this.isOver) return;
    this.#timer = setTimeout(() => {
      if (this.#connection.signalingState !== 'closed') this.#channel = this.#open();
    }, firstReopening * this.#failures);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

import type { PeerMessage, PersonId } from '@cardea/protocol';
import { Listeners } from '../listeners.ts';
import type { PeerLinks } from './peerLinks.ts';

/** For tests: two ends whose messages and channels reach each other in memory, and can be cut and joined again. */
export function linkedPair(one: PersonId, other: PersonId): { one: MemoryLinks; other: MemoryLinks } {
  const ends = { one: new MemoryLinks(other), other: new MemoryLinks(one) };
  ends.one.opposite = ends.other;
  ends.other.opposite = ends.one;
  return ends;
}

export class MemoryLinks implements PeerLinks {
  opposite: MemoryLinks | null = null;
  /** Everything this end has sent, for looking at. */
  readonly sent: PeerMessage[] = [];
  readonly #person: PersonId;
  readonly #messages = new Listeners<{ person: PersonId; message: PeerMessage }>();
  readonly #channelChanges = new Listeners<{ person: PersonId; open: boolean }>();
  readonly #fileChannels = new Listeners<{ person: PersonId; channel: RTCDataChannel }>();
  readonly #channels = new Set<MemoryChannel>();
  #open = false;

  /** @param person who is at the other end */
  constructor(person: PersonId) {
    this.#person = person;
  }

  join(): void {
    const ends = [this, this.opposite].filter((end) => end !== null);
    for (const end of ends) end.#open = true;
    for (const end of ends) end.#channelChanges.emit({ person: end.#person, open: true });
  }

  cut(): void {
    for (const end of [this, this.opposite]) {
      if (end === null) continue;
      end.#open = false;
      for (const channel of end.#channels) channel.close();
      end.#channels.clear();
      end.#channelChanges.emit({ person: end.#person, open: false });
    }
  }

  isOpen(person: PersonId): boolean {
    return this.#open && person === this.#person;
  }

  send(person: PersonId, message: PeerMessage): boolean {
    const { opposite } = this;
    if (!this.isOpen(person) || opposite === null) return false;
    this.sent.push(message);
    queueMicrotask(() => opposite.#messages.emit({ person: opposite.#person, message }));
    return true;
  }

  openFileChannel(person: PersonId, label: string): RTCDataChannel | null {
    const { opposite } = this;
    if (!this.isOpen(person) || opposite === null) return null;
    const [near, far] = [new MemoryChannel(label), new MemoryChannel(label)];
    near.opposite = far;
    far.opposite = near;
    this.#channels.add(near);
    opposite.#channels.add(far);
    opposite.#fileChannels.emit({ person: opposite.#person, channel: far as unknown as RTCDataChannel });
    return near as unknown as RTCDataChannel;
  }

  maxMessageSize(): number {
    return 16_384;
  }

  onMessage(listener: (event: { person: PersonId; message: PeerMessage }) => void): () => void {
    return this.#messages.add(listener);
  }
  onChannel(listener: (event: { person: PersonId; open: boolean }) => void): () => void {
    return this.#channelChanges.add(listener);
  }
  onFileChannel(listener: (event: { person: PersonId; channel: RTCDataChannel }) => void): () => void {
    return this.#fileChannels.add(listener);
  }
}

/** As much of an RTCDataChannel as files use. */
class MemoryChannel extends EventTarget {
  readonly label: string;
  opposite: MemoryChannel | null = null;
  readyState: RTCDataChannelState = 'open';
  binaryType = 'arraybuffer';
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(label: string) {
    super();
    this.label = label;
  }

  send(bytes: Uint8Array): void {
    const { opposite } = this;
    const data = bytes.slice().buffer;
    setTimeout(() => {
      if (opposite?.readyState === 'open') opposite.onmessage?.({ data });
    });
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
    this.opposite?.close();
  }
}

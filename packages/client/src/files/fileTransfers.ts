import {
  CardeaError,
  MessageId,
  newId,
  TransferId,
  type FileDescription,
  type PeerMessage,
  type PersonId,
} from '@cardea/protocol';
import type { FileTransfer } from '../api.ts';
import type { PeerLinks } from '../calls/peerLinks.ts';
import { describe, type Log } from '../log.ts';
import { FileReceiver } from './fileReceiver.ts';
import { FileSender } from './fileSender.ts';
import { Speedometer } from './speedometer.ts';

type MessageOf<T extends PeerMessage['type']> = Extract<PeerMessage, { type: T }>;

interface Entry {
  person: PersonId;
  message: MessageId;
  sentAt: number;
  transfer: FileTransfer;
  work:
    | { direction: 'up'; sender: FileSender }
    | { direction: 'down'; receiver: FileReceiver; checksum: string | null };
  speed: Speedometer;
  /** When the change before was told, for progress. */
  toldAt: number;
}

export interface FileTransfersEvents {
  /** Somebody offers a file. */
  offered(person: PersonId, offer: MessageOf<'file-offer'>): void;
  changed(person: PersonId, message: MessageId, transfer: FileTransfer): void;
}

const unfinished = new Set<FileTransfer['state']>(['offered', 'moving', 'paused', 'verifying']);
/** Milliseconds between two reports of progress. */
const reportEvery = 200;
/** Bytes after which the receiver says how many it has; the sender waits for that (`window` in `fileSender.ts`). */
const acknowledgeEvery = 512 * 1024;
/** Unfinished transfers one person may have with me; more are declined by themselves. */
const mostPerPerson = 50;

/**
 * Files on their way, over a data channel of their own each. The receiver decides when bytes flow and from where:
 * `file-accept` with offset 0 begins, with another resumes. A connection that is replaced pauses a transfer; when
 * the next one is up, the sender offers it again and a receiver who knows it asks for the rest.
 */
export class FileTransfers {
  readonly #links: PeerLinks;
  readonly #events: FileTransfersEvents;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #entries = new Map<TransferId, Entry>();
  readonly #stopListening: (() => void)[];

  constructor(options: { links: PeerLinks; events: FileTransfersEvents; log: Log; now?: () => number }) {
    this.#links = options.links;
    this.#events = options.events;
    this.#log = options.log;
    this.#now = options.now ?? (() => Date.now());
    this.#stopListening = [
      this.#links.onMessage(({ person, message }) => this.#receive(person, message)),
      this.#links.onFileChannel(({ person, channel }) => this.#receiveChannel(person, channel)),
      this.#links.onChannel(({ person, open }) => (open ? this.#offerAgain(person) : this.#pauseAll(person))),
    ];
  }

  /**
   * Offers a file.
   * @throws CardeaError `wrong_call_state` when there is no data channel to this person, `too_large` above 4 GiB
   */
  offer(
    person: PersonId,
    file: File,
    description: FileDescription,
  ): { transfer: FileTransfer; message: MessageId; sentAt: number } {
    const transfer = offered(newId(TransferId), 'up', description);
    const entry: Entry = {
      person,
      message: newId(MessageId),
      sentAt: this.#now(),
      transfer,
      work: { direction: 'up', sender: new FileSender(file) },
      speed: new Speedometer(),
      toldAt: 0,
    };
    if (!this.#sendOffer(entry))
      throw new CardeaError('wrong_call_state', { details: 'Files go to somebody one is in a call with.' });
    this.#entries.set(transfer.id, entry);
    return { transfer, message: entry.message, sentAt: entry.sentAt };
  }

  /** @throws CardeaError `not_found` for an unknown transfer, `wrong_call_state` when there is no data channel */
  accept(id: TransferId): void {
    const entry = this.#get(id);
    if (entry.work.direction !== 'down' || entry.transfer.state !== 'offered') return;
    if (!this.#links.send(entry.person, { type: 'file-accept', transfer: id, offset: 0 })) {
      throw new CardeaError('wrong_call_state', { details: 'The sender is not connected now.' });
    }
    this.#change(entry, { state: 'moving' });
  }

  /** Stops a transfer at either end, or declines an offer. */
  cancel(id: TransferId): void {
    const entry = this.#get(id);
    if (!unfinished.has(entry.transfer.state)) return;
    const declines = entry.work.direction === 'down' && entry.transfer.state === 'offered';
    const reason = declines ? 'declined' : 'cancelled';
    this.#links.send(entry.person, { type: 'file-cancel', transfer: id, reason });
    this.#end(entry, reason);
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    for (const { work, transfer } of this.#entries.values()) {
      if (work.direction === 'up') work.sender.stop();
      if (transfer.url !== null) URL.revokeObjectURL(transfer.url);
    }
    this.#entries.clear();
  }

  #get(id: TransferId): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new CardeaError('not_found');
    return entry;
  }

  /** An entry the message is about, if it is this person's business. */
  #find(person: PersonId, id: TransferId): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry?.person === person ? entry : undefined;
  }

  #receive(person: PersonId, message: PeerMessage): void {
    switch (message.type) {
      case 'file-offer':
        this.#receiveOffer(person, message);
        break;
      case 'file-accept':
        this.#receiveAccept(person, message);
        break;
      case 'file-cancel': {
        const entry = this.#find(person, message.transfer);
        if (entry !== undefined && unfinished.has(entry.transfer.state)) this.#end(entry, message.reason);
        break;
      }
      case 'file-progress': {
        const entry = this.#find(person, message.transfer);
        if (entry?.work.direction !== 'up' || message.received > entry.transfer.file.size) break;
        entry.work.sender.acknowledge(message.received);
        this.#progress(entry, message.received);
        break;
      }
      case 'file-end': {
        const entry = this.#find(person, message.transfer);
        if (entry?.work.direction !== 'down' || !unfinished.has(entry.transfer.state)) break;
        // The first one counts: a file has one checksum, however often it is sent.
        entry.work.checksum ??= message.sha256;
        this.#verify(entry);
        break;
      }
      case 'file-received': {
        const entry = this.#find(person, message.transfer);
        if (entry?.work.direction === 'up' && unfinished.has(entry.transfer.state)) {
          this.#change(entry, { state: 'done', transferred: entry.transfer.file.size, speed: 0 });
        }
        break;
      }
      default:
      // The others are for the call and the chat.
    }
  }

  #receiveOffer(person: PersonId, offer: MessageOf<'file-offer'>): void {
    const known = this.#entries.get(offer.transfer);
    if (known !== undefined) {
      // The sender has a new connection. What moved before goes on; what waits for a person waits on.
      if (known.person !== person || known.work.direction !== 'down') return;
      const { state } = known.transfer;
      if (state !== 'paused' && state !== 'moving') return;
      const offset = known.work.receiver.received;
      if (this.#links.send(person, { type: 'file-accept', transfer: offer.transfer, offset })) {
        this.#change(known, { state: 'moving' });
      }
      return;
    }
    const open = [...this.#entries.values()].filter(
      (entry) => entry.person === person && unfinished.has(entry.transfer.state),
    );
    if (open.length >= mostPerPerson) {
      this.#links.send(person, { type: 'file-cancel', transfer: offer.transfer, reason: 'declined' });
      return;
    }
    const entry: Entry = {
      person,
      message: offer.message,
      sentAt: offer.sentAt,
      transfer: offered(offer.transfer, 'down', offer.file),
      work: { direction: 'down', receiver: new FileReceiver(offer.file), checksum: null },
      speed: new Speedometer(),
      toldAt: 0,
    };
    this.#entries.set(offer.transfer, entry);
    this.#events.offered(person, offer);
    this.#events.changed(person, offer.message, entry.transfer);
  }

  #receiveAccept(person: PersonId, { transfer: id, offset }: MessageOf<'file-accept'>): void {
    const entry = this.#find(person, id);
    if (entry?.work.direction !== 'up' || !unfinished.has(entry.transfer.state)) {
      this.#links.send(person, { type: 'file-cancel', transfer: id, reason: 'failed' });
      return;
    }
    if (offset > entry.transfer.file.size) return;
    const channel = this.#links.openFileChannel(person, `file:${id}`);
    if (channel === null) return;
    void this.#send(entry, entry.work.sender, channel, offset);
  }

  async #send(entry: Entry, sender: FileSender, channel: RTCDataChannel, offset: number): Promise<void> {
    this.#change(entry, { state: 'moving', transferred: offset });
    try {
      const maxMessageSize = this.#links.maxMessageSize(entry.person);
      const checksum = await sender.send(channel, offset, maxMessageSize);
      if (checksum === null || entry.transfer.state !== 'moving') return;
      this.#links.send(entry.person, { type: 'file-end', transfer: entry.transfer.id, sha256: checksum });
      this.#change(entry, { state: 'verifying', transferred: entry.transfer.file.size });
    } catch (error) {
      this.#log('warn', 'file cannot be sent', { reason: describe(error) });
      if (!unfinished.has(entry.transfer.state)) return;
      this.#links.send(entry.person, { type: 'file-cancel', transfer: entry.transfer.id, reason: 'failed' });
      this.#end(entry, 'failed');
    }
  }

  #receiveChannel(person: PersonId, channel: RTCDataChannel): void {
    const id = TransferId.safeParse(channel.label.startsWith('file:') ? channel.label.slice(5) : null);
    const entry = id.success ? this.#find(person, id.data) : undefined;
    if (entry?.work.direction !== 'down' || entry.transfer.state !== 'moving') {
      channel.close();
      return;
    }
    const { receiver } = entry.work;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const before = receiver.received;
      if (!(data instanceof ArrayBuffer) || !receiver.take(new Uint8Array(data))) {
        channel.close();
        this.#links.send(person, { type: 'file-cancel', transfer: entry.transfer.id, reason: 'failed' });
        this.#end(entry, 'failed');
        return;
      }
      this.#progress(entry, receiver.received);
      const { received } = receiver;
      if (Math.floor(received / acknowledgeEvery) > Math.floor(before / acknowledgeEvery)) {
        this.#links.send(person, { type: 'file-progress', transfer: entry.transfer.id, received });
      }
      if (receiver.isComplete) {
        channel.close();
        this.#verify(entry);
      }
    };
  }

  /** Both the bytes and the checksum have to be here; they come on two channels in any order. */
  #verify(entry: Entry): void {
    const { work } = entry;
    if (work.direction !== 'down' || work.checksum === null || !work.receiver.isComplete) return;
    const file = work.receiver.finish(work.checksum);
    if (file === null) {
      this.#links.send(entry.person, {
        type: 'file-cancel',
        transfer: entry.transfer.id,
        reason: 'checksum',
      });
      this.#end(entry, 'checksum');
      return;
    }
    this.#links.send(entry.person, { type: 'file-received', transfer: entry.transfer.id });
    this.#change(entry, {
      state: 'done',
      transferred: entry.transfer.file.size,
      speed: 0,
      url: URL.createObjectURL(file),
    });
  }

  #sendOffer({ person, message, sentAt, transfer }: Entry): boolean {
    return this.#links.send(person, {
      type: 'file-offer',
      transfer: transfer.id,
      message,
      file: transfer.file,
      sentAt,
    });
  }

  #offerAgain(person: PersonId): void {
    for (const entry of this.#entries.values()) {
      if (entry.person === person && entry.work.direction === 'up' && unfinished.has(entry.transfer.state)) {
        this.#sendOffer(entry);
      }
    }
  }

  #pauseAll(person: PersonId): void {
    for (const entry of this.#entries.values()) {
      if (entry.person !== person) continue;
      if (entry.work.direction === 'up') entry.work.sender.stop();
      const { state } = entry.transfer;
      if (state === 'moving' || state === 'verifying') this.#change(entry, { state: 'paused', speed: 0 });
    }
  }

  #progress(entry: Entry, transferred: number): void {
    const now = this.#now();
    if (now - entry.toldAt < reportEvery || entry.transfer.state !== 'moving') return;
    entry.toldAt = now;
    this.#change(entry, { transferred, speed: entry.speed.measure(transferred, now) });
  }

  #end(entry: Entry, state: 'cancelled' | 'declined' | 'failed' | 'checksum'): void {
    if (entry.work.direction === 'up') entry.work.sender.stop();
    this.#change(entry, { state, speed: 0 });
  }

  #change(entry: Entry, change: Partial<FileTransfer>): void {
    entry.transfer = { ...entry.transfer, ...change };
    this.#events.changed(entry.person, entry.message, entry.transfer);
  }
}

function offered(id: TransferId, direction: FileTransfer['direction'], file: FileDescription): FileTransfer {
  return { id, direction, file, state: 'offered', transferred: 0, speed: 0, url: null };
}

import type { DeviceId, PersonId } from '@cardea/protocol';
import type { MediaPath } from '../media/mediaPath.ts';
import type { DirectLink, DirectLinks } from './directLinks.ts';

/** Offers the message channel of one accepted call to chat and files for as long as it is open. */
export class CallLink {
  readonly #person: PersonId;
  readonly #path: Pick<MediaPath, 'send' | 'openFileChannel' | 'maxMessageSize'>;
  readonly #links: DirectLinks;
  #link: DirectLink | null = null;

  constructor(
    person: PersonId,
    path: Pick<MediaPath, 'send' | 'openFileChannel' | 'maxMessageSize'>,
    links: DirectLinks,
  ) {
    this.#person = person;
    this.#path = path;
    this.#links = links;
  }

  get current(): DirectLink | null {
    return this.#link;
  }

  open(device: DeviceId): void {
    if (this.#link !== null) return;
    this.#link = {
      person: this.#person,
      device,
      send: (message) => this.#path.send(device, message),
      openFileChannel: (label) => this.#path.openFileChannel(device, label),
      maxMessageSize: () => this.#path.maxMessageSize(device),
    };
    this.#links.add(this.#link);
  }

  close(): void {
    const link = this.#link;
    this.#link = null;
    if (link !== null) this.#links.remove(link);
  }
}

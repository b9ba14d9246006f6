import type { DeviceId, PathKind } from '@cardea/protocol';
import type { LinkState } from '../../api.ts';
import type { MediaPathEvents, RemoteTracks } from '../mediaPath.ts';

interface Said {
  link: LinkState;
  channel: boolean;
  tracks: RemoteTracks | null;
  route: 'direct' | 'relayed' | null;
}

export interface PathNewsOptions {
  events: MediaPathEvents;
  /** Whether the call gets the media of this device by this path. */
  counts(device: DeviceId, path: PathKind): boolean;
  changed(device: DeviceId): void;
}

const nothing: Said = { link: 'new', channel: false, tracks: null, route: null };

/** What the two paths say of each device: kept, and passed on if the call goes this way. */
export class PathNews {
  readonly #options: PathNewsOptions;
  readonly #said: Record<PathKind, Map<DeviceId, Said>> = { mesh: new Map(), gateway: new Map() };

  constructor(options: PathNewsOptions) {
    this.#options = options;
  }

  of(path: PathKind, device: DeviceId): Said {
    return this.#said[path].get(device) ?? nothing;
  }

  forget(path: PathKind, device: DeviceId): void {
    this.#said[path].delete(device);
  }

  eventsOf(path: PathKind): MediaPathEvents {
    const { events, counts, changed } = this.#options;
    const note = (device: DeviceId, news: Partial<Said>, tell: () => void): void => {
      this.#said[path].set(device, { ...this.of(path, device), ...news });
      if (counts(device, path)) tell();
      changed(device);
    };
    return {
      remoteTracks: (device, tracks) => note(device, { tracks }, () => events.remoteTracks(device, tracks)),
      link: (device, link) => note(device, { link }, () => events.link(device, link)),
      channel: (device, channel) => note(device, { channel }, () => events.channel(device, channel)),
      route: (device, route) => note(device, { route }, () => events.route(device, route)),
      lost: (device, duration) => {
        if (counts(device, path)) events.lost(device, duration);
      },
      // The other end may have moved already, or not yet.
      message: events.message,
      fileChannel: events.fileChannel,
    };
  }

  /** The call has changed its path: it learns what it did not hear of the new one. */
  tellAgain(device: DeviceId, former: PathKind, path: PathKind): void {
    const { events } = this.#options;
    const { link, channel, tracks, route } = this.of(path, device);
    // The channel is another one: what was asked over the old is asked again.
    if (this.of(former, device).channel) events.channel(device, false);
    if (tracks !== null) events.remoteTracks(device, tracks);
    events.link(device, link);
    if (route !== null) events.route(device, route);
    if (channel) events.channel(device, true);
  }
}

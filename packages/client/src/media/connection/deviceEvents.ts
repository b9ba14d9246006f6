import type { DeviceId, PeerSignal } from '@cardea/protocol';
import type { MediaPathEvents } from '../mediaPath.ts';

/** What a path tells, of one device; nothing once the path is closed. */
export function deviceEvents(
  device: DeviceId,
  path: {
    events: MediaPathEvents;
    send(device: DeviceId, signal: PeerSignal): void;
    isClosed(): boolean;
  },
) {
  const { events } = path;
  const tell =
    <A extends unknown[]>(what: (device: DeviceId, ...rest: A) => void) =>
    (...rest: A): void => {
      if (!path.isClosed()) what(device, ...rest);
    };
  return {
    signal: tell((to, signal: PeerSignal) => path.send(to, signal)),
    remoteTracks: tell(events.remoteTracks),
    link: tell(events.link),
    lost: tell(events.lost),
    channel: tell(events.channel),
    message: tell(events.message),
    fileChannel: tell(events.fileChannel),
    route: tell(events.route),
  };
}
